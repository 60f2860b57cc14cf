import { type Actor, isMember, isStaff, suspensionOf, type VerbOf } from '@app/kernel';
import { challengeLifecycle, type ChallengeState, listedStates } from './challenge.lifecycle';
import type { Visibility } from './challenge.values';

export interface ChallengeFacts {
  sponsorId: string;
  state: ChallengeState;
  visibility: Visibility;
  listedAt: Date | null;
}

/** Sponsor's people and staff see everything about a challenge, at any time. */
export function mayReadAll(actor: Actor, challenge: Pick<ChallengeFacts, 'sponsorId'>): boolean {
  return isMember(actor, challenge.sponsorId) || isStaff(actor);
}

/** Everybody sees what was published, also when it was cancelled later; who knows the address sees the unlisted. */
export function mayRead(actor: Actor, challenge: ChallengeFacts): boolean {
  if (mayReadAll(actor, challenge)) return true;
  const isPublished = (listedStates as readonly string[]).includes(challenge.state) || (challenge.state === 'cancelled' && challenge.listedAt !== null);
  return isPublished && (challenge.visibility === 'public' || challenge.visibility === 'unlisted');
}

/** Writing a draft. */
export function mayDraft(actor: Actor, organisationId: string): boolean {
  return isMember(actor, organisationId, 'owner', 'manager', 'contributor');
}

/** Asking for review, scheduling, cancelling: what binds the organisation. */
export function mayManage(actor: Actor, organisationId: string): boolean {
  return isMember(actor, organisationId, 'owner', 'manager');
}

export function mayReview(actor: Actor, organisationId: string): boolean {
  return isStaff(actor, 'moderator') && !isMember(actor, organisationId);
}

/** Stops its clock and lets it go on: the platform itself, and staff who do not belong to the sponsor. */
export function mayPause(actor: Actor, organisationId: string): boolean {
  return actor.capacity === 'system' || mayReview(actor, organisationId);
}

/** What this actor may do with it now: the lifecycle and the policy together. */
export function challengeVerbs(actor: Actor, challenge: ChallengeFacts & { funded: bigint }): string[] {
  const { sponsorId, state, funded } = challenge;
  const isStopped = suspensionOf(actor, sponsorId) !== undefined;
  const may: Partial<Record<VerbOf<typeof challengeLifecycle>, boolean>> = {
    edit: !isStopped && mayDraft(actor, sponsorId) && funded === 0n,
    requestReview: !isStopped && mayManage(actor, sponsorId),
    schedule: !isStopped && mayManage(actor, sponsorId),
    cancel: !isStopped && mayManage(actor, sponsorId) && funded === 0n && state !== 'open',
    approve: mayReview(actor, sponsorId),
    requestChanges: mayReview(actor, sponsorId),
  };
  return challengeLifecycle.verbs(state).filter((verb) => may[verb] === true);
}
