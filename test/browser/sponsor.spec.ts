/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import { after, day } from '@app/kernel';
import { aPerson, aStaffMember, lastMail, testPassword, tokenIn, type TestPerson } from '../../libs/identity/testing';
import { aJudge, judgeAll } from '../../libs/judging/testing';
import { anEntry, aSolver, aSubmission, closePhase } from '../../libs/submissions/testing';
import { asSeen, type TestChallenge } from '../../libs/challenges/testing';
import { freePort } from '../support/free-port';
import { look, startBrowserTest, type BrowserTest } from './support';

let test: BrowserTest;
let owner: TestPerson;
let moderator: TestPerson;
let page: Page;
let draft: string;
let id: string;
let challenge: TestChallenge;

beforeAll(async () => {
  const port = await freePort();
  // The provider sends the payer back to the public address, so it must be the one the browser uses.
  test = await startBrowserTest({ PORT: String(port), PUBLIC_URL: `http://127.0.0.1:${port}` });
  owner = await aPerson(test.app, { name: 'Marijke Jansen' });
  moderator = await aStaffMember(test.app, 'moderator');
  page = await test.window(owner);
  page.setDefaultTimeout(8_000);
});
afterAll(() => test?.close());

const save = () => page.getByRole('button', { name: 'Save', exact: true });
const local = (at: Date) => at.toISOString().slice(0, 16);

/** Fills a section by labels and saves it; back on the task list it says so. */
async function fillIn(section: string, fields: Record<string, string>) {
  await page.goto(`${draft}/${section}`);
  for (const [label, value] of Object.entries(fields)) await page.getByLabel(label, { exact: true }).fill(value);
  await save().click();
  await page.waitForURL(/\?saved=/);
}

it('begins with nothing to do, and names an organisation with the keyboard alone', async () => {
  await page.goto('/home');
  expect(await look(page, 'home-empty')).toEqual([]);
  await page.goto('/post');
  expect(await look(page, 'post-organisation')).toEqual([]);
  await page.getByLabel('Kind').focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  // What is wrong takes focus, and its link leads to the field.
  await page.waitForFunction(() => document.activeElement?.classList.contains('error-summary'));
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('name');
  expect(await page.getByLabel('Name of the organisation').getAttribute('aria-invalid')).toBe('true');
  await page.keyboard.type('Bakery Jansen');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Netherlands');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByLabel('Title').waitFor();
});

it('begins a draft by its title', async () => {
  await page.getByLabel('Title').focus();
  await page.keyboard.type('Less bread breaks on the cooling belt');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/drafts\/chl_/);
  draft = new URL(page.url()).pathname;
  id = draft.split('/').at(-1)!;
  await page.getByRole('heading', { level: 1, name: 'Less bread breaks on the cooling belt', exact: true }).waitFor();
  await page.getByText('You have completed 0 of 8 sections.').waitFor();
  expect(await look(page, 'draft-new')).toEqual([]);
});

it('asks for review too early and reads what is missing', async () => {
  await page.getByRole('button', { name: 'Ask for review' }).click();
  await page.locator('.error-summary').waitFor();
  expect(await page.locator('.error-summary').textContent()).toContain('Say the problem in one or two sentences.');
});

it('fills section by section', async () => {
  await fillIn('problem', { 'In one or two sentences': 'We throw away 4 % of our bread.', 'What happens, and what does it cost you?': 'Each day **120** loaves break on the belt.', Topics: 'Food, Belt conveyors' });
  expect(await page.getByRole('status').textContent()).toBe('Saved: The problem.');
  await fillIn('tried', { 'What was tried, and why did it fall short?': 'Slower belts: the oven backs up.' });
  await fillIn('limits', { 'What must a solution keep to?': 'It must fit under the belt.' });
  await fillIn('outcome', {
    'What is a good result?': 'Below 1 % breaks.', 'What is to be handed in?': 'A drawing and a test report.', 'What is measured?': 'Broken loaves', Unit: '%', Today: '4', 'Should become': '0.5', 'Measured on': '2028-06-01',
  });
  await fillIn('criteria', { 'Criterion 1': 'Works', 'Weight of 1': '60', 'Criterion 2': 'Cost', 'Weight of 2': '30', 'What judges look at in 2 (optional)': 'Of parts and upkeep.' });
  await page.getByText('The weights of phase 1 sum to 90, not to 100.').waitFor();
  await fillIn('criteria', { 'Weight of 2': '40' });
  await page.goto(`${draft}/prize`);
  expect(await look(page, 'section-prize')).toEqual([]);
});

