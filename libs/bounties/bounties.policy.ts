import { type Actor, isMember, isStaff } from '@app/kernel';

/** Whose award it is, and who pays. */
export interface AwardFacts {
  kind: string;
  sponsorId: string;
  /** The solver's organisation. */
  organisationId: string;
  /** People of the entry. */
  personIds: readonly string[];
  /** Organisations its money goes to. */
  payeeIds: readonly string[];
}

/** Pays with the sponsor's money: a person, never a token. */
export function mayFund(actor: Actor, sponsorId: string): boolean {
  return actor.personId !== undefined && isMember(actor, sponsorId, 'owner', 'manager', 'treasurer');
}

/** What was paid in, by whom and when; others see the proof of funding. */
export function mayReadFundings(actor: Actor, sponsorId: string): boolean {
  return isMember(actor, sponsorId, 'owner', 'manager', 'treasurer') || (isStaff(actor, 'finance', 'support') && !isMember(actor, sponsorId));
}

/** What goes back to a sponsor: who manages the challenge, keeps its money or signs for it, and staff whom people ask about it, unless they belong to it. */
export function mayReadRest(actor: Actor, sponsorId: string): boolean {
  return isMember(actor, sponsorId, 'owner', 'manager', 'treasurer', 'signatory') || (isStaff(actor, 'finance', 'moderator', 'support') && !isMember(actor, sponsorId));
}

/** All awards of a challenge: its sponsor's people and staff. */
export function mayReadAwards(actor: Actor, sponsorId: string): boolean {
  return isMember(actor, sponsorId) || isStaff(actor);
}

/** Where its money goes is for those who get it. */
export function isRecipient(actor: Actor, { organisationId, personIds, payeeIds }: AwardFacts): boolean {
  if (actor.personId === undefined) return false;
  return personIds.includes(actor.personId) || [organisationId, ...payeeIds].some((id) => isMember(actor, id, 'owner', 'manager', 'signatory', 'treasurer'));
}

/** From where somebody reads an award; who is of both sides gets it. */
export function readsAwardAs(actor: Actor, award: AwardFacts): 'recipient' | 'sponsor' | 'staff' {
  return isRecipient(actor, award) ? 'recipient' : isMember(actor, award.sponsorId) ? 'sponsor' : 'staff';
}

/** A cancelled challenge has no results, so its sponsor never learns who is compensated for what they read blind; how much goes to how many, they do. */
export function mayReadAward(actor: Actor, award: AwardFacts): boolean {
  return isRecipient(actor, award) || (award.kind === 'compensation' ? mayReadCompensations(actor, award.sponsorId) : mayReadAwards(actor, award.sponsorId));
}

export function mayReadCompensations(actor: Actor, sponsorId: string): boolean {
  return isStaff(actor) && !isMember(actor, sponsorId);
}

/** A non-use declaration that waits: who manages the challenge or signs for the sponsor, and staff, since people ask them. Signed, authors read it too. */
export function mayReadUnsigned(actor: Actor, sponsorId: string): boolean {
  return actor.personId !== undefined && (isMember(actor, sponsorId, 'owner', 'manager', 'signatory') || isStaff(actor));
}

/** Declares for the sponsor: a person, never a token. */
export function maySignDeclaration(actor: Actor, sponsorId: string): boolean {
  return actor.personId !== undefined && isMember(actor, sponsorId, 'owner', 'signatory');
}

/** Taking or refusing it: the people who earned it, and who signs for their organisation. */
export function mayAnswer(actor: Actor, { organisationId, personIds }: AwardFacts): boolean {
  return actor.personId !== undefined && (personIds.includes(actor.personId) || isMember(actor, organisationId, 'owner', 'signatory'));
}

/** On contested awards staff decide, who belong to neither side; nor to that of anybody else who takes part, which `Rivals.isNeutral` tells. */
export function mayDecideContest(actor: Actor, { sponsorId, organisationId, payeeIds }: AwardFacts): boolean {
  return isStaff(actor, 'moderator') && ![sponsorId, organisationId, ...payeeIds].some((id) => isMember(actor, id));
}
