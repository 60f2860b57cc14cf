import { minute } from '@app/kernel';
import type { ChallengeState, PhaseState } from '@app/challenges';
import { type Band, goingOn, isClosedToSponsor, type SubmissionState } from '@app/submissions';

export const sides = ['solver', 'sponsor'] as const;
export type Side = (typeof sides)[number];

/** For so long an author may still change or delete what they wrote; then it stands, since others go by it. */
export const changesLast = 15 * minute;
export const mostAttachments = 5;
/** Files somebody may have uploaded in a thread without sending them yet. */
export const mostUnsent = 10;

const withResult: readonly SubmissionState[] = ['judged', 'ineligible', 'disqualified'];

/**
 * From the results on; before that, questions only. Who goes on to a later phase is blind there again and asks in public
 * like everybody, until the challenge is decided.
 */
export function isThreadOpen(challenge: { state: ChallengeState }, phase: { state: PhaseState }, submission: { state: SubmissionState; band: Band | null }): boolean {
  const goesOn = challenge.state === 'open' && submission.band !== null && goingOn.includes(submission.band);
  return phase.state === 'decided' && withResult.includes(submission.state) && !goesOn;
}

/** Whether this side can still open what the thread is about: its author always, the sponsor until it is closed to it. */
export function mayOpenSubmission(side: Side, challenge: { state: ChallengeState; closedToSponsorAt: Date | null }, submission: { band: Band | null }): boolean {
  return side === 'solver' || (challenge.state !== 'cancelled' && !isClosedToSponsor(challenge, submission));
}

export function mayChange(message: { postedAt: Date; deletedAt: Date | null; hiddenAt: Date | null }, now: Date): boolean {
  return message.deletedAt === null && message.hiddenAt === null && now.getTime() < message.postedAt.getTime() + changesLast;
}
