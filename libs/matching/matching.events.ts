import { defineEvent, defineJob } from '@app/kernel';

/** These solvers were not on the challenge's list before. */
export const challengeMatched = defineEvent<{ challengeId: string; organisationIds: string[] }>('matching.challenge_matched');

export const matchChallenge = defineJob<{ challengeId: string }>('matching.match_challenge', 'matching');
/** Something about the solver changed: what suits it, and which lists it may stand on. */
export const recommendTo = defineJob<{ organisationId: string }>('matching.recommend_to', 'matching');
/** A challenge came or went for these solvers. */
export const compareSolvers = defineJob<{ challengeId: string; organisationIds: string[] }>('matching.compare_solvers', 'matching');
