/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Page } from 'playwright-core';
import { showId } from '@app/kernel';
import { aChallenge, asSeen, aSponsor, freeDraft, type TestSponsor } from '../../libs/challenges/testing';
import { aPerson, aStaffMember, type TestPerson } from '../../libs/identity/testing';
import { decides, reports } from '../../libs/moderation/testing';
import { aPaidChallenge } from '../../libs/bounties/testing';
import { anEntry, aSubmission, closePhase } from '../../libs/submissions/testing';
import { client, ifMatch, ok } from '../support/client';
import { look, sideways, startBrowserTest, type BrowserTest } from './support';

let test: BrowserTest;
let staff: TestPerson;
let sponsor: TestSponsor;
let page: Page;

beforeAll(async () => {
  test = await startBrowserTest();
  staff = await aStaffMember(test.app, 'moderator', 'operator', 'support', 'finance');
  sponsor = await aSponsor(test.app, 'Bakery Jansen');
  page = await test.window(staff);
  page.setDefaultTimeout(10_000);
});
afterAll(() => test?.close());

const wait = (title: string, edits?: object) => aChallenge(test.app, sponsor, { title, state: 'in_review', edits: { ...freeDraft(new Date()), ...edits } });

async function begin(on: Page, part: string, row: number) {
  await on.locator('.review-side').getByRole('button', { name: part }).click();
  await on.waitForFunction((at) => document.querySelector<HTMLTextAreaElement>(`[name="edits.${at}.text"]`)?.value, row);
}

it('shows what waits and since when', async () => {
  await wait('Less waste on the line');
  await wait('Quieter ovens');
  await page.goto('/admin');
  expect(await page.locator('.queues .band').allTextContents()).toEqual(['2', ...Array<string>(9).fill('0')]);
  expect(await page.locator('.queues time').count()).toBe(1);
  expect(await look(page, 'admin')).toEqual([]);
});

it('sends a draft back with edits and reasons, by field', async () => {
  await page.getByRole('link', { name: 'Challenges to review' }).first().click();
  await page.getByRole('link', { name: 'Less waste on the line' }).waitFor();
  expect(await look(page, 'review-queue')).toEqual([]);
  await page.getByRole('link', { name: 'Less waste on the line' }).click();
  await page.getByText('Nothing is missing.').waitFor();
  // pointers are for programs
  expect(await page.locator('.review code').count()).toBe(0);
  expect(await look(page, 'review')).toEqual([]);
  const parts = await page.locator('.review-text h3').allTextContents();
  for (const part of ['Who judges', 'How it is decided', 'How many may enter', 'Countries', 'Who can find it']) expect(parts).toContain(part);
  await page.getByRole('radio', { name: /Ask for changes/ }).check();
  await page.getByRole('button', { name: 'Decide' }).click();
  await page.locator('.error-summary').waitFor();
  expect(await look(page, 'review-errors')).toEqual([]);
  await begin(page, 'What was tried', 0);
  expect(await page.evaluate(() => document.activeElement!.id)).toBe('edits.0.text');
  await page.getByLabel('Reason').fill('Nearly there.');
  await page.getByLabel('Edit 1: what to change').fill('Say why slower belts were not enough.');
  await begin(page, 'Criteria, phase 1', 1);
  expect(await page.getByLabel('Edit 2: what to change').inputValue()).toMatch(/^Say of each criterion/);
  expect([await page.getByRole('radio', { name: /Ask for changes/ }).isChecked(), await page.getByLabel('Edit 1: where').inputValue(), await page.getByLabel('Edit 2: where').inputValue()]).toEqual([true, '/brief/tried', '/phases/0/criteria']);
  // a ready text takes the place of nothing that was typed
  expect([await page.getByLabel('Reason').inputValue(), await page.getByLabel('Edit 1: what to change').inputValue()]).toEqual(['Nearly there.', 'Say why slower belts were not enough.']);
  expect(await look(page, 'review-begun')).toEqual([]);
  await page.goto(`${page.url().split(/[?#]/)[0]!}?begin=__proto__&ask=__proto__`);
  await page.getByRole('radio', { name: /Ask for changes/ }).check();
  await page.getByLabel('Reason').fill('Say how you measured it.');
  await page.getByLabel('Edit 1: where').selectOption('/brief/metric');
  await page.getByLabel('Edit 1: what to change').fill('Name the month.');
  await page.getByRole('button', { name: 'Decide' }).click();
  await page.getByText('Sent back with your edits.').waitFor();
  const { body } = await sponsor.owner.agent.get(`/api/v1/organisations/${sponsor.organisation.publicId}/challenges`).expect(200);
  const back = (body.items as { id: string; title: string; state: string }[]).find(({ title }) => title === 'Less waste on the line')!;
  const reviews = await sponsor.owner.agent.get(`/api/v1/challenges/${back.id}/reviews`).expect(200);
  expect([back.state, reviews.body.items[0].edits]).toEqual(['draft', [{ pointer: '/brief/metric', text: 'Name the month.' }]]);
  await page.goto(`/admin/review/${back.id}`);
  expect(await page.getByRole('listitem').filter({ hasText: 'Name the month.' }).last().textContent()).toBe('Metric: Name the month.');
  await page.goto('/admin/review');
});

