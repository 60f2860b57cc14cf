import { type Actor, isMember, isStaff } from '@app/kernel';
import type { EntryState } from './entry.lifecycle';
import type { Opener } from './opening.entity';

/** Who is on the author's side: members of the entry, and those who approve for an institution behind it. Nobody else, whoever they are. */
export type Side = Extract<Opener, 'author' | 'approver'>;

/** Approvers read; what is handed in, and whether, is the team's. */
export function mayWrite(side: Side, entry: { state: EntryState }): boolean {
  return side === 'author' && entry.state === 'joined';
}

export function mayWithdraw(side: Side): boolean {
  return side === 'author';
}

/** Only who waits for a place leaves after the first phase has closed: who takes part has handed in by then, or nothing of theirs is left to take back. */
export function leavesAtAnyTime({ state }: { state: EntryState }): boolean {
  return state === 'waitlisted';
}

/** Institutions for which this person approves. */
export function approvesFor(actor: Actor): string[] {
  return actor.memberships.filter(({ roles }) => roles.includes('approver')).map(({ organisationId }) => organisationId);
}

/** Who manages a challenge reads what was handed in once it closed, and may question a submission; it binds the sponsor. */
export function mayPropose(actor: Actor, sponsorId: string): boolean {
  return actor.personId !== undefined && isMember(actor, sponsorId, 'owner', 'manager');
}

/** Nor anybody's side, which `Rivals.isNeutral` tells. */
export function mayConfirm(actor: Actor): boolean {
  return isStaff(actor, 'moderator');
}
