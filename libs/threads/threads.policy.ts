import { type Actor, isMember, isStaff } from '@app/kernel';

interface Sponsored {
  sponsorId: string;
}

/** Anybody signed in but the sponsor's own people, who would answer themselves. */
export function mayAsk(actor: Actor, { sponsorId }: Sponsored): boolean {
  return actor.personId !== undefined && !isMember(actor, sponsorId);
}

/** What is answered binds the sponsor. */
export function mayAnswer(actor: Actor, { sponsorId }: Sponsored): boolean {
  return actor.personId !== undefined && isMember(actor, sponsorId, 'owner', 'manager');
}

/** Reads what was hidden, too. */
export function mayModerate(actor: Actor): boolean {
  return isStaff(actor, 'moderator');
}
