import { after, day, hour } from '@app/kernel';
import { defaultNumbers, Pauses } from '@app/challenges';
import { Client } from 'pg';
import { aPaidChallenge, aJudgedChallenge, brokenChecks, prizes } from '../../../libs/bounties/testing';
import { aChallenge, aPhase, asSeen, aSponsor, freeDraft, type TestChallenge, type TestSponsor } from '../../../libs/challenges/testing';
import { asStaff, aStaffMember, joinsStaff, type TestPerson } from '../../../libs/identity/testing';
import { aJudge } from '../../../libs/judging/testing';
import { anEntry, aSolver, aSubmission, closePhase, joining, type TestSubmission } from '../../../libs/submissions/testing';
import { offline, provenOffline } from '../../support/receipts';
import { startTestApp, type TestApp } from '../../support/app';
import { client, ifMatch, ok, refused } from '../../support/client';

/** As in `hold-limit.spec.ts`: judging must be over 80 days after the first payment. */
const [holdLimitDays, lastJudgingDay] = [127, 80];

let app: TestApp;
let sponsor: TestSponsor;
let moderator: TestPerson;

beforeAll(async () => {
  app = await startTestApp({ HOLD_LIMIT_DAYS: String(holdLimitDays) });
  [sponsor, moderator] = [await aSponsor(app), await aStaffMember(app, 'moderator')];
});
afterEach(async () => expect(await brokenChecks(app)).toEqual([]));
afterAll(() => app?.close());

const free = async (edits: object = {}): Promise<TestChallenge> => aChallenge(app, sponsor, { state: 'open', edits: freeDraft(await app.clock.now(), edits) });
const pause = async ({ id }: Pick<TestChallenge, 'id'>, who = moderator) => app.db.change(await asStaff(app, who), (tx) => app.app.get(Pauses).pause(tx, id, { reason: 'report', note: 'Copied from elsewhere?' }));
const resume = async ({ id }: Pick<TestChallenge, 'id'>, who = moderator) => app.db.change(await asStaff(app, who), (tx) => app.app.get(Pauses).resume(tx, id, { note: 'It was not.' }));
const outcome = (call: Promise<unknown>) => call.then(() => 'done', (error: { code?: string }) => error.code);
const at = async (time: Date) => {
  await app.clock.set(time);
  await app.drain();
};
const pass = async (ms: number) => at(after(await app.clock.now(), ms));
const seen = async ({ publicId }: TestChallenge) => asSeen(app.http(), publicId);
const handIn = ({ publicId, entry }: TestSubmission) => client(entry.solver).PUT('/api/v1/submissions/{id}/submission', { params: { path: { id: publicId } }, body: {} });
const draftOf = ({ entry }: TestSubmission) => ok(client(entry.solver).GET('/api/v1/entries/{id}/submissions/{phaseId}/draft', { params: { path: { id: entry.publicId, phaseId: entry.phaseId } } }));
const cardsOf = async ({ publicId }: TestChallenge) => (await ok(client(app.http()).GET('/api/v1/challenges/{id}/rule-cards', { params: { path: { id: publicId } } }))).items;