it('adds a ready text to what was typed without scripts', async () => {
  const window = await test.window(staff, { javaScriptEnabled: false });
  await window.goto('/admin/review');
  await window.getByRole('link', { name: 'Quieter ovens' }).click();
  await window.getByLabel('Edit 1: where').selectOption('/brief/limits');
  await window.getByLabel('Edit 1: what to change').fill('How wide is the door?');
  await window.locator('.review-side').getByRole('button', { name: 'Need' }).click();
  expect([await window.getByLabel('Edit 1: where').inputValue(), await window.getByLabel('Edit 1: what to change').inputValue()]).toEqual(['/brief/limits', 'How wide is the door?']);
  expect([await window.getByLabel('Edit 2: where').inputValue(), await window.getByLabel('Edit 2: what to change').inputValue()]).toEqual(['/brief/need', expect.stringMatching(/^Say what happens today/)]);
  await window.close();
});

it('approves the next one', async () => {
  await page.getByRole('link', { name: 'Quieter ovens' }).click();
  await page.getByRole('radio', { name: /^Approve/ }).check();
  await page.getByLabel('Reason').fill('Clear and fair.');
  await page.getByRole('button', { name: 'Decide' }).click();
  await page.getByText('Approved. The sponsor has been told.').waitFor();
  await page.getByText('No challenge waits').waitFor();
  await page.getByText('Last decided').waitFor();
  await page.getByRole('link', { name: 'What was decided before' }).click();
  await page.getByText('Clear and fair.').waitFor();
});

it('verifies an organisation', async () => {
  await page.goto(`/admin/organisations/${sponsor.organisation.publicId}`);
  expect(await look(page, 'admin-organisation')).toEqual([]);
  await page.getByRole('radio', { name: 'It is what it says' }).check();
  await page.getByLabel('Reason').fill('Trade register of today.');
  await page.getByRole('button', { name: 'Record it' }).click();
  await page.locator('.facts time').first().waitFor();
});

it('finds it in the audit trail: who, what, before and after, why', async () => {
  await page.goto('/admin');
  await page.getByRole('link', { name: 'Audit trail' }).click();
  await page.getByText('Trade register of today.').waitFor();
  expect(await look(page, 'audit')).toEqual([]);
  await page.getByRole('link', { name: sponsor.organisation.publicId }).first().click();
  await page.getByText('2 fields changed').first().click();
  await page.getByRole('rowheader', { name: 'verifiedAt' }).first().waitFor();
  await page.getByLabel('Id of a thing').fill('Jansen');
  await page.getByRole('button', { name: 'Look' }).click();
  expect(await page.getByRole('alert').textContent()).toBe('That is no id of anything here. Ids begin with three letters and a line, like chl_.');
});