it('asks questions of its own, and takes files that may show who made them only when it says so', async () => {
  await page.goto(`${draft}/form`);
  expect(await page.locator('.notice').textContent()).toBe('You wrote no questions of your own, so each criterion asks one:WorksCost');
  await page.getByLabel('Question 1', { exact: true }).fill('How does it fit under the belt?');
  await page.getByLabel('Question 1 must be answered').uncheck();
  await page.getByLabel('ZIP', { exact: true }).check();
  await page.getByRole('button', { name: 'Save and add more' }).click();
  await page.getByRole('link', { name: /^Kinds of file: The author cannot be removed/ }).click();
  expect([await page.getByLabel('Question 1 must be answered').isChecked(), await page.getByLabel('ZIP', { exact: true }).isChecked()]).toEqual([false, true]);
  expect(await look(page, 'section-form-error')).toEqual([]);
  await page.getByLabel('Take files that may show who made them').check();
  await page.getByRole('button', { name: 'Save and add more' }).click();
  await page.getByRole('status').waitFor();
  expect(await look(page, 'section-form')).toEqual([]);
  expect((await asSeen(owner.agent, id)).body.phases[0].form).toEqual({
    questions: [{ key: 'question-1', label: 'How does it fit under the belt?', help: null, maxLength: 5000, isRequired: false }], isFromCriteria: false,
    fileTypes: ['application/pdf', 'image/png', 'image/jpeg', 'text/plain', 'text/csv', 'application/zip'], maxFiles: 5, allowNotAnonymised: true,
  });
  await page.getByLabel('Question 1', { exact: true }).fill('');
  await save().click();
  await page.waitForURL(/\?saved=form/);
  await page.goto(`${draft}/prize`);
});

it('refuses an amount nobody can read, at its field and with what was typed', async () => {
  await page.getByLabel('Currency').selectOption('EUR');
  await page.getByLabel('Title of prize 1').fill('First place');
  expect(await page.getByLabel('Place of prize 1').inputValue()).toBe('1');
  await page.getByLabel('Amount of prize 1').fill('2.500,00');
  await save().click();
  await page.getByRole('link', { name: 'Amount of prize 1: Write an amount like 2,500.00, with a point before the cents.' }).click();
  expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).value)).toBe('2.500,00');
  expect(await look(page, 'section-prize-error')).toEqual([]);
  await page.getByLabel('Amount of prize 1').fill('2,500.00');
  await page.getByRole('button', { name: 'Save and add more' }).click();
  await page.getByRole('status').waitFor();
  expect((await page.locator('.cost-line').textContent())!.replace(/\s+/g, ' ')).toContain('€2,500.00 + €250.00 fee = €2,750.00');
});

it('sets dates in its own zone, and the rules', async () => {
  const now = await test.app.clock.now();
  await page.goto(`${draft}/dates`);
  await page.getByLabel('Your time zone').selectOption('Europe/Amsterdam');
  await page.getByLabel('Opens').fill(`${local(after(now, 8 * day)).slice(0, 10)}T09:00`);
  await page.getByLabel('Closes').fill(`${local(after(now, 30 * day)).slice(0, 10)}T17:00`);
  await save().click();
  await page.waitForURL(/\?saved=dates/);
  await page.goto(`${draft}/rules`);
  await page.getByLabel('The sponsor, once the prize is paid').check();
  await page.getByLabel(/^The sponsor chooses among all that pass/).check();
  await page.getByLabel(/^A prize nobody reached goes back to the sponsor/).check();
  expect(await look(page, 'section-rules')).toEqual([]);
  await save().click();
  await page.waitForURL(/\?saved=rules/);
  await page.getByText('You have completed 8 of 8 sections.').waitFor();
  expect((await asSeen(owner.agent, id)).body.phases[0].closesAt).toMatch(/T1[56]:00:00\.000Z$/);
  expect(await look(page, 'draft-ready')).toEqual([]);
});

