import { after, day, hour } from '@app/kernel';
import { defaultNumbers, Pauses } from '@app/challenges';
import { aPaidChallenge, booksOf, brokenChecks, passAppeals } from '../../../libs/bounties/testing';
import { aChallenge, asSeen, aSponsor, freeDraft, type TestChallenge } from '../../../libs/challenges/testing';
import { asStaff, aStaffMember, type TestPerson } from '../../../libs/identity/testing';
import { aJudge, judgeAll } from '../../../libs/judging/testing';
import { anEntry, aSubmission, closePhase, type TestSubmission } from '../../../libs/submissions/testing';
import { startTestApp, type TestApp } from '../../support/app';
import { client, ok, refused } from '../../support/client';

let app: TestApp;
let moderator: TestPerson;

beforeAll(async () => {
  app = await startTestApp();
  moderator = await aStaffMember(app, 'moderator');
});
afterAll(() => app?.close());

const question = (by: TestPerson, { publicId }: TestSubmission, clause: number) =>
  client(by).PUT('/api/v1/submissions/{id}/eligibility-proposal', { params: { path: { id: publicId } }, body: { clause, reason: 'It is in a catalogue.' } });
const answer = ({ publicId }: TestSubmission, outcome: 'eligible' | 'ineligible') =>
  client(moderator).PUT('/api/v1/admin/submissions/{id}/eligibility', { params: { path: { id: publicId } }, body: outcome === 'eligible' ? { outcome } : { outcome, ground: 'not_own_work', statement: 'It is in a catalogue of 2019.' } });
const results = ({ phases }: TestChallenge) => client(app.http()).GET('/api/v1/phases/{id}/results', { params: { path: { id: phases[0]!.id } } });

it('nobody eligible is not nobody submitted: it is decided when the time to object is over, and half of the fee is kept', async () => {
  const { sponsor, challenge } = await aPaidChallenge(app);
  const submission = await aSubmission(app, await anEntry(app, challenge));
  await closePhase(app, challenge);
  await ok(question(sponsor.owner, submission, 3));
  await ok(answer(submission, 'ineligible'));
  const { solver } = submission.entry;
  const decidedAt = await app.clock.now();
  await app.drain();
  const mail = app.mails(solver.email).at(-1)!;
  const { at } = (await ok(client(solver).GET('/api/v1/submissions/{id}', { params: { path: { id: submission.publicId } } }))).refusal!;
  const by = after(new Date(at), 72 * hour).toISOString().slice(0, 16).replace('T', ' ');
  expect(mail.text).toContain(`write to support@localhost before ${by} UTC`);

  await app.clock.set(after(decidedAt, 71 * hour));
  await app.drain();
  expect(await refused(results(challenge))).toBe('404 request_not_found');
  expect(await booksOf(app, challenge)).toEqual({ bounty: 500_000, fee: 50_000, earned: 0, refunded: 0, released: 0 });

  await app.clock.shift(2 * hour);
  await app.drain();
  expect(await ok(results(challenge))).toMatchObject({ how: 'nobody_eligible', winners: [], bands: [] });
  await passAppeals(app);
  expect(await booksOf(app, challenge)).toEqual({ bounty: 0, fee: 0, earned: 25_000, refunded: 525_000, released: 0 });
  expect(app.mails(sponsor.owner.email).at(-1)!.text).toMatch(/Nobody was awarded\. Of the fee of this payment the platform keeps [\d,.]+ EUR in all/);
  expect(await brokenChecks(app)).toEqual([]);
});