it('over a closing time: nothing closes, what is written is kept, and what comes after the old end but before the new one is in time', async () => {
  const challenge = await free();
  const { closesAt, judgingEndsAt } = challenge.phases[0]!;
  const submission = await aSubmission(app, await anEntry(app, challenge), { state: 'draft' });
  const late = await aSubmission(app, await anEntry(app, challenge), { state: 'draft' });
  await at(after(closesAt, -day));
  const { since } = await pause(challenge);
  await at(after(closesAt, 2 * day));

  const paused = { since: since.toISOString(), reason: 'report' };
  const shown = await seen(challenge);
  expect([shown.body.phaseState, shown.body.paused, shown.phases[0]!.closesAt]).toEqual(['open', paused, closesAt]);
  const { items } = await ok(client(app.http()).GET('/api/v1/organisations/{id}/challenges', { params: { path: { id: sponsor.organisation.publicId } } }));
  expect(items.find(({ id }) => id === challenge.publicId)!.paused).toEqual(paused);
  const draft = await draftOf(submission);
  expect([draft.paused, draft.can]).toEqual([paused, ['save', 'withdraw']]);
  const { question } = draft.answers[0]!;
  await ok(client(submission.entry.solver).PATCH('/api/v1/entries/{id}/submissions/{phaseId}/draft', { params: { path: { id: submission.entry.publicId, phaseId: submission.entry.phaseId }, header: ifMatch(draft.version) }, body: { answers: [{ question, text: 'Written meanwhile.' }] } }));
  expect(await refused(handIn(submission))).toBe('409 challenge_paused');

  await app.drain();
  await resume(challenge);
  await app.drain();
  const { body, phases: [phase] } = await seen(challenge);
  const moved = phase!.closesAt.getTime() - closesAt.getTime();
  expect([body.paused, body.state, body.phaseState, body.closesAt, Math.abs(moved - 3 * day) < hour, phase!.judgingEndsAt.getTime() - judgingEndsAt.getTime()]).toEqual([null, 'open', 'open', phase!.closesAt.toISOString(), true, moved]);
  const told = (email: string) => app.mails(email).filter(({ subject }) => /^(Paused|It goes on): /.test(subject)).map(({ subject, text }) => [subject.split(':')[0], text.includes(phase!.closesAt.toISOString().slice(0, 10)), text.includes('Copied from')]);
  for (const { email } of [submission.entry.solver, sponsor.owner]) expect(told(email)).toEqual([['Paused', false, false], ['It goes on', true, false]]);
  await at(after(phase!.closesAt, -hour));
  await ok(handIn(submission));
  await at(phase!.closesAt);
  expect(await refused(handIn(late))).toBe('409 submission_late');
});

it('the rules say the new dates in a new version, proven in the log; who enters accepts that one', async () => {
  const challenge = await free();
  const [first] = await cardsOf(challenge);
  await pause(challenge);
  await pass(5 * day);
  await resume(challenge);
  const cards = await cardsOf(challenge);
  expect(cards.map(({ version }) => version).sort()).toEqual([1, 2]);
  const newest = await ok(client(app.http()).GET('/api/v1/challenges/{id}/rule-card', { params: { path: { id: challenge.publicId } } }));
  const { phases: [phase] } = await seen(challenge);
  expect([newest.version, newest.hash === first!.hash, (newest.terms as { phases: { closesAt: string }[] }).phases[0]!.closesAt]).toEqual([2, false, phase!.closesAt.toISOString()]);
  const { body: receipt } = await app.http().get(`/api/v1/challenges/${challenge.publicId}/rule-card/receipt`).expect(200);
  expect(await offline(app, receipt)).toEqual(provenOffline);
  await anEntry(app, challenge);
});

it('nobody enters, hands in, asks or decides meanwhile', async () => {
  const challenge = await free({ decisionRule: 'sponsor_choice' });
  const [solver, entered] = [await aSolver(app), await aSubmission(app, await anEntry(app, challenge))];
  const body = await joining(solver, challenge);
  await pause(challenge);
  expect(await refused(client(solver).POST('/api/v1/challenges/{id}/entries', { params: { path: { id: challenge.publicId } }, body }))).toBe('409 challenge_paused');
  expect(await refused(client(solver).POST('/api/v1/challenges/{id}/questions', { params: { path: { id: challenge.publicId } }, body: { text: 'May I?' } }))).toBe('409 challenge_paused');
  expect((await ok(client(solver).GET('/api/v1/challenges/{id}/questions', { params: { path: { id: challenge.publicId } } }))).can).toEqual([]);
  expect(await refused(handIn(entered))).toBe('409 challenge_paused');
  await resume(challenge);
  await ok(client(solver).POST('/api/v1/challenges/{id}/entries', { params: { path: { id: challenge.publicId } }, body: await joining(solver, challenge) }));
  await closePhase(app, await seen(challenge));
  await pause(challenge);
  const phase = { params: { path: { id: challenge.phases[0]!.id } } };
  expect(await refused(client(sponsor.owner).PUT('/api/v1/phases/{id}/ranking', phase))).toBe('409 challenge_paused');
  await resume(challenge);
});

