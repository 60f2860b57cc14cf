import { type Actor, isMember, isStaff } from '@app/kernel';

/** Whoever keeps an organisation's money. */
export function mayReadMoney(actor: Actor, organisationId: string): boolean {
  return isMember(actor, organisationId, 'owner', 'manager', 'treasurer');
}

/** Staff see fundings of others than their own organisation, to help and to explain. */
export function mayReadFunding(actor: Actor, organisationId: string): boolean {
  return mayReadMoney(actor, organisationId) || (isStaff(actor, 'finance', 'support') && !isMember(actor, organisationId));
}

/** Pays with the organisation's card: a person, never a token. */
export function mayPay(actor: Actor, organisationId: string): boolean {
  return actor.personId !== undefined && isMember(actor, organisationId, 'owner', 'manager', 'treasurer');
}

/** Has a payout sent again that was refused: staff who do not belong to its payee. */
export function mayRetryPayout(actor: Actor, organisationId: string): boolean {
  return isStaff(actor, 'finance') && !isMember(actor, organisationId);
}

/** Holds a payout back, and lets it go: staff who do not belong to its payee. */
export function mayHoldPayout(actor: Actor, organisationId: string): boolean {
  return isStaff(actor, 'finance', 'moderator') && !isMember(actor, organisationId);
}

/** Decides where money to the organisation goes: a person, never a token. */
export function mayEditPayee(actor: Actor, organisationId: string): boolean {
  return actor.personId !== undefined && isMember(actor, organisationId, 'owner', 'treasurer');
}
