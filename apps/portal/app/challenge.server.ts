import type { PageArgs } from './api';
import { apiFor } from './api';
import { found, foundOrNothing } from './answers.server';
import { challengeInWords } from './findings.server';

/** Everything public about a challenge. @throws the page of what the API refused */
export async function publicChallenge(args: PageArgs, slug: string) {
  const api = apiFor(args);
  const challenge = challengeInWords(found(await api.GET('/api/v1/challenges/{id}', { params: { path: { id: slug } } })));
  const byId = { params: { path: { id: challenge.id } } };
  const decided = challenge.phases.filter(({ state }) => state === 'decided');
  const [proof, participation, clarifications, ...results] = await Promise.all([
    api.GET('/api/v1/challenges/{id}/proof-of-funding', byId).then(foundOrNothing),
    api.GET('/api/v1/challenges/{id}/participation', byId).then(foundOrNothing),
    api.GET('/api/v1/challenges/{id}/clarifications', byId).then(foundOrNothing),
    ...decided.map(({ id }) => api.GET('/api/v1/phases/{id}/results', { params: { path: { id } } }).then(foundOrNothing)),
  ]);
  return { challenge, proof, entries: participation?.entries, clarifications: clarifications?.items ?? [], results: results.filter((one) => one !== undefined) };
}
