import type { Page } from 'playwright-core';
import { showId } from '@app/kernel';
import { aChallenge, aSponsor, freeDraft, type TestChallenge, type TestSponsor } from '../../libs/challenges/testing';
import { aPerson, aStaffMember, type TestPerson } from '../../libs/identity/testing';
import { aJudgedChallenge, passAppeals, takes } from '../../libs/bounties/testing';
import { appeals, decides, decidesAppeal, reports } from '../../libs/moderation/testing';
import { client, ok } from '../support/client';
import { look, startBrowserTest, type BrowserTest } from './support';

/** One walk: a report, the other side is asked and answers, a decision with its statement, an appeal, and it is reversed. */
let test: BrowserTest;
let sponsor: TestSponsor;
let challenge: TestChallenge;
let asker: TestPerson;
let reporter: TestPerson;
let question: string;

beforeAll(async () => {
  test = await startBrowserTest();
  sponsor = await aSponsor(test.app, 'Bakery Jansen');
  challenge = await aChallenge(test.app, sponsor, { state: 'open', edits: freeDraft(await test.app.clock.now()) });
  [asker, reporter] = [await aPerson(test.app, { name: 'Quentin Unnamed' }), await aPerson(test.app, { name: 'Rita Unnamed' })];
  question = (await ok(client(asker).POST('/api/v1/challenges/{id}/questions', { params: { path: { id: challenge.publicId } }, body: { text: 'Is this belt of Miller & Sons any good?' } }))).id;
});
afterAll(() => test?.close());

it('somebody reports a question without scripts; what is refused stays beside the form', async () => {
  const page = await test.window(undefined, { javaScriptEnabled: false });
  await page.goto(`/challenges/${challenge.slug}`);
  await page.locator('#questions').getByRole('link', { name: 'Report this' }).click();
  await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
  await page.getByLabel('E-mail').fill(reporter.email);
  await page.getByLabel('Password').fill(reporter.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { name: 'Report this' }).waitFor();
  await page.getByLabel('What is not right').fill('They print our drawing.');
  await page.getByRole('button', { name: 'Send the report' }).click();
  await page.getByRole('alert').waitFor();
  expect(await page.getByLabel('What is not right').inputValue()).toBe('They print our drawing.');
  await page.getByLabel('What is wrong').selectOption('misuse');
  await page.getByRole('button', { name: 'Send the report' }).click();
  await page.getByText('Your report is with our staff.').waitFor();
  expect(await page.locator('main').innerText()).toMatch(/Take the report back/);
});

it('staff read it and ask the other side, who answers', async () => {
  const moderator = await aStaffMember(test.app, 'moderator');
  const page = await test.window(moderator);
  await page.goto('/admin');
  await page.getByRole('link', { name: 'Reports to decide' }).click();
  await page.getByRole('heading', { name: 'Reports' }).waitFor();
  expect(await look(page, 'admin-reports')).toEqual([]);
  await page.getByRole('link', { name: /^Question: / }).click();
  await page.getByText('They print our drawing.').waitFor();
  expect(await page.locator('main').innerText()).not.toContain(asker.name);
  expect(await look(page, 'admin-report')).toEqual([]);
  await page.getByLabel('What you ask').fill('Whose drawing is it?');
  await page.getByRole('button', { name: 'Ask', exact: true }).click();
  await page.getByText('They are asked and have 72 hours.').waitFor();

  await test.app.drain();
  const other = await test.window(asker);
  await other.goto('/inbox');
  await other.getByRole('link', { name: /Read and answer|Staff ask you about a report/ }).first().click();
  await other.getByRole('heading', { name: 'A report about you' }).waitFor();
  expect(await other.locator('main').innerText()).not.toMatch(/Rita|They print our drawing/);
  expect(await look(other, 'report-answer')).toEqual([]);
  await other.getByRole('textbox', { name: 'Your answer' }).fill('It is out of the catalogue.');
  await other.getByRole('button', { name: 'Send the answer' }).click();
  await other.getByText('Your answer is with our staff.').waitFor();

  await page.reload();
  await page.getByText('It is out of the catalogue.').waitFor();
  // a beginning takes nothing away that was typed
  await page.getByRole('radio', { name: /No rule was broken/ }).check();
  await page.getByLabel('Facts relied on').fill('The drawing is ours to judge.');
  await page.getByRole('button', { name: 'Work or data is used as it may not be' }).click();
  await page.waitForFunction(() => document.querySelector<HTMLInputElement>('[name=ground]')!.value.includes('only as the rule card'));
  expect([await page.getByRole('radio', { name: /No rule was broken/ }).isChecked(), await page.getByLabel('Facts relied on').inputValue()]).toEqual([true, 'The drawing is ours to judge.']);
  await page.getByLabel('Facts relied on').fill('');
  await page.getByLabel('Rule or law').press('Enter');
  await page.getByRole('alert').waitFor();
  expect(await look(page, 'admin-report-errors')).toEqual([]);
  await page.getByRole('radio', { name: /A rule was broken/ }).check();
  await page.getByLabel('Facts relied on').fill('The drawing is that of Miller & Sons, who did not agree.');
  await page.getByRole('checkbox', { name: 'Hide the question and its answer' }).check();
  const late = await test.window(await aStaffMember(test.app, 'moderator'));
  await late.goto(page.url());
  await late.getByRole('radio', { name: /No rule was broken/ }).check();
  await late.getByLabel('Rule or law').fill('No rule forbids it.');
  await late.getByLabel('Facts relied on').fill('It is in every catalogue.');
  await page.getByRole('button', { name: 'Decide' }).click();
  await page.getByText('Decided. Whoever it concerns is being told.').waitFor();
  await late.getByRole('button', { name: 'Decide' }).click();
  await late.getByText('Somebody was faster').waitFor();
  expect(await late.getByRole('button', { name: 'Decide' }).count()).toBe(0);
  expect(await look(page, 'admin-decision')).toEqual([]);
});