it('loses nothing when a colleague saved meanwhile', async () => {
  await page.goto(`${draft}/limits`);
  const { version } = await asSeen(owner.agent, id);
  await owner.agent.patch(`/api/v1/challenges/${id}`).set('if-match', `"${version}"`).send({ brief: { limits: 'Under the belt, and food safe.' } }).expect(200);
  await page.getByLabel('What must a solution keep to?').fill('Under the belt, below 60 °C.');
  await save().click();
  await page.getByText('Somebody changed this draft while you were writing').waitFor();
  expect(await page.getByLabel('What must a solution keep to?').inputValue()).toBe('Under the belt, below 60 °C.');
  expect(await page.locator('.findings dd').textContent()).toBe('Under the belt, and food safe.');
  expect(await look(page, 'section-stale')).toEqual([]);
  await page.getByLabel('What must a solution keep to?').fill('Under the belt, below 60 °C, food safe.');
  await save().click();
  await page.waitForURL(/\?saved=limits/);
  expect((await asSeen(owner.agent, id)).body.brief.limits.text).toBe('Under the belt, below 60 °C, food safe.');
});

it('sees it as solvers will, and gets it reviewed with requested edits', async () => {
  await page.getByRole('link', { name: 'See it as solvers will' }).click();
  await page.getByText('It is not public.').waitFor();
  expect(await look(page, 'preview')).toEqual([]);
  await page.goto(draft);
  await page.getByRole('button', { name: 'Ask for review' }).click();
  await page.getByText('Staff are reading your challenge.').waitFor();
  const review = async (body: object) => moderator.agent.put(`/api/v1/admin/challenges/${id}/review`).set('if-match', (await moderator.agent.get(`/api/v1/challenges/${id}`)).headers.etag!).send(body).expect(200);
  await review({ outcome: 'request_changes', reason: 'Nearly there.', edits: [{ pointer: '/brief/tried', text: 'Say how slow the belts were.' }] });
  await page.goto(draft);
  expect(await page.locator('.asked').textContent()).toMatch(/Nearly there\..*What was tried: Say how slow the belts were\./);
  expect(await look(page, 'draft-asked')).toEqual([]);
  await page.locator('.asked').getByRole('link', { name: 'What was tried' }).click();
  await page.locator('.asked').getByText('Say how slow the belts were.').waitFor();
  await page.getByLabel(/^What was tried/).fill('Belts at half speed: the oven backs up.');
  await save().click();
  await page.waitForURL(/\?saved=tried/);
  await page.getByRole('button', { name: 'Ask for review' }).click();
  await page.getByText('Staff are reading your challenge.').waitFor();
  await review({ outcome: 'approve', reason: 'Clear and fair.', edits: [] });
});

