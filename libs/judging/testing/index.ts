import { readId } from '@app/kernel';
import { aPerson, type TestPerson } from '../../identity/testing';
import type { TestChallenge, TestSponsor } from '../../challenges/testing';
import type { TestApp } from '../../../test/support/app';
import { client, ifMatch, ok } from '../../../test/support/client';

export interface TestJudge extends TestPerson {
  app: TestApp;
  /** Public id of the seat. */
  seat: string;
}

/** Somebody the sponsor asked and who said yes. */
export async function aJudge(app: TestApp, sponsor: TestSponsor, challenge: TestChallenge, person?: TestPerson, phase = 0): Promise<TestJudge> {
  const judge = person ?? (await aPerson(app));
  const path = { id: challenge.publicId, phaseId: challenge.phases[phase]!.id };
  await ok(client(sponsor.owner).POST('/api/v1/challenges/{id}/phases/{phaseId}/judges', { params: { path }, body: { email: judge.email } }));
  const seats = await ok(client(judge).GET('/api/v1/me/judging'));
  const seat = seats.items.find(({ phaseId }) => phaseId === path.phaseId)!.id;
  await ok(client(judge).PUT('/api/v1/panel-seats/{id}/answer', { params: { path: { id: seat } }, body: { accepts: true } }));
  return { ...judge, app, seat };
}

/** What the sponsor calls an assignment of a judge, whose own label is another: "Entry 7". */
export async function sponsorLabel(app: TestApp, assignmentId: string): Promise<string> {
  const [row] = await app.db.query<{ number: number }>('select s.number from assignment a join submission s on s.id = a.submission_id where a.id = $1', [readId('assignment', assignmentId)]);
  return `Entry ${row!.number}`;
}

/**
 * Declares `conflicts` (public ids of organisations), then scores and locks all that is assigned: `score` gives one number for every criterion of an entry, by
 * what the sponsor calls it.
 */
export async function judgeAll(judge: TestJudge, score: (label: string) => number, conflicts: string[] = []): Promise<void> {
  const api = client(judge);
  const seat = { path: { id: judge.seat } };
  await ok(api.PUT('/api/v1/panel-seats/{id}/conflicts', { params: seat, body: { conflicts: conflicts.map((organisationId) => ({ organisationId })) } }));
  const { items } = await ok(api.GET('/api/v1/panel-seats/{id}/assignments', { params: seat }));
  for (const { id, state } of items) {
    if (state === 'recused') continue;
    const opened = await ok(api.GET('/api/v1/assignments/{id}', { params: { path: { id } } }));
    const label = await sponsorLabel(judge.app, id);
    const scores = Object.fromEntries(opened.criteria.map((criterion) => [criterion.id, score(label)]));
    await ok(api.PUT('/api/v1/assignments/{id}/scorecard', { params: { path: { id }, header: ifMatch(0) }, body: { action: 'lock', scores } }));
  }
}