it('decides about eligibility, with a ground and a statement', async () => {
  const challenge = await aChallenge(test.app, sponsor, { title: 'Warmer proofing', state: 'open', edits: freeDraft(await test.app.clock.now()) });
  const { path } = await aSubmission(test.app, await anEntry(test.app, challenge));
  await closePhase(test.app, challenge);
  await sponsor.owner.agent.put(`${path}/eligibility-proposal`).send({ clause: 3, reason: 'This is a drawing out of our own catalogue.' }).expect(202);
  await page.goto('/admin/submissions');
  await page.getByRole('heading', { name: 'Warmer proofing' }).waitFor();
  expect(await page.locator('.console-entry .as-typed').first().textContent()).toBe('We would bend the belt.');
  expect(await look(page, 'eligibility')).toEqual([]);
  await page.getByRole('radio', { name: 'It is eligible' }).check();
  await page.getByRole('button', { name: 'Decide' }).click();
  await page.getByText('No question waits').waitFor();
});

it.each([['people', '/admin/people?q=person'], ['staff', '/admin/staff'], ['contested', '/admin/awards'], ['clock', '/admin/clock'], ['rules', '/admin/rules']])('%s is accessible and fits', async (name, path) => {
  await page.goto(path);
  expect(await look(page, `admin-${name}`)).toEqual([]);
});

it('says of each list that is empty why, and one thing to do', async () => {
  const empty = ['/admin/reports', '/admin/reports?state=decided', '/admin/decisions', '/admin/decisions?appeals', '/admin/awards', '/admin/outbox', '/admin/challenges?state=completed', '/admin/people?q=nobody+at+all', '/admin/organisations?q=nothing+like+it', '/admin/audit?action=nothing.'];
  for (const path of empty) {
    await page.goto(path);
    expect([path, await page.locator('.empty-state p').count() > 0, await page.locator('.empty-state a').count()]).toEqual([path, true, 1]);
  }
  // who may end one, as it is: once money is paid in or it is open, its sponsor may not
  await page.goto('/admin/challenges?state=cancelled');
  await page.getByText('Until it opens, its sponsor may give it up while nothing is paid in;').waitFor();
});

it('says of the reports when one was last decided, not when one was last read', async () => {
  const reported = await aSponsor(test.app, 'Reported Bakery');
  const { id } = await ok(reports(await aPerson(test.app), 'organisation', reported.organisation.publicId, 'other'));
  const lastDecided = async () => {
    await page.goto('/admin/reports');
    return page.locator('.empty-state time').getAttribute('datetime');
  };
  await ok(decides(staff, id, 'no_breach'));
  const decided = await lastDecided();
  await page.goto(`/admin/reports/${id}`);
  expect([decided, await lastDecided()]).toEqual([expect.any(String), decided]);
});

it('lists who is suspended as such, until when', async () => {
  const [person, other] = [await aPerson(test.app, { name: 'Sam Stopped' }), await aSponsor(test.app, 'Stopped Bakery')];
  const moderator = await aStaffMember(test.app, 'moderator');
  const reasons = { ground: 'Section 4 of the terms.', facts: 'Three mails with links to the same shop.' };
  await ok(client(moderator).POST('/api/v1/admin/decisions', { body: { ...reasons, kind: 'person', id: showId('person', person.id), measures: ['suspend_person'], days: 7 } }));
  await ok(client(moderator).POST('/api/v1/admin/decisions', { body: { ...reasons, kind: 'organisation', id: other.organisation.publicId, measures: ['suspend_organisation'], days: null } }));
  await page.goto('/admin/people?q=Stopped');
  expect(await page.getByRole('row', { name: /Sam Stopped/ }).innerText()).toMatch(/suspended since .*, until /);
  expect(await look(page, 'admin-suspended')).toEqual([]);
  const judging = await test.window(moderator);
  await judging.goto('/admin/decisions');
  const done = judging.getByRole('listitem').filter({ hasText: 'Sam Stopped' }).filter({ hasText: 'Section 4' });
  expect(await done.getByRole('definition').allInnerTexts()).toContain('Suspend the person');
  await page.goto('/admin/organisations?q=Stopped+Bakery&verification=');
  expect(await page.getByRole('rowheader', { name: /Stopped Bakery/ }).innerText()).toMatch(/suspended since \S/);
});

