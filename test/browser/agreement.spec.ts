import { aJudgedChallenge, awardOf, type JudgedChallenge } from '../../libs/bounties/testing';
import { aPerson, testPassword } from '../../libs/identity/testing';
import { client, ok } from '../support/client';
import { look, startBrowserTest, type BrowserTest } from './support';

let test: BrowserTest;
let done: JudgedChallenge;
let page: string;

beforeAll(async () => {
  test = await startBrowserTest();
  done = await aJudgedChallenge(test.app, [9]);
  const winner = done.solvers[0]!;
  const { body } = await winner.agent.put(`${(await awardOf(winner)).path}/acceptance`).expect(200);
  page = `/agreements/${body.agreementId as string}`;
  await test.app.drain();
});
afterAll(() => test?.close());

const nothing: string[] = [];
/** Everybody's sessions are older than ten minutes. */
const age = () => test.app.db.pool.query(`update session set authenticated_at = now() - interval '11 minutes'`);

it('an empty list says what will be there', async () => {
  const window = await test.window(await aPerson(test.app));
  await window.goto('/agreements');
  expect(await window.getByRole('heading', { name: 'No agreements yet' }).count()).toBe(1);
  expect(await look(window, 'agreements-empty')).toEqual(nothing);
});

it('the winner finds it among what is next, with the date until which to sign, which the agreement says too', async () => {
  const winner = done.solvers[0]!;
  const { signBy } = await ok(client(winner).GET('/api/v1/agreements/{id}', { params: { path: { id: page.split('/').at(-1)! } } }));
  const window = await test.window(winner, { timezoneId: 'UTC' });
  await window.goto('/home');
  const asked = window.getByRole('listitem').filter({ hasText: 'Sign the agreement: Less waste on the line' });
  expect([(await asked.textContent())!.includes('Sign by'), await asked.locator('time').getAttribute('datetime')]).toEqual([true, signBy]);
  await window.goto(page);
  const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' }).format(new Date(signBy!));
  const signatures = (await window.getByRole('region', { name: 'Signatures' }).textContent())!;
  expect([signatures.includes('Not signed yet; there is time until'), signatures.includes(date), signatures.endsWith('Not signed yet')]).toEqual([true, true, true]);
});

it('the winner comes from the award, reads, proves who they are, and signs, without scripts', async () => {
  const winner = done.solvers[0]!;
  const window = await test.window(winner, { javaScriptEnabled: false });
  await age();
  await window.goto(`/awards/${(await awardOf(winner)).body.id}`);
  await window.getByRole('link', { name: 'Read the agreement' }).click();
  expect(new URL(window.url()).pathname).toBe(page);
  await window.getByRole('button', { name: 'Sign the agreement' }).click();
  // without a tick and a name it is refused; both fields say so
  expect(await window.getByRole('alert').textContent()).toContain('2 things need your attention');
  await window.getByLabel('Your full name').fill('Zoë Winner');
  await window.getByLabel(/I have read the full text/).check();
  expect(await window.getByText('Your account says Solver 1.').count()).toBe(1);
  await window.getByRole('button', { name: 'Sign the agreement' }).click();
  // a name that is not the account's is said to be so, once
  expect([await window.getByRole('status').textContent(), await window.getByRole('alert').count()]).toEqual([expect.stringContaining('You typed “Zoë Winner”, and your account says “Solver 1”'), 0]);
  expect(await window.getByLabel('Your full name').inputValue()).toBe('Zoë Winner');
  await window.getByRole('button', { name: 'Sign the agreement' }).click();
  expect(await window.getByRole('alert').textContent()).toContain('Enter your password again');
  expect(await window.getByLabel('Your full name').inputValue()).toBe('Zoë Winner');
  await window.getByLabel('Password', { exact: true }).fill('not mine at all');
  await window.getByRole('button', { name: 'Sign the agreement' }).click();
  expect(await window.getByRole('alert').textContent()).toContain('wrong');
  await window.getByLabel('Password', { exact: true }).fill(testPassword);
  await window.getByRole('button', { name: 'Sign the agreement' }).click();
  expect(await window.locator('main').textContent()).toContain('One side has signed');
  expect(await window.getByRole('button', { name: 'Sign the agreement' }).count()).toBe(0);
  // the session went on
  await window.goto('/home');
  expect(new URL(window.url()).pathname).toBe('/home');
});

it('the sponsor finds it among what is next, signs by keyboard alone, and both get the sealed copy', async () => {
  const window = await test.window(done.sponsor.owner);
  await window.goto('/home');
  await window.getByRole('link', { name: 'Sign the agreement: Less waste on the line' }).click();
  await window.getByRole('heading', { name: 'Agreement: Less waste on the line' }).waitFor();
  expect(await look(window, 'agreement-open')).toEqual(nothing);
  await window.getByLabel('Your full name').focus();
  await window.keyboard.type('Max Sponsor');
  await window.keyboard.press('Tab');
  await window.keyboard.press('Space');
  await window.keyboard.press('Tab');
  await window.keyboard.press('Enter');
  await window.getByText('You typed “Max Sponsor”').waitFor();
  expect(await look(window, 'agreement-other-name')).toEqual(nothing);
  await window.getByRole('button', { name: 'Sign the agreement' }).press('Enter');
  await window.getByText('In force', { exact: true }).first().waitFor();
  await test.app.drain();
  await window.reload();
  const [download] = await Promise.all([window.waitForEvent('download'), window.getByRole('link', { name: 'Download the PDF' }).click()]);
  expect(download.suggestedFilename()).toMatch(/^agreement-agr_[0-9a-f]{32}\.pdf$/);
  expect(await look(window, 'agreement-in-force')).toEqual(nothing);
  await window.goto('/agreements');
  expect(await look(window, 'agreements')).toEqual(nothing);
});

it('the sponsor’s results lead to it', async () => {
  const window = await test.window(done.sponsor.owner);
  await window.goto(`/manage/${done.challenge.slug}/results`);
  await window.getByRole('link', { name: 'Read the agreement' }).click();
  await window.waitForURL(`**${page}`);
});

it('says of one that ended with its award what it was, and promises nothing any more', async () => {
  await test.app.db.query(`update agreement set state = 'terminated' where challenge_id = $1`, [done.challenge.id]);
  const window = await test.window(done.sponsor.owner);
  await window.goto(page);
  await window.getByText('This agreement has ended, together with the award it was about.').waitFor();
  const text = (await window.locator('main').textContent())!;
  expect([text.includes('In force since'), text.includes('Was in force from'), text.includes('gets 5,000.00 EUR for the work, paid')]).toEqual([false, true, false]);
  await window.getByRole('heading', { name: 'What it said, in plain words' }).waitFor();
  expect(await look(window, 'agreement-ended')).toEqual(nothing);
});
