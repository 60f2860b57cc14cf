import type { OrganisationId, PersonId } from './id';

/** In which role an actor acts; recorded with everything that is written. */
export type Capacity = 'anonymous' | 'person' | 'member' | 'staff' | 'judge' | 'system';

export const memberRoles = ['owner', 'manager', 'signatory', 'treasurer', 'contributor', 'approver'] as const;
export type MemberRole = (typeof memberRoles)[number];

export const staffRoles = ['moderator', 'finance', 'support', 'operator'] as const;
export type StaffRole = (typeof staffRoles)[number];

/** Stopped from acting by a decision of staff: since when, and until when; null is until somebody lifts it. ISO 8601. */
export interface Suspended {
  readonly since: string;
  readonly until: string | null;
}

/**
 * Who acts: a person or service account, for which organisation (from the path, never guessed), in which capacity.
 * `memberships` and `staffRoles` are read fresh for each request, so a change is in force on the next one.
 */
export interface Actor {
  readonly capacity: Capacity;
  readonly personId?: PersonId;
  readonly serviceAccountId?: string;
  /** The session or token used; its own row only, never another's. */
  readonly credentialId?: string;
  readonly organisationId?: OrganisationId;
  readonly memberships: readonly { organisationId: OrganisationId; roles: readonly MemberRole[]; suspended?: Suspended }[];
  readonly staffRoles: readonly StaffRole[];
  /** The person is suspended; then they have no staff roles either. */
  readonly suspended?: Suspended;
  /** This request may be made in the name of an organisation that is suspended: it reads, or does what stays open to everybody. */
  readonly mayWhileSuspended?: boolean;
  /** Scopes of a token; undefined for a session, which has all rights of its person. */
  readonly scopes?: readonly string[];
  /** When the person last proved who they are; for actions that ask again. */
  readonly authenticatedAt?: Date;
  readonly requestId?: string;
  readonly address?: string;
}

export const anonymous: Actor = { capacity: 'anonymous', memberships: [], staffRoles: [] };

/** The platform itself: the tick, event handlers, the seed. `name` says which. */
export function systemActor(name: string): Actor {
  return { capacity: 'system', memberships: [], staffRoles: [], requestId: name };
}

export function isMember(actor: Actor, organisationId: string, ...roles: MemberRole[]): boolean {
  const membership = actor.memberships.find((one) => one.organisationId === organisationId);
  if (!membership) return false;
  return roles.length === 0 || roles.some((role) => membership.roles.includes(role));
}

/** Whether an organisation this actor belongs to is suspended. */
export function suspensionOf(actor: Actor, organisationId: string): Suspended | undefined {
  return actor.memberships.find((one) => one.organisationId === organisationId)?.suspended;
}

export function isStaff(actor: Actor, ...roles: StaffRole[]): boolean {
  return roles.length === 0 ? actor.staffRoles.length > 0 : roles.some((role) => actor.staffRoles.includes(role));
}

/** The same actor, acting for one organisation or in one capacity. */
export function actingAs(actor: Actor, capacity: Capacity, organisationId?: OrganisationId): Actor {
  return { ...actor, capacity, organisationId };
}
