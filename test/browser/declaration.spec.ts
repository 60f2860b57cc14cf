import type { Page } from 'playwright-core';
import { aJudgedChallenge, type JudgedChallenge, passAppeals, sponsorOpens } from '../../libs/bounties/testing';
import { aMember, aStaffMember, testPassword, type TestPerson } from '../../libs/identity/testing';
import { look, startBrowserTest, type BrowserTest } from './support';

let test: BrowserTest;
let done: JudgedChallenge;
let signatory: TestPerson;

/** Nobody passed, and the sponsor has read. */
beforeAll(async () => {
  test = await startBrowserTest();
  done = await aJudgedChallenge(test.app, [2]);
  signatory = await aMember(test.app, done.sponsor.owner, done.sponsor.organisation, ['signatory']);
  await sponsorOpens(done.sponsor, done.challenge);
});
afterAll(() => test?.close());

const nothing: string[] = [];

it('before it is due the manager’s page says how much goes back, what is kept, from when and what for; its own page when it is asked for', async () => {
  const window = await test.window(done.sponsor.owner);
  await window.goto(`/manage/${done.challenge.slug}/overview`);
  const page = (await window.getByRole('region', { name: 'What goes back to you' }).textContent())!;
  for (const part of ['Goes back€5,250.00', 'Of the bounty€5,000.00', 'Of the fee€250.00', 'kept by the platform€250.00', 'Not before', 'may object', 'Then it waits for a signature']) expect([part, page.includes(part)]).toEqual([part, true]);
  expect(await look(window, 'declaration-before')).toEqual(nothing);
  await window.getByRole('link', { name: 'About the declaration' }).click();
  await window.getByRole('heading', { name: 'Not asked for yet' }).waitFor();
  expect(await look(window, 'declaration-later')).toEqual(nothing);
  const solver = await test.window(done.solvers[0]!);
  expect((await solver.goto(`/challenges/${done.challenge.slug}/declaration`))!.status()).toBe(404);
  await passAppeals(test.app);
});

it('the manager’s page says what the money waits for, and leads there', async () => {
  const window = await test.window(done.sponsor.owner);
  await window.goto(`/manage/${done.challenge.slug}/overview`);
  const page = await window.locator('main').textContent();
  expect([page?.includes('Money goes back to you, and waits'), page?.includes('Until then whoever took part may object'), page?.includes('€5,250.00')]).toEqual([true, false, true]);
  expect(await look(window, 'declaration-overview')).toEqual(nothing);
  await window.getByRole('link', { name: 'Read and sign the non-use declaration' }).click();
  await window.getByRole('heading', { name: 'Non-use declaration: Less waste on the line' }).waitFor();
  expect((await window.getByRole('region', { name: 'What goes back when it is signed' }).textContent())!.includes('€5,250.00')).toBe(true);
  expect(await look(window, 'declaration-asked')).toEqual(nothing);
});

it('a moderator sees among the money that stopped what waits, and since when', async () => {
  const window = await test.window(await aStaffMember(test.app, 'moderator'));
  await window.goto('/admin/money');
  const row = window.getByRole('region', { name: 'Refunds that wait for a non-use declaration' }).getByRole('row', { name: done.sponsor.organisation.name });
  expect([(await row.textContent())!.includes('5,500.00'), await window.getByRole('heading', { name: 'Payouts', exact: true }).count(), await row.getByRole('cell').last().locator('time').count()]).toEqual([true, 0, 1]);
  expect(await look(window, 'declaration-money')).toEqual(nothing);
  await row.getByRole('link', { name: 'Less waste on the line' }).click();
  await window.getByRole('heading', { name: 'Non-use declaration: Less waste on the line' }).waitFor();
});

it('it is not there for its solver before it is signed', async () => {
  const window = await test.window(done.solvers[0]!);
  expect((await window.goto(`/challenges/${done.challenge.slug}/declaration`))!.status()).toBe(404);
});

it('a signatory finds it among what is next, proves who they are, and signs, without scripts', async () => {
  const [window, other] = [await test.window(signatory, { javaScriptEnabled: false }), await test.window(done.sponsor.owner)];
  await other.goto(`/challenges/${done.challenge.slug}/declaration`);
  await test.app.db.pool.query(`update session set authenticated_at = now() - interval '11 minutes'`);
  await window.goto('/home');
  await window.getByText(`€5,250.00 goes back to ${done.sponsor.organisation.name} when it is signed. Of the fee the platform keeps €250.00.`).waitFor();
  await window.getByRole('link', { name: 'Sign the non-use declaration: Less waste on the line' }).click();
  const sign = window.getByRole('button', { name: 'Sign the declaration' });
  await sign.click();
  // without a tick and a name it is refused; both fields say so
  expect(await window.getByRole('alert').textContent()).toContain('2 things need your attention');
  await window.getByLabel('Your full name').fill('Sig Natory');
  await window.getByLabel(/I have read the full text/).check();
  await sign.click();
  await window.getByText(`your account says “${signatory.name}”`).waitFor();
  await sign.click();
  expect(await window.getByRole('alert').textContent()).toContain('Enter your password again');
  await window.getByLabel('Password', { exact: true }).fill(testPassword);
  await sign.click();
  const page = await window.locator('main').textContent();
  expect([page?.includes('Signed by'), page?.includes('Sig Natory'), await sign.count()]).toEqual([true, true, 0]);
  await window.goto('/home');
  expect(await window.getByText('Sign the non-use declaration').count()).toBe(0);
  // who had it open meanwhile is told, and by whom
  await other.getByLabel('Your full name').fill(done.sponsor.owner.name);
  await other.getByLabel(/I have read the full text/).check();
  await other.getByRole('button', { name: 'Sign the declaration' }).click();
  await other.getByText('Nothing is left for your side to sign. Who signed, and when, stands below.').waitFor();
  expect([(await other.locator('.facts').first().textContent())!.includes('Sig Natory'), await other.getByRole('button', { name: 'Sign the declaration' }).count()]).toEqual([true, 0]);
});

