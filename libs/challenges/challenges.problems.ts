import { defineProblems } from '@app/kernel';
import type { Challenge } from './challenge.entity';

export const challengeProblems = defineProblems('challenge', {
  notReady: { status: 409, title: 'Something is still missing before this can be reviewed.' },
  notReadyToOpen: { status: 409, title: 'Something stands in the way of opening.' },
  alreadyFunded: { status: 409, title: 'Money has been paid in; changes now need an amendment, and cancelling needs staff.' },
  ownOrganisation: { status: 403, title: 'Staff never decide on an organisation they belong to.' },
  paused: { status: 409, title: 'This challenge is paused. Nothing is lost: its dates move by as long as it takes.' },
  notPausable: { status: 409, title: 'Only a challenge that is scheduled or open can be paused, and only once at a time.' },
  notPaused: { status: 409, title: 'This challenge is not paused.' },
  noClarification: { status: 404, title: 'There is no such clarification.' },
  noRuleCard: { status: 404, title: 'The rules freeze when the challenge opens; there is no rule card yet.' },
});

/** @throws paused, with since when and the kind of reason */
export function refusePaused({ pausedAt, pausedBecause }: Pick<Challenge, 'pausedAt' | 'pausedBecause'>): void {
  if (pausedAt) throw challengeProblems.paused({ since: pausedAt.toISOString(), reason: pausedBecause });
}
