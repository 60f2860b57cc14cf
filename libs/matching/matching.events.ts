import { defineJob } from '@app/kernel';

export const matchChallenge = defineJob<{ challengeId: string }>('matching.match_challenge', 'matching');
/** Something about the solver changed: what suits it, and which lists it may stand on. */
export const recommendTo = defineJob<{ organisationId: string }>('matching.recommend_to', 'matching');
/** A challenge came or went for these solvers. */
export const compareSolvers = defineJob<{ challengeId: string; organisationIds: string[] }>('matching.compare_solvers', 'matching');