it('keeps words whole in the table of people on a phone', async () => {
  const phone = await test.window(staff, { viewport: { width: 390, height: 844 } });
  await phone.goto('/admin/people?q=person');
  const broken = await phone.locator('table th, table td:not(.address)').evaluateAll((cells) =>
    cells.filter((cell) => {
      const range = document.createRange();
      range.selectNodeContents(cell);
      const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
      return lines > cell.textContent!.trim().split(/[\s-]+/).length;
    }).map((cell) => cell.textContent),
  );
  expect(broken).toEqual([]);
  expect(await sideways(phone)).toBe(0);
});

it('gives a role it holds, and takes it away again', async () => {
  await page.goto('/admin/staff');
  await page.getByLabel('E-mail address').fill(sponsor.owner.email);
  await page.getByLabel('Role').selectOption('support');
  await page.getByLabel('Reason').fill('Joins the help desk.');
  await page.getByRole('button', { name: 'Give the role' }).click();
  await page.getByText('Given. They are being told.').waitFor();
  await page.getByLabel('E-mail address').fill(sponsor.owner.email);
  await page.getByLabel('Role').selectOption('support');
  await page.getByLabel('Reason').fill('Another year at the help desk.');
  await page.getByRole('button', { name: 'Give the role' }).click();
  await page.getByText('They held it already and are not told.').waitFor();
  await page.getByRole('link', { name: `Take away Support of ${sponsor.owner.name}` }).click();
  await page.getByRole('heading', { name: `Take away Support of ${sponsor.owner.name}` }).waitFor();
  expect(await look(page, 'admin-staff-take')).toEqual([]);
  await page.getByLabel('Reason').fill('The help desk is full.');
  const late = await page.context().newPage();
  await late.goto(page.url());
  await page.getByRole('button', { name: 'Take it away' }).click();
  await page.getByText('Taken away. They are signed out and being told.').waitFor();
  expect(await page.getByRole('link', { name: `Take away Support of ${sponsor.owner.name}` }).count()).toBe(0);
  await late.getByLabel('Reason').fill('It left.');
  await late.getByRole('button', { name: 'Take it away' }).click();
  await late.getByText('Somebody was faster').waitFor();
  expect(await late.getByRole('link', { name: `Take away Support of ${sponsor.owner.name}` }).count()).toBe(0);
  await late.close();
});

it('asks for the password before roles are given later on, and stays signed in', async () => {
  await test.app.db.query(`update session set authenticated_at = authenticated_at - interval '11 minutes' where person_id = $1`, [staff.id]);
  await page.goto('/admin/staff');
  const giveTo = async (email: string) => {
    await page.getByLabel('E-mail address').fill(email);
    await page.getByLabel('Role').selectOption('support');
    await page.getByLabel('Reason').fill('Joins the help desk.');
    await page.getByRole('button', { name: 'Give the role' }).click();
  };
  await giveTo(sponsor.owner.email);
  await page.getByRole('heading', { name: 'Prove that it is you' }).waitFor();
  await page.getByLabel('Password').fill(staff.password);
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.getByRole('heading', { name: 'Prove that it is you' }).waitFor({ state: 'detached' });
  await giveTo(sponsor.owner.email);
  await page.getByText('Given. They are being told.').waitFor();
});

