import { defineEvent, defineJob } from '@app/kernel';

/** These solvers were not on the challenge's list before. */
export const challengeMatched = defineEvent<{ challengeId: string; organisationIds: string[] }>('matching.challenge_matched');

export const matchChallenge = defineJob<{ challengeId: string }>('matching.match_challenge', 'matching');
export const recommendTo = defineJob<{ organisationId: string }>('matching.recommend_to', 'matching');
