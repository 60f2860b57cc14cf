import { after, day } from '@app/kernel';
import { awardOf } from '../../../libs/bounties/testing';
import { aChallenge, aPhase, asSeen, aSponsor, freeDraft } from '../../../libs/challenges/testing';
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
  const scores = new Map<string, number>();
  for (const entry of entries) await aSubmission(app, entry);
  const judge = await aJudge(app, sponsor, challenge);
  await closePhase(app, challenge);
  for (const { number, id } of await app.db.query<{ number: number; id: string }>('select number, id from entry where challenge_id = $1', [challenge.id])) scores.set(`Entry ${number}`, [9, 6, 3][entries.findIndex((entry) => entry.id === id)]!);
  await judgeAll(judge, (label) => scores.get(label)!);
  await app.drain();

  const results = (phase: number) => ok(client(app.http()).GET('/api/v1/phases/{id}/results', { params: { path: { id: challenge.phases[phase]!.id } } }));
  expect((await results(0)).bands).toEqual([{ band: 'winner', submissions: 1 }, { band: 'finalist', submissions: 1 }, { band: 'weak', submissions: 1 }]);
  const { path: award } = await awardOf(entries[0]!.solver);
  await entries[0]!.solver.agent.put(`${award}/acceptance`).send({}).expect(200);
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
  await judgeAll(second, (label) => scores.get(label)!);
  await app.drain();
  expect(await results(1)).toMatchObject({ winners: (await results(0)).winners.map(({ organisationId }) => ({ organisationId })), bands: [{ band: 'winner', submissions: 1 }, { band: 'fair', submissions: 1 }] });
  expect((await asSeen(sponsor.owner.agent, challenge.publicId)).body).toMatchObject({ state: 'decided', result: 'awarded' });
});