it('a clause is asked about once, until the judging deadline, and without an answer for thirty days the submission takes part', async () => {
  const sponsor = await aSponsor(app);
  const challenge = await aChallenge(app, sponsor, { state: 'open', edits: freeDraft(await app.clock.now()) });
  const [one, other] = [await aSubmission(app, await anEntry(app, challenge)), await aSubmission(app, await anEntry(app, challenge))];
  const judge = await aJudge(app, sponsor, challenge);
  await closePhase(app, challenge);
  await ok(question(sponsor.owner, one, 1));
  await ok(answer(one, 'eligible'));
  expect(await refused(question(sponsor.owner, one, 1))).toBe('409 submission_asked_before');
  await ok(question(sponsor.owner, one, 2));
  await ok(question(sponsor.owner, other, 2));
  await ok(answer(other, 'eligible'));
  const { dueAt } = (await ok(client(moderator).GET('/api/v1/admin/eligibility-reviews'))).items[0]!;
  await judgeAll(judge, () => 7);

  await app.clock.set(challenge.phases[0]!.judgingEndsAt);
  await app.drain();
  expect(await refused(question(sponsor.owner, other, 3))).toBe('409 submission_asked_too_late');
  await app.clock.set(after(new Date(dueAt), -60_000));
  await app.drain();
  expect(await refused(results(challenge))).toBe('404 request_not_found');
  await app.clock.shift(61_000);
  await app.drain();
  expect(await ok(results(challenge))).toMatchObject({ how: 'by_ranking', bands: [{ band: 'winner', submissions: 1 }, { band: 'fair', submissions: 1 }] });
  expect(new Date(dueAt).getTime() - challenge.phases[0]!.closesAt.getTime()).toBeLessThan(31 * day);
  expect((await ok(client(moderator).GET('/api/v1/admin/eligibility-reviews'))).items).toEqual([]);
});

it('an answer of staff lets judging go on at once', async () => {
  const sponsor = await aSponsor(app);
  const challenge = await aChallenge(app, sponsor, { state: 'open', edits: freeDraft(await app.clock.now()) });
  const one = await aSubmission(app, await anEntry(app, challenge));
  const judge = await aJudge(app, sponsor, challenge);
  await closePhase(app, challenge);
  await ok(question(sponsor.owner, one, 1));
  await judgeAll(judge, () => 7);
  await app.drain();
  expect(await refused(results(challenge))).toBe('404 request_not_found');
  await ok(answer(one, 'eligible'));
  await app.drain();
  expect(await ok(results(challenge))).toMatchObject({ how: 'by_ranking' });
});

it('while the challenge is paused no question is asked, and staff have the days that were left to answer one', async () => {
  const [owner, staff] = [await aSponsor(app), await aStaffMember(app, 'moderator')];
  const pause = async () => app.db.change(await asStaff(app, staff), (tx) => app.app.get(Pauses).pause(tx, challenge.id, { reason: 'report', note: null }));
  const resume = async () => app.db.change(await asStaff(app, staff), (tx) => app.app.get(Pauses).resume(tx, challenge.id, { note: null }));
  const at = async (time: Date) => {
    await app.clock.set(time);
    await app.drain();
  };
  const challenge = await aChallenge(app, owner, { state: 'open', edits: freeDraft(await app.clock.now(), { decisionRule: 'sponsor_choice' }) });
  const submission = await aSubmission(app, await anEntry(app, challenge));
  const judge = await aJudge(app, owner, challenge);
  await closePhase(app, challenge);
  await judgeAll(judge, () => 8);
  await ok(question(owner.owner, submission, 1));
  const review = async () => (await app.db.query<{ outcome: string | null; due_at: Date }>('select r.outcome, r.due_at from eligibility_review r join submission s on s.id = r.submission_id where s.challenge_id = $1', [challenge.id]))[0]!;
  const { due_at } = await review();
  await at(after(due_at, -2 * day));
  const { since } = await pause();
  expect(await refused(question(owner.owner, submission, 2))).toBe('409 challenge_paused');
  await at(after(due_at, 3 * day));
  expect(await review()).toEqual({ outcome: null, due_at });
  const { movedMs } = await resume();
  await app.drain();
  const later = after(due_at, Number(movedMs));
  expect([since < due_at, await review()]).toEqual([true, { outcome: null, due_at: later }]);
  await at(later);
  expect((await review()).outcome).toBe('eligible');
  await at(after(later, day));
  await pause();
  await at(after(later, 5 * day));
  await resume();
  const { silentDays } = defaultNumbers;
  const stateAt = async (days: number) => {
    await at(after(later, days * day));
    return (await asSeen(owner.owner.agent, challenge.publicId)).body.state;
  };
  expect([await stateAt(silentDays + 3), await stateAt(silentDays + 5)]).toEqual(['open', 'decided']);
});
