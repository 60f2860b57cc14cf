import { aChallenge, aSponsor, freeDraft } from '../../libs/challenges/testing';
import { anOrganisation, aPerson } from '../../libs/identity/testing';
import { look, startBrowserTest, type BrowserTest } from './support';

let test: BrowserTest;

beforeAll(async () => {
  test = await startBrowserTest();
});
afterAll(() => test?.close());

it.each([
  ['sign-in', '/sign-in'],
  ['sign-up', '/sign-up'],
  ['verify', '/verify'],
  ['reset', '/reset'],
  ['reset-new', '/reset?token=anything'],
  ['how-sponsors', '/how-it-works/sponsors'],
  ['how-solvers', '/how-it-works/solvers'],
  ['how-universities', '/how-it-works/universities'],
  ['how-judges', '/how-it-works/judges'],
  ['terms', '/legal/terms'],
  ['privacy', '/legal/privacy'],
  ['ip', '/legal/ip'],
  ['accessibility', '/legal/accessibility'],
  ['nowhere', '/nowhere'],
])('%s is accessible and fits, from phone to desk, light and dark', async (name, path) => {
  const page = await test.window();
  await page.goto(path);
  expect(await look(page, name)).toEqual([]);
});

it('makes an account, confirms it, signs in and out, all without scripts', async () => {
  const page = await test.window(undefined, { javaScriptEnabled: false });
  await page.goto('/sign-up');
  await page.getByRole('button', { name: 'Create account' }).click();
  expect(await page.getByRole('alert').getByRole('link').allTextContents()).toEqual(['How will you take part?: Choose one of the entries offered.', 'Your name: Fill this in.', 'E-mail address: Fill this in.', 'Password: Fill this in.', 'Country: Fill this in.']);

  await page.getByLabel('On my own, as a freelancer').check();
  await page.getByLabel('Your name').fill('Noor de Wit');
  await page.getByLabel('E-mail address').fill('noor@example.org');
  await page.getByLabel('Password', { exact: true }).fill('four unrelated words here');
  await page.getByLabel('Country').selectOption('NL');
  await page.getByRole('button', { name: 'Create account' }).click();
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Look at your mail');

  await test.app.drain();
  // a mail that was sent again carries a secret of its own, and only the newest counts
  const link = new URL(test.app.mails('noor@example.org').at(-1)!.link!);
  await page.goto(link.pathname + link.search);
  await page.getByRole('button', { name: 'Confirm address' }).click();
  expect(await page.getByRole('status').textContent()).toBe('Your address is confirmed. You can sign in now.');

  await page.getByLabel('E-mail address').fill('noor@example.org');
  await page.getByLabel('Password', { exact: true }).fill('not this one at all');
  await page.getByRole('button', { name: 'Sign in' }).click();
  expect([await page.getByRole('alert').isVisible(), await page.getByLabel('E-mail address').inputValue(), await page.getByLabel('Password', { exact: true }).inputValue()]).toEqual([true, 'noor@example.org', '']);

  await page.getByLabel('Password', { exact: true }).fill('four unrelated words here');
  await page.getByRole('button', { name: 'Sign in' }).click();
  expect(new URL(page.url()).pathname).toBe('/home');
  await page.getByRole('button', { name: 'Sign out' }).click();
  expect(await page.getByRole('status').textContent()).toBe('You are signed out.');
  expect(await page.getByRole('link', { name: 'Sign in' }).count()).toBe(1);
});

it('says what happened to a link that was used, and leads on', async () => {
  const page = await test.window(undefined, { javaScriptEnabled: false });
  const person = await aPerson(test.app);
  await page.goto('/verify?token=used-before');
  await page.getByRole('button', { name: 'Confirm address' }).click();
  expect(await page.getByRole('alert').textContent()).toContain('works once');
  expect(await page.getByRole('alert').getByRole('link').allTextContents()).toEqual(['Sign in', 'Sign up again for a new link']);

  await page.goto('/reset?token=used-before');
  await page.getByLabel('New password').fill('five unrelated words over here');
  await page.getByRole('button', { name: 'Set password' }).click();
  expect(await page.getByRole('alert').textContent()).toContain('we send you a new link');
  expect(await page.locator('main').getByRole('link', { name: 'Sign in' }).count()).toBe(1);
  await page.getByLabel('E-mail address').fill(person.email);
  await page.getByRole('button', { name: 'Send the link' }).click();
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Look at your mail');
  await test.app.drain();
  expect(new URL(test.app.mails(person.email).at(-1)!.link!).pathname).toBe('/reset');
});

