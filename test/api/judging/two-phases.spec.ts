import { after, day, readId } from '@app/kernel';
import { takes } from '../../../libs/bounties/testing';
import { aChallenge, aPhase, asSeen, aSponsor, freeDraft } from '../../../libs/challenges/testing';
import { aPerson, type TestPerson } from '../../../libs/identity/testing';
import { aJudge, judgeAll } from '../../../libs/judging/testing';
import { anEntry, aSubmission, closePhase, type TestEntry } from '../../../libs/submissions/testing';
import { startTestApp, type TestApp } from '../../support/app';
import { client, ok, refused } from '../../support/client';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app?.close());

it('who wins a prize on the way goes on, with everybody who passed, and may win again', async () => {
  const sponsor = await aSponsor(app);
  const now = await app.clock.now();
  const prizes = [{ kind: 'placement' as const, place: 1, title: 'Winner' }];
  const phases = [
    aPhase(now, { closesAt: after(now, 14 * day).toISOString(), prizes }),
    aPhase(now, { kind: 'prototype', opensAt: after(now, 40 * day).toISOString(), closesAt: after(now, 60 * day).toISOString(), prizes }),
  ];
  const challenge = await aChallenge(app, sponsor, { state: 'open', edits: freeDraft(now, { phases }) });
  const entries = [await anEntry(app, challenge), await anEntry(app, challenge), await anEntry(app, challenge)];
  /** By lot in each phase, so asked for in each. */
  const scoresOf = async (phase: number) => {
    const rows = await app.db.query<{ number: number; id: string }>('select number, entry_id as id from submission where phase_id = $1 and number is not null', [readId('phase', challenge.phases[phase]!.id)]);
    const scores = new Map(rows.map(({ number, id }) => [`Entry ${number}`, [9, 6, 3][entries.findIndex((entry) => entry.id === id)]!]));
    return (label: string) => scores.get(label)!;
  };
  const listed = async (phase: number) => (await ok(client(sponsor.owner).GET('/api/v1/phases/{id}/submissions', { params: { path: { id: challenge.phases[phase]!.id } } }))).items;
  for (const entry of entries) await aSubmission(app, entry);
  const judge = await aJudge(app, sponsor, challenge);
  await closePhase(app, challenge);
  await judgeAll(judge, await scoresOf(0));
  await app.drain();

  const results = (phase: number) => ok(client(app.http()).GET('/api/v1/phases/{id}/results', { params: { path: { id: challenge.phases[phase]!.id } } }));
  expect((await results(0)).bands).toEqual([{ band: 'winner', submissions: 1 }, { band: 'finalist', submissions: 1 }, { band: 'weak', submissions: 1 }]);
  await takes(entries[0]!.solver, sponsor);
  await app.clock.set(challenge.phases[1]!.opensAt);
  await app.drain();
  const called = entries.map(({ solver }) => app.mails(solver.email).filter(({ subject }) => subject === `The next phase is open: ${challenge.body.title}`).length);
  expect(called).toEqual([1, 1, 0]);
  const inSecond = entries.map((entry): TestEntry => ({ ...entry, phaseId: challenge.phases[1]!.id }));
  for (const entry of inSecond.slice(0, 2)) await aSubmission(app, entry);
  const { publicId, phaseId, solver } = inSecond[2]!;
  expect(await refused(client(solver).GET('/api/v1/entries/{id}/submissions/{phaseId}/draft', { params: { path: { id: publicId, phaseId } } }))).toBe('409 submission_not_in_phase');

  const second = await aJudge(app, sponsor, challenge, undefined, 1);
  await closePhase(app, challenge, 1);
  // named after the first results, nobody is known by number in the second phase
  expect((await listed(0)).every(({ solver }) => solver !== null)).toBe(true);
  expect((await listed(1)).map(({ label, solver }) => [label, solver])).toEqual([['Entry 1', null], ['Entry 2', null]]);
  await judgeAll(second, await scoresOf(1));
  await app.drain();
  expect(await results(1)).toMatchObject({ winners: (await results(0)).winners.map(({ organisationId }) => ({ organisationId })), bands: [{ band: 'winner', submissions: 1 }, { band: 'fair', submissions: 1 }] });
  expect((await asSeen(sponsor.owner.agent, challenge.publicId)).body).toMatchObject({ state: 'decided', result: 'awarded' });
});

it('judges of a phase that nobody reaches are told that it is over, and nobody is asked any more', async () => {
  const sponsor = await aSponsor(app);
  const now = await app.clock.now();
  const prizes = [{ kind: 'placement' as const, place: 1, title: 'Winner' }];
  const phases = [aPhase(now, { closesAt: after(now, 14 * day).toISOString(), prizes }), aPhase(now, { kind: 'prototype', opensAt: after(now, 40 * day).toISOString(), closesAt: after(now, 60 * day).toISOString(), prizes })];
  const challenge = await aChallenge(app, sponsor, { state: 'open', edits: freeDraft(now, { phases }) });
  await aSubmission(app, await anEntry(app, challenge));
  const [first, second, asked] = [await aJudge(app, sponsor, challenge), await aJudge(app, sponsor, challenge, undefined, 1), await aPerson(app)];
  const path = { id: challenge.publicId, phaseId: challenge.phases[1]!.id };
  const invite = (email: string) => client(sponsor.owner).POST('/api/v1/challenges/{id}/phases/{phaseId}/judges', { params: { path }, body: { email } });
  const { id: seat } = await ok(invite(asked.email));
  const seen = async (judge: TestPerson) => (await ok(client(judge).GET('/api/v1/me/judging'))).items.map(({ panelState, can }) => [panelState, can]);
  expect([await seen(second), await seen(asked)]).toEqual([[['waiting', ['decline']]], [['waiting', ['accept', 'decline']]]]);

  await closePhase(app, challenge);
  await judgeAll(first, () => 2);
  await app.drain();
  expect([await seen(second), await seen(asked)]).toEqual([[['not_reached', ['decline']]], [['not_reached', ['decline']]]]);
  expect(await refused(client(asked).PUT('/api/v1/panel-seats/{id}/answer', { params: { path: { id: seat } }, body: { accepts: true } }))).toBe('409 judging_already_decided');
  expect(await refused(invite((await aPerson(app)).email))).toBe('409 judging_already_decided');
});