it('moves the test clock on by days', async () => {
  const before = await test.app.clock.now();
  await page.goto('/admin/clock');
  await page.getByRole('button', { name: '7 days on' }).click();
  await page.waitForFunction((then) => Date.parse(document.querySelector('.facts time')!.getAttribute('datetime')!) - then > 6.9 * 86_400_000, before.getTime());
});

it('has work that was given up tried again, with a reason', async () => {
  await test.app.db.query(`insert into outbox (kind, name, queue, handler, payload, attempts, last_error, failed_at) values ('job', 'payments.lookAtCharge', 'money', 'payments.lookAtCharge', '{"chargeId":"00000000-0000-4000-8000-000000000000"}', 20, 'no route to host', now())`);
  await page.goto('/admin/outbox');
  await page.getByText('no route to host').waitFor();
  expect(await look(page, 'admin-outbox')).toEqual([]);
  await page.getByLabel('Reason').fill('The network is back.');
  await page.getByRole('button', { name: 'Try it again' }).click();
  await page.getByText('It is being tried again.').waitFor();
  expect(await test.app.db.query('select attempts, failed_at from outbox where attempts > 0 or failed_at is not null')).toEqual([]);
});

it('sends a payout that was refused again, and sees what else of the money stopped', async () => {
  const organisation = sponsor.organisation.id;
  await page.goto('/admin/money');
  await page.getByText('No payout has stopped.').waitFor();
  await test.app.db.query(`insert into payout (id, award_id, subject_id, organisation_id, currency, amount, state, reason, tries, stopped_at, created_at)
    values (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), $1, 'EUR', 123456, 'failed', 'parameter_invalid_integer', 1, now(), now())`, [organisation]);
  await page.goto('/admin/money');
  await page.getByText('parameter_invalid_integer').waitFor();
  expect(await look(page, 'admin-money')).toEqual([]);
  await page.getByLabel('Reason').fill('The provider mended it.');
  await page.getByRole('button', { name: 'Send again' }).click();
  await page.getByText('It is being sent again.').waitFor();
  expect(await test.app.db.query('select state from payout where organisation_id = $1', [organisation])).toEqual([{ state: 'ready' }]);
});

it('changes a number of the rules, with a reason, and says what comes of it', async () => {
  await page.goto('/admin/rules');
  await page.getByLabel('Pass mark').fill('many');
  await page.getByRole('button', { name: 'Change' }).click();
  await page.locator('.error-summary').getByText('Pass mark: Write a whole number.').waitFor();
  expect(await look(page, 'admin-rules-errors')).toEqual([]);
  await page.getByLabel('Pass mark').fill('55');
  await page.getByLabel('Why?').fill('Too much passed.');
  await page.getByRole('button', { name: 'Change' }).click();
  await page.getByText('Whatever is approved from now on copies these numbers.').waitFor();
  expect(await page.getByLabel('Pass mark').inputValue()).toBe('55');
});

it('cancels a challenge, having seen what that does', async () => {
  const { challenge } = await aPaidChallenge(test.app, { title: 'Lighter crates' });
  await aSubmission(test.app, await anEntry(test.app, challenge));
  await page.goto('/admin/challenges');
  await page.getByRole('link', { name: 'Lighter crates' }).waitFor();
  expect(await look(page, 'admin-challenges')).toEqual([]);
  await page.getByRole('link', { name: 'Lighter crates' }).click();
  await page.getByRole('button', { name: 'Cancel the challenge' }).waitFor();
  expect(await page.getByRole('definition').allInnerTexts()).toContain('€500.00');
  expect(await look(page, 'admin-cancellation')).toEqual([]);
  await page.getByRole('button', { name: 'Cancel the challenge' }).click();
  await page.locator('.error-summary').waitFor();
  expect(await look(page, 'admin-cancellation-errors')).toEqual([]);
  await page.getByRole('radio', { name: 'The platform has to end it' }).check();
  await page.getByLabel('Note to all of them').fill('It asks for what the law forbids.');
  await page.getByRole('button', { name: 'Cancel the challenge' }).click();
  await page.getByText('The sponsor and all who entered are being told.').waitFor();
  expect(await page.getByRole('button', { name: 'Cancel the challenge' }).count()).toBe(0);
  expect(await look(page, 'admin-cancelled')).toEqual([]);
  expect(await page.getByRole('definition').allInnerTexts()).toContain('It asks for what the law forbids.');
});

