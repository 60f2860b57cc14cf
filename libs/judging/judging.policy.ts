import { type Actor, isMember, isStaff, suspensionOf } from '@app/kernel';
import type { Challenge } from '@app/challenges';

/** Who asks judges and decides: owners and managers of the sponsor. */
export function mayRunPanel(actor: Actor, challenge: { sponsorId: string }): boolean {
  return isMember(actor, challenge.sponsorId, 'owner', 'manager');
}

/** Who learns that it is the sponsor's turn: all its people, though others of them decide. */
export function mayAwaitDecision(actor: Actor, challenge: { sponsorId: string }): boolean {
  return isMember(actor, challenge.sponsorId);
}

/** Staff may find a substitute judge; not where they stand on a side, which `Rivals.isNeutral` tells. */
export function maySubstitute(actor: Actor): boolean {
  return isStaff(actor, 'moderator');
}

/** Judges are written to only in words that staff have approved. */
export function maySpeakOf({ state }: Pick<Challenge, 'state'>): boolean {
  return !['draft', 'in_review', 'cancelled'].includes(state);
}

/** Whose people may judge, as the rule card says; a sponsor's own not while it is suspended. Asked when somebody accepts, declares and scores: people change sides meanwhile. */
export function mayJudge(actor: Actor, { sponsorId, judgeRoles }: Pick<Challenge, 'sponsorId' | 'judgeRoles'>): boolean {
  return judgeRoles.includes(isMember(actor, sponsorId) ? 'sponsor' : 'independent') && !suspensionOf(actor, sponsorId);
}

/** A seat is its person's alone. */
export function isOwnSeat(actor: Actor, seat: { personId: string | null; state: string }): boolean {
  return actor.personId !== undefined && seat.personId === actor.personId && (seat.state === 'accepted' || seat.state === 'ready');
}