it('sees the whole price, pays on the provider’s page and waits for the provider’s word', async () => {
  await page.goto(draft);
  // approved and nothing paid in: the sponsor can still end it
  expect([await page.getByText('Give this challenge up').count(), await page.getByText('only staff can end it').count()]).toEqual([1, 0]);
  await page.getByRole('link', { name: 'See cost and pay' }).click();
  expect(await page.getByRole('row', { name: 'You pay €2,750.00' }).isVisible()).toBe(true);
  expect(await look(page, 'fund')).toEqual([]);
  await page.getByRole('button', { name: 'Pay now' }).click();
  await page.waitForURL((url) => url.origin === new URL(test.app.sandbox.url).origin);
  await page.getByRole('link', { name: 'Back without paying' }).click();
  await page.getByText('You left the payment page without paying, and nothing was charged.').waitFor();
  expect(await page.getByRole('region', { name: 'Your payments' }).textContent()).toContain('Not paid yet');
  expect(await page.getByText('Pending', { exact: true }).count()).toBe(0);
  expect(await page.getByText("Waiting for the payment provider's word.").count()).toBe(0);
  expect(await look(page, 'fund-left')).toEqual([]);
  await page.getByRole('button', { name: 'Go on paying' }).click();
  await page.getByRole('button', { name: 'Pay successfully' }).click();
  await page.waitForURL(/\/fund\?back/);
  // Coming back proves nothing: the page says so until the signed event is here, and then finds out by itself.
  await page.getByText("Waiting for the payment provider's word.").waitFor();
  expect(await look(page, 'fund-waiting')).toEqual([]);
  await test.app.drain();
  await page.getByText('Paid. The provider confirmed that the money is there.').waitFor({ timeout: 15_000 });
  expect(await look(page, 'fund-paid')).toEqual([]);
});

it('publishes, and manages what runs: numbers only until it closes', async () => {
  await page.getByRole('link', { name: 'Go on and publish' }).click();
  await page.getByRole('button', { name: 'Publish' }).click();
  await page.getByText('It is published and opens by itself:').waitFor();
  await page.getByText('Once money is paid in, or it is open, only staff can end it').waitFor();
  expect(await look(page, 'draft-scheduled')).toEqual([]);
  challenge = await asSeen(owner.agent, id);
  await test.app.clock.set(challenge.phases[0]!.opensAt);
  await test.app.drain();
  for (const text of ['We bend the belt.', 'We soften the landing.']) await aSubmission(test.app, await anEntry(test.app, challenge, await aSolver(test.app)), { text });
  await page.goto('/manage');
  expect(await look(page, 'manage')).toEqual([]);
  await page.getByRole('link', { name: 'Less bread breaks on the cooling belt' }).click();
  await page.waitForURL(/\/manage\/.+\/overview$/);
  expect(await page.locator('.facts').first().textContent()).toMatch(/^Solvers taking part2Submissions2/);
  expect(await look(page, 'manage-overview')).toEqual([]);
  await page.getByRole('link', { name: 'Results' }).click();
  await page.getByRole('heading', { name: 'No ranking yet' }).waitFor();
});

it('invites judges', async () => {
  await page.getByRole('link', { name: 'Judges' }).click();
  await page.getByLabel('Invite by e-mail address').fill('nobody');
  await page.getByRole('button', { name: 'Invite' }).click();
  await page.getByRole('link', { name: 'Invite by e-mail address: Write an address like name@example.org.' }).waitFor();
  await page.getByLabel('Invite by e-mail address').fill('judge@example.org');
  await page.getByRole('button', { name: 'Invite' }).click();
  await page.getByText('Invited. A mail is on its way.').waitFor();
  expect(await page.getByRole('listitem').filter({ hasText: 'judge@example.org' }).count()).toBe(1);
  expect(await look(page, 'manage-judges')).toEqual([]);
});