it('once it is complete the manager’s page keeps the sums: what was paid, what went back, and the fee that is kept', async () => {
  await test.app.drain();
  const window = await test.window(done.sponsor.owner);
  await window.goto(`/manage/${done.challenge.slug}/overview`);
  const sums = window.getByRole('region', { name: 'Where your money went' });
  expect([await sums.locator('dt').allTextContents(), await sums.locator('dd').allTextContents()]).toEqual([
    ['Paid by you, with the fee', 'Gone back to you', 'Of that, from the fee', 'Fee kept by the platform, though nobody was awarded'], ['€5,500.00', '€5,250.00', '€250.00', '€250.00'],
  ]);
  expect(await look(window, 'declaration-final')).toEqual(nothing);
});

it('its statement names the challenge, what of a payment was fee, and the fee that is kept', async () => {
  await test.app.drain();
  const window = await test.window(done.sponsor.owner);
  await window.goto('/settings/payouts');
  const rows = await window.getByRole('region', { name: 'Statement' }).getByRole('row').allTextContents();
  const line = (what: string) => rows.find((row) => row.includes(what));
  expect(line('Paid by you')).toMatch(/Money out-€5,500\.00Paid by youof it fee: €500\.00Less waste on the line/);
  expect(line('fee kept, though nobody was awarded')).toMatch(/Part of what was paid€250\.00Of what you paid: fee kept, though nobody was awardedLess waste on the line/);
  expect(line('Given back to you')).toMatch(/Money in\+€5,250\.00Given back to you/);
  expect(await look(window, 'declaration-statement')).toEqual(nothing);
});

it('from then on a page of what was handed in says why it is not shown, and calls it no fault', async () => {
  const { sponsor, challenge } = done;
  const phase = challenge.phases[0]!.id;
  const { items } = (await sponsor.owner.agent.get(`/api/v1/phases/${phase}/submissions`).expect(200)).body as { items: [{ id: string }] };
  const window = await test.window(sponsor.owner);
  await window.goto(`/manage/${challenge.slug}/submissions`);
  const list = (await window.locator('main').textContent())!;
  expect([list.includes('since you declared that you do not use it'), list.includes('only what won can still be opened'), list.includes('only after you have signed'), await window.getByRole('link', { name: 'Entry 1' }).count()]).toEqual([true, true, false, 0]);
  expect(await look(window, 'declaration-closed-list')).toEqual(nothing);
  await window.goto(`/manage/${challenge.slug}/results`);
  expect([await window.getByRole('rowheader', { name: 'Entry 1' }).count(), await window.getByRole('link', { name: 'Entry 1' }).count()]).toEqual([1, 0]);
  expect((await window.goto(`/manage/${challenge.slug}/submissions/${phase}/${items[0].id}`))!.status()).toBe(409);
  await window.getByRole('heading', { level: 1, name: 'This is not possible now' }).waitFor();
  await window.getByText('What was not awarded is not shown any more').waitFor();
});

it('a conversation leads its author to what was handed in, and the sponsor there no more', async () => {
  const { body } = await done.sponsor.owner.agent.get(`/api/v1/phases/${done.challenge.phases[0]!.id}/submissions`).expect(200);
  const submission = `/submissions/${(body as { items: [{ id: string }] }).items[0].id}`;
  const [solver, manager] = [await test.window(done.solvers[0]!), await test.window(done.sponsor.owner)];
  await solver.goto(submission);
  await solver.getByRole('button', { name: 'Begin a conversation' }).click();
  await solver.getByText('Nobody has said anything yet').waitFor();
  const link = (page: Page) => page.locator('main').getByRole('link', { name: 'What was handed in' });
  expect(await link(solver).getAttribute('href')).toBe(submission);
  await manager.goto(solver.url());
  await manager.getByText('Nobody has said anything yet').waitFor();
  expect([await manager.locator('main').getByText(done.solvers[0]!.name).count() > 0, await link(manager).count()]).toEqual([true, 0]);
  expect(await look(manager, 'declaration-conversation')).toEqual(nothing);
});

it('its solver is told, reads it without the name of who signed, and keeps the receipt', async () => {
  await test.app.drain();
  const window = await test.window(done.solvers[0]!);
  await window.goto('/inbox');
  await window.getByRole('link', { name: 'The sponsor has signed a non-use declaration: Less waste on the line' }).click();
  await window.getByRole('heading', { name: 'Non-use declaration: Less waste on the line' }).waitFor();
  expect(await window.locator('main').textContent()).not.toContain('Sig Natory');
  expect(await look(window, 'declaration-signed')).toEqual(nothing);
  await window.goto(`/work/${done.entries[0]!.publicId}/feedback`);
  const page = (await window.locator('main').textContent())!;
  for (const part of ['How it was decided', 'The judges\' order decided.', 'Nothing that was handed in reached the pass mark. Nobody is awarded']) expect([part, page.includes(part)]).toEqual([part, true]);
  expect(await look(window, 'declaration-feedback')).toEqual(nothing);
  await window.getByRole('link', { name: 'Read the non-use declaration' }).click();
  const [download] = await Promise.all([window.waitForEvent('download'), window.getByRole('link', { name: 'Download the receipt' }).click()]);
  expect(download.suggestedFilename()).toBe('non-use-declaration-receipt.json');
});
