import { defineEvent } from '@app/kernel';

interface OfChallenge {
  challengeId: string;
}

interface OfPhase extends OfChallenge {
  phaseId: string;
}

export const challengeSubmittedForReview = defineEvent<OfChallenge>('challenge.submitted_for_review');
export const challengeApproved = defineEvent<OfChallenge & { reviewId: string }>('challenge.approved');
export const editsRequested = defineEvent<OfChallenge & { reviewId: string }>('challenge.edits_requested');
/** An approved challenge is a draft again: its terms may change, and nobody is to pay for the old ones. */
export const challengeReopened = defineEvent<OfChallenge>('challenge.reopened');
export const challengeScheduled = defineEvent<OfChallenge>('challenge.scheduled');
export const challengeOpened = defineEvent<OfChallenge>('challenge.opened');
export const challengeDecided = defineEvent<OfChallenge>('challenge.decided');
export const challengeCompleted = defineEvent<OfChallenge>('challenge.completed');
export const challengeCancelled = defineEvent<OfChallenge>('challenge.cancelled');
/** Its clock stands still; everybody who works on it is concerned. */
export const challengePaused = defineEvent<OfChallenge & { pauseId: string }>('challenge.paused');
/** It goes on, and what was ahead is later. */
export const challengeResumed = defineEvent<OfChallenge & { pauseId: string }>('challenge.resumed');
export const fundedChanged = defineEvent<OfChallenge>('challenge.funded_changed');

export const phaseOpened = defineEvent<OfPhase>('challenge.phase_opened');
/** The phase takes no more submissions. */
export const phaseClosed = defineEvent<OfPhase>('challenge.phase_closed');
export const phaseDecided = defineEvent<OfPhase>('challenge.phase_decided');

/** Matching found solvers that were not on the challenge's list before. */
export const challengeMatched = defineEvent<OfChallenge & { organisationIds: string[] }>('challenge.matched');