it('judges hear of it, and where to see by when their scores are due afterwards', async () => {
  const challenge = await free();
  const judge = await aJudge(app, sponsor, challenge);
  await pause(challenge);
  await pass(day);
  await resume(challenge);
  await app.drain();
  const told = app.mails(judge.email).filter(({ subject }) => /^(Paused|It goes on): /.test(subject)).map(({ subject, text }) => [subject.split(':')[0], text.replaceAll(/\s+/g, ' ')]);
  expect(told).toEqual([['Paused', expect.stringContaining('go on scoring')], ['It goes on', expect.stringMatching(/Where scores of yours are still due, the page below says by when now\..*\/judging/)]]);
});

it('the clock of a silent sponsor stands still: the rule runs as many days later', async () => {
  const { challenge, sponsor: silent } = await aJudgedChallenge(app, [9, 8], { edits: { noAwardRule: 'refund', decisionRule: 'sponsor_choice', phases: [aPhase(await app.clock.now(), prizes(1_000))] } });
  const { judgingEndsAt } = challenge.phases[0]!;
  await at(after(judgingEndsAt, 5 * day));
  await pause(challenge);
  await at(after(judgingEndsAt, 9 * day));
  await resume(challenge);
  const { silentDays } = defaultNumbers;
  await at(after(judgingEndsAt, (silentDays + 3) * day));
  expect((await asSeen(silent.owner.agent, challenge.publicId)).body.state).toBe('open');
  await at(after(judgingEndsAt, (silentDays + 5) * day));
  expect((await asSeen(silent.owner.agent, challenge.publicId)).body.state).not.toBe('open');
});

it('one that is scheduled does not open, and keeps all its days', async () => {
  const now = await app.clock.now();
  const challenge = await aChallenge(app, sponsor, { state: 'scheduled', edits: freeDraft(now) });
  const [phase] = challenge.phases;
  await pause(challenge);
  await at(after(phase!.opensAt, day));
  expect((await seen(challenge)).body.state).toBe('scheduled');
  await resume(challenge);
  const moved = await seen(challenge);
  expect([moved.body.opensAt, moved.phases[0]!.closesAt.getTime() - moved.phases[0]!.opensAt.getTime()]).toEqual([moved.phases[0]!.opensAt.toISOString(), phase!.closesAt.getTime() - phase!.opensAt.getTime()]);
  await at(moved.phases[0]!.opensAt);
  expect((await seen(challenge)).body.state).toBe('open');
});

it('is cut where money may be held no longer: then it goes on by itself, with all the days that are left', async () => {
  const { challenge } = await aPaidChallenge(app);
  await aSubmission(app, await anEntry(app, challenge));
  const [{ funded_at }] = (await app.db.query<{ funded_at: Date }>('select funded_at from challenge where id = $1', [challenge.id])) as [{ funded_at: Date }];
  const last = after(funded_at, lastJudgingDay * day);
  const { closesAt, judgingEndsAt } = challenge.phases[0]!;
  const { limitAt, since } = await pause(challenge);
  expect(limitAt!.getTime() - since.getTime()).toBe(last.getTime() - judgingEndsAt.getTime());
  await at(after(limitAt!, -hour));
  expect((await seen(challenge)).body.paused).not.toBeNull();
  await at(after(limitAt!, 10 * day));
  const { body, phases: [phase] } = await seen(challenge);
  expect([body.paused, phase!.judgingEndsAt, phase!.closesAt.getTime() - closesAt.getTime()]).toEqual([null, last, limitAt!.getTime() - since.getTime()]);
  expect(await app.db.query('select state, moved_ms from pause where challenge_id = $1', [challenge.id])).toEqual([{ state: 'resumed', moved_ms: String(limitAt!.getTime() - since.getTime()) }]);
});

