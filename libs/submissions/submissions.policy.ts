import { type Actor, isMember, isStaff } from '@app/kernel';
import type { EntryState } from './entry.lifecycle';
import type { Opener } from './opening.entity';

export interface AuthorFacts {
  state: EntryState;
  memberIds: readonly string[];
  payeeOrganisationIds: readonly string[];
}

/** Members of the entry, and those who approve for an institution that stands behind it. Nobody else, whoever they are. */
export function authorSide(actor: Actor, entry: Pick<AuthorFacts, 'memberIds' | 'payeeOrganisationIds'>): Extract<Opener, 'author' | 'approver'> | undefined {
  if (actor.personId !== undefined && entry.memberIds.includes(actor.personId)) return 'author';
  if (actor.personId !== undefined && entry.payeeOrganisationIds.some((id) => isMember(actor, id, 'approver'))) return 'approver';
  return undefined;
}

export function mayWrite(actor: Actor, entry: AuthorFacts): boolean {
  return entry.state === 'joined' && authorSide(actor, entry) === 'author';
}

/** What binds the sponsor: who manages a challenge may question a submission. */
export function mayPropose(actor: Actor, sponsorId: string): boolean {
  return isMember(actor, sponsorId, 'owner', 'manager');
}

export function mayDecideEligibility(actor: Actor, organisationIds: readonly string[]): boolean {
  return isStaff(actor, 'moderator') && organisationIds.every((id) => !isMember(actor, id));
}
