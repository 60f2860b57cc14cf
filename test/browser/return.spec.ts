import { randomBytes } from 'node:crypto';
import type { Page } from 'playwright-core';
import { aChallenge, aSponsor, freeDraft, type TestChallenge, type TestSponsor } from '../../libs/challenges/testing';
import { aPerson } from '../../libs/identity/testing';
import { closePhase } from '../../libs/submissions/testing';
import { look, startBrowserTest, type BrowserTest } from './support';

let test: BrowserTest;
let sponsor: TestSponsor;
let challenge: TestChallenge;

beforeAll(async () => {
  test = await startBrowserTest();
  sponsor = await aSponsor(test.app, 'Bakery Jansen');
  challenge = await aChallenge(test.app, sponsor, { title: 'Less bread breaks', state: 'open', edits: freeDraft(await test.app.clock.now()) });
});
afterAll(() => test?.close());

const linkOf = (email: string, subject: RegExp) => {
  const { pathname, search } = new URL(test.app.mails(email).find((mail) => subject.test(mail.subject))!.link!);
  return pathname + search;
};
const invited = async (email: string) => {
  await sponsor.owner.agent.post(`/api/v1/challenges/${challenge.publicId}/phases/${challenge.phases[0]!.id}/judges`).send({ email }).expect(201);
  await test.app.drain();
  return linkOf(email, /asked to judge/);
};
async function signIn(page: Page, email: string, secret: string) {
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(secret);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

describe('an invitation to judge', () => {
  it('leads somebody without an account to one, says why, and comes back after the mail, all without scripts', async () => {
    const email = `new.judge.${randomBytes(3).toString('hex')}@example.org`;
    const seat = await invited(email);
    const page = await test.window(undefined, { javaScriptEnabled: false });
    await page.goto(seat);
    expect(new URL(page.url()).pathname).toBe('/sign-in');
    expect(await page.getByRole('status').textContent()).toContain('You are asked to judge a challenge.');
    await page.locator('main').getByRole('link', { name: 'Create account' }).click();
    expect(await page.locator('main .notice').textContent()).toContain('You are asked to judge a challenge.');
    // a judge comes for no organisation, nor as a solver
    expect(await page.getByRole('radio').count()).toBe(0);
    await page.getByLabel('Your name').fill('Nia New');
    await page.getByLabel('E-mail address').fill(email);
    await page.getByLabel('Password', { exact: true }).fill('four unrelated words here');
    await page.getByLabel('Country').selectOption('NL');
    await page.getByRole('button', { name: 'Create account' }).click();
    await test.app.drain();
    await page.goto(linkOf(email, /onfirm/));
    await page.getByRole('button', { name: 'Confirm address' }).click();
    await signIn(page, email, 'four unrelated words here');
    expect(page.url()).toBe(test.app.url + seat);
    expect(await page.getByRole('button', { name: 'Accept' }).count()).toBe(1);

    // what was kept is used up
    await page.getByRole('button', { name: 'Sign out' }).click();
    await signIn(page, email, 'four unrelated words here');
    expect(new URL(page.url()).pathname).toBe('/home');
  });

  it('says so to somebody who is signed in with another address', async () => {
    const seat = await invited(`somebody.else.${randomBytes(3).toString('hex')}@example.org`);
    const page = await test.window(await aPerson(test.app));
    await page.goto(seat);
    expect(await page.locator('main .notice').textContent()).toContain('The invitation you followed is not for');
  });

  it('says that nothing was submitted instead of that entries will arrive', async () => {
    const judge = await aPerson(test.app);
    const page = await test.window(judge);
    await page.goto(await invited(judge.email));
    await page.getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Accept' }).click();
    await page.getByText('Entries arrive when the phase has closed.').waitFor();
    await closePhase(test.app, challenge);
    await test.app.drain();
    await page.goto('/judging');
    await page.getByText('The phase closed and nothing was submitted').waitFor();
    expect(await page.getByText('Entries arrive').count()).toBe(0);
    expect(await look(page, 'judging-nothing')).toEqual([]);
  });
});

it.each(['//evil.example', '/\\evil.example', 'https://evil.example', '/judging?seat=x\nSet-Cookie: a=b'])('goes home, and not to %j, after signing up and in', async (next) => {
  const person = await aPerson(test.app);
  const page = await test.window(undefined, { javaScriptEnabled: false });
  await page.goto(`/sign-up?next=${encodeURIComponent(next)}`);
  await page.getByLabel('For or with an organisation').check();
  await page.getByLabel('Your name').fill('Nia New');
  await page.getByLabel('E-mail address').fill(person.email);
  await page.getByLabel('Password', { exact: true }).fill('four unrelated words here');
  await page.getByLabel('Country').selectOption('NL');
  await page.getByRole('button', { name: 'Create account' }).click();
  await page.goto('/sign-in');
  await signIn(page, person.email, person.password);
  expect(page.url()).toBe(`${test.app.url}/home`);
});
