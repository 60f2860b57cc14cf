import { type Actor, isMember, isStaff, type MemberRole, type StaffRole } from '@app/kernel';
import type { OrganisationKind } from './organisation.entity';
import type { Suspendable } from './suspension.entity';

const recent = 10 * 60 * 1000;

interface Holder {
  personId: string;
  roles: readonly MemberRole[];
}

/** May see who is in an organisation: its members only, no staff, no tokens. */
export function maySeeMembers(actor: Actor, organisationId: string): boolean {
  return actor.personId !== undefined && isMember(actor, organisationId);
}

/** May invite, change and remove members, and keep service accounts. A token never does. */
export function mayManageMembers(actor: Actor, organisationId: string): boolean {
  return actor.personId !== undefined && isMember(actor, organisationId, 'owner', 'manager');
}

export function mayEditOrganisation(actor: Actor, organisationId: string): boolean {
  return actor.personId !== undefined && isMember(actor, organisationId, 'owner', 'manager');
}

/** Nobody grants what they lack: an owner grants everything, a manager `contributor` and what the manager holds, nobody else anything. */
export function mayGrantRoles(granter: readonly MemberRole[], roles: readonly MemberRole[]): boolean {
  if (granter.includes('owner')) return true;
  return granter.includes('manager') && roles.every((role) => role !== 'owner' && (role === 'contributor' || granter.includes(role)));
}

/** A manager may not take away a role they could not give. */
export function mayChangeMember(granter: readonly MemberRole[], from: readonly MemberRole[], to: readonly MemberRole[]): boolean {
  const changed = [...from.filter((role) => !to.includes(role)), ...to.filter((role) => !from.includes(role))];
  return mayGrantRoles(granter, changed) && (granter.includes('owner') || !from.includes('owner'));
}

/** Whether somebody may more by it than before; what contributors do, owners and managers do already. */
export function gainsRights(from: readonly MemberRole[], to: readonly MemberRole[]): boolean {
  const isAbove = from.includes('owner') || from.includes('manager');
  return to.some((role) => !from.includes(role) && !(role === 'contributor' && isAbove));
}

/** Whether owners change by it; then the one who does it must have proved who they are just now. */
export function changesOwners(from: readonly MemberRole[], to: readonly MemberRole[]): boolean {
  return from.includes('owner') !== to.includes('owner');
}

/** An organisation without an owner belongs to nobody: the last one stays. */
export function isLastOwner(members: readonly Holder[], personId: string): boolean {
  const owners = members.filter(({ roles }) => roles.includes('owner'));
  return owners.length === 1 && owners[0]!.personId === personId;
}

/** `approver` is the technology-transfer office of a university; a sole trader is one person. */
export function rolesOf(kind: OrganisationKind): readonly MemberRole[] {
  if (kind === 'sole_trader') return ['owner'];
  const common: MemberRole[] = ['owner', 'manager', 'signatory', 'treasurer', 'contributor'];
  return kind === 'university' ? [...common, 'approver'] : common;
}

/** A sole trader is one person: there is nothing to divide. */
export function mayHaveUnits(kind: OrganisationKind): boolean {
  return kind !== 'sole_trader';
}

/** Wall time: within ten minutes of the last time the person proved who they are. Tokens never did. */
export function isFreshlyProved(actor: Actor, wallNow: Date): boolean {
  return actor.authenticatedAt !== undefined && wallNow.getTime() - actor.authenticatedAt.getTime() <= recent;
}

/** Operators grant and take staff roles: only those they hold, never to or from themselves. */
export function mayGrantStaffRole(actor: Actor, personId: string, role: StaffRole): boolean {
  return isStaff(actor, 'operator') && isStaff(actor, role) && actor.personId !== personId;
}

/** Staff verify organisations, never their own. */
export function mayVerifyOrganisation(actor: Actor, organisationId: string): boolean {
  return isStaff(actor, 'moderator', 'operator') && !isMember(actor, organisationId);
}

/** Staff suspend and free others: never themselves, nor an organisation they belong to. */
export function maySuspend(actor: Actor, { kind, id }: Suspendable): boolean {
  const isOwn = kind === 'person' ? actor.personId === id : isMember(actor, id);
  return isStaff(actor, 'moderator', 'operator') && !isOwn;
}