it('an ended link is accessible and fits', async () => {
  const page = await test.window();
  await page.goto('/verify?token=used-before');
  await page.getByRole('button', { name: 'Confirm address' }).click();
  await page.getByRole('alert').waitFor();
  expect(await look(page, 'verify-ended')).toEqual([]);
});

it('can be used by keyboard alone: the skip link, and a refused form that leads to its fields', async () => {
  const page = await test.window();
  await page.goto('/sign-up');
  await page.keyboard.press('Tab');
  const focused = () => page.evaluate('document.activeElement.id || document.activeElement.textContent');
  expect(await focused()).toBe('Skip to content');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  expect(await focused()).toBe('name');
  await page.keyboard.press('Enter');
  await page.locator('[role=alert]:focus').waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  expect(await page.evaluate('[document.activeElement.id, document.activeElement.closest("fieldset").getAttribute("aria-describedby")]')).toEqual(['kind', 'kind-error']);
  expect(await page.getByLabel('Your name').getAttribute('aria-invalid')).toBe('true');
});

it('keeps the token in the address from other sites', async () => {
  const page = await test.window();
  const answer = await page.goto('/reset?token=secret');
  expect(answer!.headers()['referrer-policy']).toBe('same-origin');
});

it('a university names its laboratories and says who works where', async () => {
  const owner = await aPerson(test.app, { name: 'Lotte Smit' });
  const university = await anOrganisation(test.app, owner, { kind: 'university', name: 'University of Delft' });
  const page = await test.window(owner);
  await page.goto(`/settings/organisation?of=${university.publicId}`);
  await page.getByRole('link', { name: 'Units' }).click();
  await page.getByText('No units yet').waitFor();
  expect(await look(page, 'units-empty')).toEqual([]);
  await page.getByRole('button', { name: 'Add it' }).click();
  await page.getByRole('link', { name: 'Name of the unit: Fill this in.' }).click();
  await page.getByLabel('Name of the unit').fill('Food Physics');
  await page.getByRole('button', { name: 'Add it' }).click();
  await page.getByLabel('Unit of Lotte Smit').selectOption('Food Physics');
  await page.getByRole('button', { name: 'Save' }).last().click();
  await page.getByText('1 member').waitFor();
  expect(await look(page, 'units')).toEqual([]);
  await page.goto(`/settings/organisation?of=${university.publicId}`);
  await page.getByRole('link', { name: 'Public page' }).click();
  await page.getByText('Food Physics').waitFor();
  await page.goto('/settings/units');
  await page.waitForURL('**/settings/organisation');
  await page.goto(`/settings/units?organisation=${university.publicId}`);
  await page.getByText('Change Food Physics').click();
  await page.getByRole('button', { name: 'Remove this unit' }).click();
  await page.getByText('No units yet').waitFor();
});

describe('somebody who signed up for an organisation, and has none,', () => {
  it('works on their own after one press on the page on which they join', async () => {
    const sponsor = await aSponsor(test.app, 'Bakery Jansen');
    const challenge = await aChallenge(test.app, sponsor, { state: 'open', edits: freeDraft(await test.app.clock.now()) });
    const page = await test.window(await aPerson(test.app, { name: 'Ana Sol' }));
    await page.goto(`/challenges/${challenge.slug}/join`);
    expect(await look(page, 'join-no-organisation')).toEqual([]);
    await page.getByRole('button', { name: 'I work on my own' }).click();
    await page.getByLabel('Ana Sol').waitFor();
    expect(await page.getByRole('button', { name: 'Enter the challenge' }).count()).toBe(1);
  });

  it('does so in the settings too, once', async () => {
    const page = await test.window(await aPerson(test.app, { name: 'Ana Sol' }));
    await page.goto('/settings/organisation');
    expect(await look(page, 'organisation-none')).toEqual([]);
    await page.getByRole('button', { name: 'I work on my own' }).click();
    await page.getByText('You can enter challenges on your own now.').waitFor();
    await page.getByRole('heading', { level: 1, name: 'Ana Sol' }).waitFor();
    await page.getByRole('link', { name: 'Add an organisation' }).click();
    await page.getByRole('heading', { level: 1, name: 'Add an organisation' }).waitFor();
    expect(await page.getByRole('button', { name: 'I work on my own' }).count()).toBe(0);
  });
});
