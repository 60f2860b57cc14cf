import { defineLifecycle, type StateOf } from '@app/kernel';

/** `open` lasts from the first phase's opening to the last decision. */
export const challengeLifecycle = defineLifecycle('challenge', {
  draft: { edit: 'draft', requestReview: 'in_review', cancel: 'cancelled' },
  in_review: { approve: 'approved', requestChanges: 'draft', cancel: 'cancelled' },
  approved: { edit: 'draft', schedule: 'scheduled', cancel: 'cancelled' },
  scheduled: { open: 'open', cancel: 'cancelled' },
  open: { decide: 'decided', cancel: 'cancelled' },
  decided: { complete: 'completed' },
  completed: {},
  cancelled: {},
});

export const phaseLifecycle = defineLifecycle('phase', {
  planned: { open: 'open' },
  open: { close: 'judging' },
  judging: { decide: 'decided' },
  decided: {},
});

/** `drop`: the challenge was cancelled meanwhile. */
export const pauseLifecycle = defineLifecycle('pause', {
  in_force: { resume: 'resumed', drop: 'dropped' },
  resumed: {},
  dropped: {},
});

export type ChallengeState = StateOf<typeof challengeLifecycle>;
export type PhaseState = StateOf<typeof phaseLifecycle>;

/** In these states a public challenge can be found by everybody. */
export const listedStates = ['scheduled', 'open', 'decided', 'completed'] as const satisfies readonly ChallengeState[];