it('sees the ranking blind, decides with a reason, and reads who won', async () => {
  const judge = await aJudge(test.app, { owner, organisation: { id: '', publicId: '', name: '' } }, challenge);
  await closePhase(test.app, challenge);
  const path = `/manage/${challenge.slug}/results`;
  await page.goto(path);
  expect(await page.getByText('The judges score without names.').isVisible()).toBe(true);
  await page.goto('/home');
  expect(await page.getByRole('heading', { name: 'In judging: Less bread breaks on the cooling belt' }).getByRole('link').getAttribute('href')).toBe(`/manage/${challenge.slug}/judges`);
  await judgeAll(judge, (label) => (label === 'Entry 1' ? 8 : 6));
  await test.app.clock.set(challenge.phases[0]!.judgingEndsAt);
  await test.app.drain();
  await page.goto('/home');
  expect(await page.getByRole('heading', { name: 'Decide: Less bread breaks on the cooling belt' }).getByRole('link').getAttribute('href')).toBe(path);
  const byRule = new Date(challenge.phases[0]!.judgingEndsAt.getTime() + 30 * day).toISOString();
  expect(await page.getByRole('listitem').filter({ hasText: 'Decide: Less bread' }).locator('time').getAttribute('datetime')).toBe(byRule);
  await page.goto(`/manage/${challenge.slug}/overview`);
  expect(await page.locator('.facts div', { hasText: 'Decide by' }).locator('time').getAttribute('datetime')).toBe(byRule);
  expect(await page.getByText('The judges’ order is ready and waits for you').count()).toBe(1);
  await page.goto(path);
  expect(await page.getByRole('table').count()).toBe(0);
  expect(await look(page, 'manage-open-order')).toEqual([]);
  await page.getByRole('button', { name: 'Open the order' }).click();
  await page.getByRole('table').waitFor();
  expect(await page.getByRole('table').textContent()).toContain('1Entry 1801');
  expect(await ifNobody(page)).toContain('€2,625.00 goes back to you: €2,500.00 of the bounty and €125.00 of the fee. Of the fee the platform keeps €125.00. That waits 72 hours, in which results may be objected to; and, if somebody of you opens');
  expect(await look(page, 'manage-decide')).toEqual([]);
  const opened = 'Somebody of you has opened the judges’ order';
  for (const where of ['/home', `/manage/${challenge.slug}/overview`]) {
    await page.goto(where);
    expect([where, await page.getByText(opened).count(), await page.getByText('order is ready').count()]).toEqual([where, 1, 0]);
  }
  await page.goto(path);
  await page.getByRole('link', { name: 'Judges' }).click();
  await page.getByText('Who judges is settled').waitFor();
  expect([await page.getByText('Invite by e-mail address').count(), await page.getByText('Take off the panel').count()]).toEqual([0, 0]);
  await page.getByRole('link', { name: 'Submissions' }).click();
  await page.getByText('under numbers drawn by lot').waitFor();
  expect(await look(page, 'manage-submissions')).toEqual([]);
  await page.getByRole('link', { name: 'Entry 1' }).click();
  await page.getByRole('heading', { name: 'What was handed in' }).waitFor();
  expect(await look(page, 'manage-submission')).toEqual([]);
  await readsAndDecides(path);
  await test.app.drain();
  await page.goto(path);
  expect(await page.getByRole('heading', { name: 'Awards' }).isVisible()).toBe(true);
  // names are open now, in the order too
  expect(await page.getByRole('row').filter({ hasText: 'Entry 1' }).getByRole('rowheader').textContent()).toMatch(/^Entry 1 · ./);
  expect(await look(page, 'manage-decided')).toEqual([]);
});

const ifNobody = async (window: Page) => (await window.getByRole('region', { name: 'If you choose nobody' }).textContent())!;

/** Without scripts: reads what passed, then decides on the same page. */
async function readsAndDecides(path: string): Promise<void> {
  const plain = await test.window(owner, { javaScriptEnabled: false });
  plain.setDefaultTimeout(8_000);
  await plain.goto(path);
  await plain.getByRole('table').getByRole('link', { name: 'Entry 1' }).click();
  await plain.getByText('Without names until the results.').waitFor();
  expect(await plain.locator('.as-typed').first().textContent()).toMatch(/^We (bend the belt|soften the landing)\.$/);
  await plain.goto(path);
  expect(await ifNobody(plain)).toContain('then, since somebody of you has opened what was handed in, until an owner or signatory has signed');
  await plain.getByRole('button', { name: 'Decide' }).click();
  // mistakes stand in the order of the fields
  await plain.locator('.error-summary').waitFor();
  expect(await plain.locator('.error-summary').getByRole('listitem').allInnerTexts()).toEqual([expect.stringMatching(/^First place, /), expect.stringMatching(/^Your reason/)]);
  await plain.getByLabel('Your reason').fill('It works without a new belt and costs least.');
  await plain.getByRole('button', { name: 'Decide' }).click();
  // a prize nobody touched is not a prize for nobody
  await plain.locator('.error-summary').waitFor();
  expect(await plain.locator('.error-summary').getByRole('listitem').allInnerTexts()).toEqual([expect.stringMatching(/^First place, .+: Fill this in\.$/)]);
  await plain.getByLabel('First place').selectOption({ label: 'Entry 1' });
  expect(await plain.getByLabel('Your reason').inputValue()).toBe('It works without a new belt and costs least.');
  await plain.locator('details', { hasText: 'Words for single entries' }).locator('summary').click();
  await plain.getByLabel('For Entry 2').fill('Close: say what it costs.');
  await plain.getByRole('button', { name: 'Decide' }).click();
  await plain.getByText('The sponsor chose among all that passed.').waitFor();
  const reasons = await test.app.db.query<{ reason: string }>('select s.reason from submission s join entry e on e.id = s.entry_id where s.challenge_id = $1 and s.number = 2', [challenge.id]);
  expect(reasons[0]!.reason).toMatch(/Close: say what it costs\.$/);
}

