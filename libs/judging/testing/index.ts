import { aPerson, type TestPerson } from '../../identity/testing';
import type { TestChallenge, TestSponsor } from '../../challenges/testing';
import type { TestApp } from '../../../test/support/app';

export interface TestJudge extends TestPerson {
  /** Public id of the seat. */
  seat: string;
}

/** Somebody the sponsor asked and who said yes. */
export async function aJudge(app: TestApp, sponsor: TestSponsor, challenge: TestChallenge, person?: TestPerson, phase = 0): Promise<TestJudge> {
  const judge = person ?? (await aPerson(app));
  await sponsor.owner.agent.post(`/api/v1/challenges/${challenge.publicId}/phases/${challenge.phases[phase]!.id}/judges`).send({ email: judge.email }).expect(201);
  const seats = await judge.agent.get('/api/v1/me/judging').expect(200);
  const seat = (seats.body.items as { id: string; challengeId: string; phaseId: string }[]).find(({ phaseId }) => phaseId === challenge.phases[phase]!.id)!.id;
  await judge.agent.put(`/api/v1/panel-seats/${seat}/answer`).send({ accepts: true }).expect(200);
  return { ...judge, seat };
}

/** Declares `conflicts` (public ids of organisations), then scores and locks all that is assigned: `score` gives one number for every criterion of an entry. */
export async function judgeAll(judge: TestJudge, score: (label: string) => number, conflicts: string[] = []): Promise<void> {
  await judge.agent.put(`/api/v1/panel-seats/${judge.seat}/conflicts`).send({ conflicts: conflicts.map((organisationId) => ({ organisationId })) }).expect(200);
  const { body } = await judge.agent.get(`/api/v1/panel-seats/${judge.seat}/assignments`).expect(200);
  for (const { id, label, state } of body.items as { id: string; label: string; state: string }[]) {
    if (state === 'recused') continue;
    const opened = await judge.agent.get(`/api/v1/assignments/${id}`).expect(200);
    const scores = Object.fromEntries((opened.body.criteria as { id: string }[]).map((criterion) => [criterion.id, score(label)]));
    await judge.agent.put(`/api/v1/assignments/${id}/scorecard`).set('if-match', '"0"').send({ action: 'lock', scores }).expect(200);
  }
}