it('whoever is hit reads the statement and appeals; somebody new reverses it', async () => {
  await test.app.drain();
  const page = await test.window(asker);
  await page.goto('/statements');
  expect(await look(page, 'statements')).toEqual([]);
  await page.getByRole('link', { name: /^Question: / }).click();
  await page.getByText('who did not agree').waitFor();
  expect(await look(page, 'statement')).toEqual([]);
  await page.getByLabel('Why the decision is wrong').fill('They agreed: see their letter.');
  await page.getByRole('button', { name: 'Appeal' }).click();
  await page.getByText('Your appeal is with our staff.').waitFor();

  const second = await test.window(await aStaffMember(test.app, 'moderator'));
  await second.goto('/admin');
  await second.getByRole('link', { name: 'Appeals to decide' }).click();
  expect(await look(second, 'admin-appeals')).toEqual([]);
  await second.getByRole('link', { name: /^Question: / }).click();
  await second.getByText('They agreed: see their letter.').waitFor();
  await second.getByRole('radio', { name: /The decision is reversed/ }).check();
  await second.getByLabel('Reasons').fill('The letter shows that they agreed.');
  await second.getByRole('button', { name: 'Decide' }).click();
  await second.getByText('The appeal is decided').waitFor();

  await page.reload();
  await page.getByText('The letter shows that they agreed.').first().waitFor();
  const visitor = await test.window();
  await visitor.goto(`/challenges/${challenge.slug}`);
  expect(await visitor.locator(`#${question}`).innerText()).toContain('Miller & Sons');
});

it('who was reversed reads why somebody else decides it now', async () => {
  const [first, second] = [await aStaffMember(test.app, 'moderator'), await aStaffMember(test.app, 'moderator')];
  const report = await ok(reports(reporter, 'challenge', challenge.publicId, 'misleading'));
  const made = await ok(decides(first, report.id, 'no_breach'));
  await test.app.drain();
  await ok(appeals(reporter, made.id));
  await ok(decidesAppeal(second, made.id, 'reversed'));
  const page = await test.window(first);
  await page.goto(`/admin/reports/${report.id}`);
  await page.getByText('Somebody who did not decide before has to decide now.').waitFor();
  expect(await page.getByRole('button', { name: 'Decide' }).count()).toBe(0);
  expect(await look(page, 'admin-report-reversed')).toEqual([]);
  const other = await test.window(second);
  await other.goto(`/admin/reports/${report.id}`);
  await other.getByRole('button', { name: 'Decide' }).waitFor();
  expect(await other.getByText('Somebody who did not decide before has to decide now.').count()).toBe(0);
});

it('staff decide on what they found themselves', async () => {
  const page = await test.window(await aStaffMember(test.app, 'moderator'));
  await page.goto(`/admin/decide/question/${question}`);
  expect(await look(page, 'admin-decide')).toEqual([]);
  await page.getByRole('button', { name: 'Decide' }).click();
  await page.getByRole('alert').waitFor();
});

const decideBy = async (page: Page, begin: string, facts: string, measure: string) => {
  await page.getByRole('button', { name: begin }).click();
  await page.waitForFunction(() => document.querySelector<HTMLInputElement>('[name=ground]')!.value !== '');
  await page.getByLabel('Facts relied on').fill(facts);
  await page.getByRole('checkbox', { name: measure }).check();
};

