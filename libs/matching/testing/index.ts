import type { View } from '@app/api-client';
import { newId, type OrganisationId, showId, systemActor } from '@app/kernel';
import { Challenge, challengeOpened, Phase } from '@app/challenges';
import { Organisation, organisationCreated } from '@app/identity';
import type { TestApp } from '../../../test/support/app';
import { client, ifMatch, ok } from '../../../test/support/client';
import { aChallenge, freeDraft, type TestChallenge, type TestSponsor } from '../../challenges/testing';
import { aFreelancer, type TestPerson } from '../../identity/testing';

export type Solver = TestPerson & { organisationId: string };

export const organisationPath = (organisation: { organisationId: string }) => ({ path: { id: showId('organisation', organisation.organisationId) } });

/** Edits what the organisation says of itself. */
export async function says(solver: Solver, profile: View<'EditOrganisationDto'>): Promise<void> {
  const { version } = await ok(client(solver).GET('/api/v1/organisations/{id}', { params: organisationPath(solver) }));
  await ok(client(solver).PATCH('/api/v1/organisations/{id}', { params: { ...organisationPath(solver), header: ifMatch(version) }, body: profile }));
}

export async function aSolver(app: TestApp, profile: View<'EditOrganisationDto'>, country?: string): Promise<Solver> {
  const solver = await aFreelancer(app, { country });
  await says(solver, profile);
  await app.drain();
  return solver;
}

/** So many who say the same, without people. */
export async function someSolvers(app: TestApp, count: number, about: string, idOf: (at: number) => OrganisationId = () => newId('organisation')): Promise<string[]> {
  const ids = Array.from({ length: count }, (_, at) => idOf(at));
  await app.db.change(systemActor('test'), async (tx) => {
    for (const id of ids) {
      await tx.save(Object.assign(Organisation.of({ kind: 'smb', name: id, country: 'NL', slug: id }, tx.now), { id, about }));
      tx.emit(organisationCreated, { organisationId: id });
    }
  });
  await app.drain();
  return ids;
}

/** Open, without money; the brief says no more than these. */
export async function aProblem(app: TestApp, sponsor: TestSponsor, title: string, need: string, edits: View<'EditChallengeDto'> = {}): Promise<TestChallenge> {
  const brief = { need, success: need, limits: 'Small.', tried: 'Talking.', deliverables: 'Drawing.', context: null };
  const now = await app.clock.now();
  return aChallenge(app, sponsor, { title, state: 'open', edits: freeDraft(now, { summary: title, topics: [], ...edits, brief: { ...freeDraft(now).brief, ...brief } }) });
}

/** So many more like it, opened too. */
export async function copiesOf(app: TestApp, { id }: TestChallenge, count: number): Promise<string[]> {
  const [challenge, phase] = [(await app.db.findOne(Challenge, { id }))!, (await app.db.findOne(Phase, { challengeId: id, position: 1 }))!];
  const copies = Array.from({ length: count }, (_, at) => Object.assign(new Challenge(), challenge, { id: newId('challenge'), slug: `${challenge.slug}-${at}` }));
  await app.db.change(systemActor('test'), async (tx) => {
    await tx.saveAll(copies);
    await tx.saveAll(copies.map((copy) => Object.assign(new Phase(), phase, { id: newId('phase'), challengeId: copy.id })));
    for (const copy of copies) tx.emit(challengeOpened, { challengeId: copy.id });
  });
  await app.drain();
  return copies.map((copy) => copy.id);
}

export interface MatchRow {
  id: string;
  place: string;
  score: number;
  reasons: { word: string; weight: number }[];
}

export function listOf(app: TestApp, { id }: { id: string }): Promise<MatchRow[]> {
  return app.db.query<MatchRow>('select organisation_id as id, place, score, reasons from challenge_match where challenge_id = $1 order by place, score desc, organisation_id', [id]);
}
