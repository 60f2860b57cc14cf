import { after, day, hour } from '@app/kernel';
import { challengeResumed, defaultNumbers, Pauses } from '@app/challenges';
import { awardOf, brokenChecks, sign } from '../../../libs/bounties/testing';
import { aChallenge, aPhase, aSponsor, freeDraft, type TestChallenge, type TestSponsor } from '../../../libs/challenges/testing';
import { asStaff, aStaffMember, type TestPerson } from '../../../libs/identity/testing';
import { aJudge, judgeAll } from '../../../libs/judging/testing';
import { anEntry, aSubmission, closePhase } from '../../../libs/submissions/testing';
import { startTestApp, type TestApp } from '../../support/app';

let app: TestApp;
let sponsor: TestSponsor;
let moderator: TestPerson;

beforeAll(async () => {
  app = await startTestApp();
});
beforeEach(async () => {
  [sponsor, moderator] = [await aSponsor(app), await aStaffMember(app, 'moderator')];
});
afterEach(async () => expect(await brokenChecks(app)).toEqual([]));
afterAll(() => app?.close());

const pause = async ({ id }: TestChallenge) => app.db.change(await asStaff(app, moderator), (tx) => app.app.get(Pauses).pause(tx, id, { reason: 'report', note: null }));
const resume = async ({ id }: TestChallenge) => app.db.change(await asStaff(app, moderator), (tx) => app.app.get(Pauses).resume(tx, id, { note: null }));
const at = async (time: Date) => {
  await app.clock.set(time);
  await app.drain();
};
const pass = async (ms: number) => at(after(await app.clock.now(), ms));

/** The first phase is decided now, the second opens much later. */
const aWinner = async () => {
  const now = await app.clock.now();
  const winner = [{ kind: 'placement' as const, place: 1, title: 'Winner' }];
  const phases = [aPhase(now, { closesAt: after(now, 14 * day).toISOString(), prizes: winner }), aPhase(now, { kind: 'prototype', opensAt: after(now, 200 * day).toISOString(), closesAt: after(now, 220 * day).toISOString(), prizes: winner })];
  const challenge = await aChallenge(app, sponsor, { state: 'open', edits: freeDraft(now, { phases }) });
  const { solver } = (await aSubmission(app, await anEntry(app, challenge))).entry;
  const judge = await aJudge(app, sponsor, challenge);
  await closePhase(app, challenge);
  await judgeAll(judge, () => 9);
  await app.drain();
  return { challenge, solver, ...(await awardOf(solver)) };
};
const stateOf = async (solver: Parameters<typeof awardOf>[0]) => (await awardOf(solver)).body.state;
const respondByOf = async (solver: Parameters<typeof awardOf>[0]) => new Date((await awardOf(solver)).body.respondBy!);

it('nobody lapses meanwhile, and the winner has the days that were left, once', async () => {
  const { challenge, solver, body } = await aWinner();
  const respondBy = new Date(body.respondBy!);
  await pass(4 * day);
  const { since } = await pause(challenge);
  const sent = app.mails(solver.email).length;
  await pass(20 * day);
  expect([await stateOf(solver), await respondByOf(solver)]).toEqual(['announced', respondBy]);
  const { pauseId, moved } = await resume(challenge).then(({ id, movedMs }) => ({ pauseId: id, moved: Number(movedMs) }));
  await app.drain();
  const later = after(respondBy, moved);
  expect([moved >= 20 * day, await respondByOf(solver), since < respondBy]).toEqual([true, later, true]);
  const again = { challengeId: challenge.id, pauseId };
  await app.db.change(await asStaff(app, moderator), async (tx) => tx.emit(challengeResumed, again));
  await app.drain();
  expect([await stateOf(solver), await respondByOf(solver)]).toEqual(['announced', later]);
  expect(app.mails(solver.email).slice(sent).filter(({ subject }) => !/^(Paused|It goes on): /.test(subject))).toEqual([]);
  await at(after(later, -hour));
  expect(await stateOf(solver)).toBe('announced');
  await at(later);
  expect(await stateOf(solver)).toBe('lapsed');
});

it('who accepts and signs meanwhile is in time, and the sponsor has all its days', async () => {
  const { challenge, solver, path } = await aWinner();
  await pass(13 * day);
  await pause(challenge);
  await pass(20 * day);
  await solver.agent.put(`${path}/acceptance`).expect(200);
  await sign(path, solver);
  await pass(20 * day);
  expect(await stateOf(solver)).toBe('accepted');
  const { endedAt } = await resume(challenge);
  await app.drain();
  const { sponsorSignsDays } = defaultNumbers;
  await at(after(endedAt!, sponsorSignsDays * day - hour));
  expect((await awardOf(solver)).body.agreementState).toBe('signing');
  await at(after(endedAt!, sponsorSignsDays * day + hour));
  expect((await awardOf(solver)).body.agreementState).toBe('in_force');
});

/** It was paused with two days left to sign, and goes on; the event that moves the time to sign has not come. */
const justResumed = async () => {
  const { challenge, solver, path } = await aWinner();
  await solver.agent.put(`${path}/acceptance`).expect(200);
  await pass(12 * day);
  await pause(challenge);
  await pass(20 * day);
  await resume(challenge);
  return { solver, path };
};

it('who signs when it goes on, before the event has come, is in time by the days that were left', async () => {
  const { solver, path } = await justResumed();
  await sign(path, solver);
  await app.drain();
  const { state, agreementState } = (await awardOf(solver)).body;
  expect([state, agreementState]).toEqual(['accepted', 'signing']);
});

it('and after those days is too late, event or not', async () => {
  const { solver, path } = await justResumed();
  await app.clock.set(after(await app.clock.now(), 3 * day));
  await expect(sign(path, solver)).rejects.toThrow('409');
  await app.drain();
  expect(await stateOf(solver)).toBe('lapsed');
});