it('keeps profile, password, organisation and members', async () => {
  await page.goto('/settings/profile');
  await page.getByLabel('Your name').fill('Marijke Jansen-Visser');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').waitFor();
  expect(await look(page, 'settings-profile')).toEqual([]);
  await page.getByRole('link', { name: 'Organisation', exact: true }).click();
  await page.getByLabel('E-mail address').fill('colleague@example.org');
  await page.getByLabel(/^Manager/).last().check();
  await page.getByRole('button', { name: 'Send the invitation' }).click();
  await page.getByText('The invitation is on its way.').waitFor();
  expect(await look(page, 'settings-organisation')).toEqual([]);
  await page.getByRole('link', { name: 'Password and devices' }).click();
  await page.getByLabel('Present password').fill('something else entirely');
  await page.getByLabel('New password').fill('five green bottles hang');
  await page.getByRole('button', { name: 'Change password' }).click();
  await page.getByRole('link', { name: 'Present password: This is not your present password.' }).waitFor();
  expect(await look(page, 'settings-security')).toEqual([]);
  await page.getByLabel('Present password').fill(testPassword);
  await page.getByLabel('New password').fill('five green bottles hang');
  await page.getByRole('button', { name: 'Change password' }).click();
  await page.getByText('Your password is changed.').waitFor();
});

it('lets the invited person in, and nobody else', async () => {
  await test.app.drain();
  const token = tokenIn(lastMail(test.app, 'colleague@example.org'));
  const stranger = await test.window();
  await stranger.goto(`/invite/${token}`);
  expect(await stranger.getByRole('heading', { level: 1 }).textContent()).toBe('Join Bakery Jansen');
  expect(await look(stranger, 'invite')).toEqual([]);
  await page.goto(`/invite/${token}`);
  expect(await page.getByText('This invitation is for another address').isVisible()).toBe(true);
  const colleague = await test.window(await aPerson(test.app, { email: 'colleague@example.org' }));
  await colleague.goto(`/invite/${token}`);
  await colleague.getByRole('button', { name: 'Join' }).click();
  await colleague.getByText('You joined Bakery Jansen. What you are there: ').waitFor();
  await colleague.goto('/manage');
  expect(await colleague.getByRole('heading', { name: 'Bakery Jansen' }).isVisible()).toBe(true);
  expect((await colleague.goto(`/invite/${token}`))!.status()).toBe(410);
  expect(await colleague.getByText('If you accepted it before').isVisible()).toBe(true);
});

it('shows nothing of it to strangers', async () => {
  const stranger = await test.window(await aPerson(test.app));
  const statuses = [];
  for (const path of [`/manage/${challenge.slug}/overview`, `${draft}/fund`, draft]) statuses.push((await stranger.goto(path))!.status());
  expect(statuses).toEqual([403, 403, 403]);
  expect((await (await test.window()).goto('/home'))!.status()).toBe(401);
});