it('suspends a person from the list of people, who reads why on their next request', async () => {
  const spammer = await aPerson(test.app, { name: 'Sam Spammer' });
  const page = await test.window(await aStaffMember(test.app, 'moderator', 'support'));
  await page.goto(`/admin/people?q=${encodeURIComponent(spammer.email)}`);
  await page.getByRole('link', { name: 'Decide about Sam Spammer' }).click();
  await page.getByRole('heading', { name: 'Decide on what you found' }).waitFor();
  expect(await look(page, 'admin-decide-person')).toEqual([]);
  await decideBy(page, 'It is advertising or spam', 'Three mails with links to the same shop.', 'Suspend the person');
  await page.getByLabel('For how long').selectOption('7');
  await page.getByRole('button', { name: 'Decide' }).click();
  await page.getByText('Decided. Whoever it concerns is being told.').waitFor();
  await test.app.drain();
  const hit = await test.window(spammer);
  await hit.goto('/home');
  const notice = hit.getByRole('complementary', { name: 'Suspension' });
  await notice.getByText('Your account is suspended since').waitFor();
  await notice.getByRole('link', { name: 'Read why, and appeal' }).click();
  await hit.getByRole('link', { name: 'Person: Sam Spammer' }).click();
  await hit.getByText('Three mails with links to the same shop.').waitFor();
});

it('holds a payout back and lifts it again, each from its page; its payee reads of both', async () => {
  const { solvers: [winner], sponsor: payer } = await aJudgedChallenge(test.app, [8]);
  await takes(winner!, payer);
  await passAppeals(test.app);
  const [payout] = await test.app.db.query<{ id: string; awardId: string }>('select id, award_id as "awardId" from payout where organisation_id = $1', [winner!.organisationId]);
  const [finance, other] = [await test.window(await aStaffMember(test.app, 'finance')), await test.window(await aStaffMember(test.app, 'finance'))];
  await finance.goto(`/admin/decide/payout/${showId('payout', payout!.id)}`);
  expect(await look(finance, 'admin-decide-payout')).toEqual([]);
  await decideBy(finance, 'Work or data is used as it may not be', 'The account changed the day it was paid.', 'Hold the payout back');
  await finance.getByRole('button', { name: 'Decide' }).click();
  await finance.getByText('Decided. Whoever it concerns is being told.').waitFor();
  expect([await finance.getByRole('button', { name: 'Lift it' }).count(), await finance.getByText('Somebody else than who held it lifts it.').count()]).toEqual([0, 1]);
  await test.app.drain();
  const payee = await test.window(winner);
  await payee.goto('/statements');
  await payee.getByText('Hold the payout back').waitFor();
  await payee.goto(`/awards/${showId('award', payout!.awardId)}`);
  const turn = payee.locator('.track [aria-current=step]');
  await turn.getByText('Staff of this site').waitFor();
  expect([await turn.getByRole('heading').innerText(), await payee.getByText('the payment provider').count()]).toEqual(['Payment', 0]);
  expect(await look(payee, 'award-held')).toEqual([]);

  await other.goto('/admin/money');
  await other.getByRole('cell', { name: /^Held: / }).waitFor();
  expect(await look(other, 'admin-money-held')).toEqual([]);
  await other.getByRole('link', { name: 'Why it is held, and lifting it' }).click();
  await other.getByRole('button', { name: 'Lift it' }).waitFor();
  expect(await look(other, 'admin-decision-payout')).toEqual([]);
  const late = await test.window(await aStaffMember(test.app, 'finance'));
  await late.goto(other.url());
  await late.getByLabel('Reason', { exact: true }).fill('The bank wrote to me too.');
  await other.getByRole('button', { name: 'Lift it' }).click();
  await other.getByRole('alert').waitFor();
  await other.getByLabel('Reason', { exact: true }).fill('The bank confirms the account.');
  await other.getByRole('button', { name: 'Lift it' }).click();
  await other.getByText('Lifted. Whoever it hit is being told.').waitFor();
  expect(await look(other, 'admin-decision-lifted')).toEqual([]);
  await late.getByRole('button', { name: 'Lift it' }).click();
  await late.getByText('Somebody was faster').waitFor();
  expect([await late.getByText('In force', { exact: true }).count(), await late.getByRole('button', { name: 'Lift it' }).count()]).toEqual([0, 0]);
  expect(await look(late, 'admin-decision-overtaken')).toEqual([]);
  await payee.goto('/statements');
  await payee.getByText('Lifted').first().waitFor();
});