it('records what a check of an organisation found, and shows it to its owner; a page somebody overtook changes nothing', async () => {
  const { owner, organisation } = await aSponsor(test.app, 'Cooperage');
  const path = `/admin/organisations/${organisation.publicId}`;
  const late = await page.context().newPage();
  await page.goto(path);
  await late.goto(path);
  await page.getByRole('radio', { name: 'It is what it says' }).check();
  await page.getByLabel('Reason').fill('ok');
  await page.getByRole('button', { name: 'Record it' }).click();
  await page.locator('.error-summary').waitFor();
  await page.getByLabel('Reason').fill('The trade register of today.');
  await page.getByRole('button', { name: 'Record it' }).click();
  await page.getByText('Recorded. Its owners are told.').waitFor();
  expect([await page.getByLabel('Reason').inputValue(), await page.getByRole('definition').allInnerTexts()]).toEqual(['', expect.arrayContaining(['It is what it says', staff.name, 'The trade register of today.'])]);
  expect(await look(page, 'admin-organisation-recorded')).toEqual([]);
  await late.getByLabel('Reason').fill('No register knows it.');
  await late.getByRole('button', { name: 'Record it' }).click();
  await late.getByText('Somebody was faster').waitFor();
  expect(await late.getByRole('definition').allInnerTexts()).toContain('The trade register of today.');
  await late.close();
  await page.getByRole('radio', { name: 'Not shown, or no longer so' }).check();
  await page.getByLabel('Reason').fill('The register was another’s.');
  await page.getByRole('button', { name: 'Record it' }).click();
  await page.getByText('The register was another’s.').waitFor();
  const owners = await test.window(owner);
  await owners.goto(`/settings/organisation?of=${organisation.publicId}`);
  expect(await owners.getByRole('definition').allInnerTexts()).toEqual(['Not shown, or no longer so', expect.any(String), 'The register was another’s.']);
  expect(await owners.getByText('Not confirmed by staff').count()).toBe(1);
  expect(await look(owners, 'settings-organisation-finding')).toEqual([]);
});

it('shows what was changed since the last review', async () => {
  const { owner, organisation } = await aSponsor(test.app, 'Malthouse');
  const { publicId, version } = await aChallenge(test.app, { owner, organisation }, { title: 'Drier malt', state: 'in_review', edits: freeDraft(await test.app.clock.now()) });
  const path = { id: publicId };
  const edits = [{ pointer: '/brief/need', text: 'Say how wet it is.' }];
  await ok(client(staff).PUT('/api/v1/admin/challenges/{id}/review', { params: { path, header: ifMatch(version) }, body: { outcome: 'request_changes', reason: 'No number.', edits } }));
  const sentBack = await asSeen(owner.agent, publicId);
  await ok(client(owner).PATCH('/api/v1/challenges/{id}', { params: { path, header: ifMatch(sentBack.version) }, body: { brief: { need: 'It holds 7 % of water.' }, topics: ['food'], passMark: 60 } }));
  await ok(client(owner).PUT('/api/v1/challenges/{id}/review-request', { params: { path } }));
  await page.goto(`/admin/review/${publicId}`);
  const changed = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Changed since the last review' }) });
  expect(await changed.locator('summary').allTextContents()).toEqual(['Topics', 'Need', 'Pass mark']);
  await changed.getByText('Need', { exact: true }).click();
  await changed.getByText('Each day **120** loaves break.').waitFor();
  expect(await look(page, 'review-changes')).toEqual([]);
});
