import { type Actor, isMember, isStaff } from '@app/kernel';
import type { Side } from './agreement.entity';

export interface AgreementFacts {
  sponsorId: string;
  recipientId: string;
  authorIds: readonly string[];
}

/** Both sides read it: who made the work, and who answers for either organisation; staff too, since people ask them. */
export function mayRead(actor: Actor, { sponsorId, recipientId, authorIds }: AgreementFacts): boolean {
  if (actor.personId === undefined) return false;
  return authorIds.includes(actor.personId) || [sponsorId, recipientId].some((id) => isMember(actor, id, 'owner', 'manager', 'signatory', 'treasurer')) || isStaff(actor);
}

/** For which side somebody may sign: a person, never a token, and never staff as such. */
export function signsFor(actor: Actor, { sponsorId, recipientId, authorIds }: AgreementFacts): Side | undefined {
  if (actor.personId === undefined) return undefined;
  if (authorIds.includes(actor.personId) || isMember(actor, recipientId, 'owner', 'signatory')) return 'recipient';
  return isMember(actor, sponsorId, 'owner', 'signatory') ? 'sponsor' : undefined;
}