it('nothing moves twice, however often and at once it is resumed; the next pause moves it on', async () => {
  const challenge = await free();
  const { closesAt } = challenge.phases[0]!;
  await pause(challenge);
  await pass(2 * day);
  expect((await Promise.all([1, 2, 3].map(() => outcome(resume(challenge))))).sort()).toEqual(['challenge_not_paused', 'challenge_not_paused', 'done']);
  const once = (await seen(challenge)).phases[0]!.closesAt;
  expect(Math.abs(once.getTime() - closesAt.getTime() - 2 * day) < hour).toBe(true);
  expect([await outcome(pause(challenge)), await outcome(pause(challenge))]).toEqual(['done', 'challenge_not_pausable']);
  await pass(day);
  await resume(challenge);
  const twice = (await seen(challenge)).phases[0]!.closesAt;
  expect([Math.abs(twice.getTime() - once.getTime() - day) < hour, (await cardsOf(challenge)).length]).toEqual([true, 3]);
});

it('a pause and a submission that meet: it is handed in before, or refused', async () => {
  for (let round = 0; round < 5; round++) {
    const challenge = await free();
    const submission = await aSubmission(app, await anEntry(app, challenge), { state: 'draft' });
    const [{ since }, answer] = await Promise.all([pause(challenge), handIn(submission)]);
    if (answer.response.ok) expect(Date.parse(answer.data!.submittedAt!)).toBeLessThanOrEqual(since.getTime());
    else expect((answer.error as { code: string }).code).toBe('challenge_paused');
    await resume(challenge);
  }
});

it('is for staff who do not belong to the sponsor, in a challenge that is scheduled or open; cancelling ends it', async () => {
  const challenge = await free();
  const other = await aSponsor(app);
  await joinsStaff(app, other.owner, 'moderator');
  const own = await aChallenge(app, other, { state: 'open', edits: freeDraft(await app.clock.now()) });
  expect(await outcome(pause(own, other.owner))).toBe('challenge_own_organisation');
  expect(await outcome(pause(challenge, await aStaffMember(app, 'finance')))).toBe('challenge_own_organisation');
  expect(await outcome(pause(await aChallenge(app, sponsor)))).toBe('challenge_not_pausable');
  await pause(challenge);
  await ok(client(moderator).PUT('/api/v1/admin/challenges/{id}/cancellation', { params: { path: { id: challenge.publicId } }, body: { reason: 'platform', note: 'It was copied.' } } as never));
  const { body } = await asSeen(sponsor.owner.agent, challenge.publicId);
  expect([body.state, body.paused, await outcome(resume(challenge))]).toEqual(['cancelled', null, 'challenge_not_paused']);
  expect(await app.db.query('select state from pause where challenge_id = $1', [challenge.id])).toEqual([{ state: 'dropped' }]);
});

it('the database keeps one pause at a time, and none of what is over', async () => {
  const challenge = await free();
  await pause(challenge);
  const db = new Client(app.database.databaseUrl);
  await db.connect();
  const code = (sql: string) => db.query(sql, [challenge.id]).then(() => 'taken', (error: { code: string }) => error.code);
  try {
    expect([
      await code(`insert into pause (id, challenge_id, state, since, reason) values (gen_random_uuid(), $1, 'in_force', now(), 'legal')`),
      await code(`update pause set state = 'resumed', ended_at = since where challenge_id = $1`),
      await code(`update pause set state = 'resumed', ended_at = since, moved_ms = -1 where challenge_id = $1`),
      await code(`update pause set since = now() - interval '1 year' where challenge_id = $1`),
      await code(`update challenge set state = 'decided' where id = $1`),
      await code(`update challenge set paused_because = null where id = $1`),
      await code('delete from pause where challenge_id = $1'),
    ]).toEqual(['23505', '23514', '23514', '42501', '23514', '23514', '42501']);
  } finally {
    await db.end();
  }
  await resume(challenge);
});

it('once the first phase is closed only those who handed something in hear of a pause and its end', async () => {
  const challenge = await free();
  const entries = [await anEntry(app, challenge), await anEntry(app, challenge)];
  await aSubmission(app, entries[0]!);
  const heard = () => entries.map(({ solver }) => app.mails(solver.email).filter(({ subject }) => /^(Paused|It goes on): /.test(subject)).length);
  const stop = async () => {
    await pause(challenge);
    await app.drain();
    await resume(challenge);
    await app.drain();
    return heard();
  };
  expect(await stop()).toEqual([2, 2]);
  await closePhase(app, await seen(challenge));
  expect(await stop()).toEqual([4, 2]);
});
