import { ApiProperty } from '@nestjs/swagger';
import { type Actor, isMember, type MemberRole, memberRoles, showId, suspensionOf } from '@app/kernel';
import { invitationLifecycle, organisationLifecycle } from '../identity.lifecycle';
import { mayEditOrganisation, mayHaveUnits, mayManageMembers, maySeeMembers, rolesOf } from '../identity.policy';
import type { FindingRow, MemberRow } from '../identity.queries';
import type { Invitation } from '../invitation.entity';
import type { Member } from '../member.entity';
import { type Organisation, organisationKinds } from '../organisation.entity';
import { type ScopeName, scopeNames } from '../scopes';
import type { ServiceAccount, ServiceToken } from '../service-account.entity';
import type { Unit } from '../unit.entity';

/** What everybody may know of an organisation */
export class OrganisationView {
  id: string;
  @ApiProperty({ enum: organisationKinds })
  kind: string;
  name: string;
  slug: string;
  /** ISO 3166 alpha-2 */
  country: string;
  website: string | null;
  /** What it can do, in its own words; plain text */
  about: string | null;
  topics: string[];
  /** For its members and staff only, else null */
  declaredOwner: string | null;
  /** Staff checked that it is what it says */
  isVerified: boolean;
  @ApiProperty({ enum: organisationLifecycle.states })
  state: string;
  /** Roles its members can have; which depends on its kind */
  @ApiProperty({ enum: memberRoles, isArray: true })
  memberRoles: MemberRole[];
  version: number;
  /** What you may do here: `edit`, `see_members`, `manage_members`, `see_units`, `manage_units` */
  can: string[];

  static of(organisation: Organisation, actor: Actor): OrganisationView {
    const { id, kind, name, slug, country, website, about, topics, declaredOwner, verifiedAt, state, version } = organisation;
    const isInside = (actor.personId !== undefined && isMember(actor, id)) || actor.staffRoles.length > 0;
    const isActive = state === 'active' && !suspensionOf(actor, id);
    const can = [
      ...(isActive && mayEditOrganisation(actor, id) ? ['edit'] : []),
      ...(maySeeMembers(actor, id) ? ['see_members'] : []),
      ...(isActive && mayManageMembers(actor, id) ? ['manage_members'] : []),
      ...(mayHaveUnits(kind) && maySeeMembers(actor, id) ? ['see_units'] : []),
      ...(isActive && mayHaveUnits(kind) && mayManageMembers(actor, id) ? ['manage_units'] : []),
    ];
    return Object.assign(new OrganisationView(), {
      id: showId('organisation', id), kind, name, slug, country, website, about, topics, declaredOwner: isInside ? declaredOwner : null, isVerified: verifiedAt !== null, state, memberRoles: [...rolesOf(kind)], version, can,
    });
  }
}

/** What staff found when they checked it */
export class OrganisationFindingView {
  /** It is what it says; else it was not shown, or no longer so */
  isVerified: boolean;
  reason: string;
  at: string;

  static of({ isVerified, reason, at }: Pick<FindingRow, 'isVerified' | 'reason' | 'at'>): OrganisationFindingView {
    return Object.assign(new OrganisationFindingView(), { isVerified, reason, at: at.toISOString() });
  }
}

/** A part of an organisation: a faculty, a laboratory, a plant */
export class UnitView {
  id: string;
  name: string;
  version: number;

  static of({ id, name, version }: Pick<Unit, 'id' | 'name' | 'version'>): UnitView {
    return Object.assign(new UnitView(), { id: showId('unit', id), name, version });
  }
}

/** A unit in a list */
export class ListedUnitView extends UnitView {
  /** How many work there; null for those who are no members of the organisation */
  @ApiProperty({ type: 'integer', nullable: true })
  members: number | null;
}

export class UnitListView {
  items: ListedUnitView[];

  static of(units: readonly Unit[], sizes: ReadonlyMap<string, number> | undefined): UnitListView {
    return Object.assign(new UnitListView(), { items: units.map((unit) => Object.assign(new ListedUnitView(), UnitView.of(unit), { members: sizes ? (sizes.get(unit.id) ?? 0) : null })) });
  }
}

/** Where a member works, after a change */
export class MemberUnitView {
  id: string;
  unit: UnitView | null;
  version: number;

  static of({ member, unit }: { member: Member; unit: Unit | null }): MemberUnitView {
    return Object.assign(new MemberUnitView(), { id: showId('member', member.id), unit: unit && UnitView.of(unit), version: member.version });
  }
}

export class MemberView {
  id: string;
  personId: string;
  name: string;
  /** For who manages members and for the member, else null */
  email: string | null;
  @ApiProperty({ enum: memberRoles, isArray: true })
  roles: MemberRole[];
  /** Id of the unit they work in; null: in none */
  unitId: string | null;
  joinedAt: string;
  version: number;

  static of(row: MemberRow, actor: Actor, organisationId: string): MemberView {
    const { id, personId, name, email, roles, unitId, joinedAt, version } = row;
    const isShown = mayManageMembers(actor, organisationId) || actor.personId === personId;
    return Object.assign(new MemberView(), {
      id: showId('member', id), personId: showId('person', personId), name, email: isShown ? email : null, roles, unitId: unitId && showId('unit', unitId), joinedAt: joinedAt.toISOString(), version,
    });
  }
}

export class MemberPage {
  items: MemberView[];
  /** Pass as `after` for the next page */
  next?: string;
}

/** The roles of a member after a change */
export class MemberRolesView {
  id: string;
  personId: string;
  @ApiProperty({ enum: memberRoles, isArray: true })
  roles: MemberRole[];
  version: number;

  static of({ id, personId, roles, version }: Member): MemberRolesView {
    return Object.assign(new MemberRolesView(), { id: showId('member', id), personId: showId('person', personId), roles, version });
  }
}

export class InvitationView {
  id: string;
  email: string;
  @ApiProperty({ enum: memberRoles, isArray: true })
  roles: MemberRole[];
  @ApiProperty({ enum: invitationLifecycle.states })
  state: string;
  createdAt: string;
  expiresAt: string;

  static of({ id, email, roles, state, createdAt, expiresAt }: Invitation): InvitationView {
    return Object.assign(new InvitationView(), { id: showId('invitation', id), email, roles, state, createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString() });
  }
}

export class InvitationPage {
  items: InvitationView[];
  /** Pass as `after` for the next page */
  next?: string;
}

/** What the link of an invitation is about */
export class InvitedView {
  organisation: OrganisationView;
  /** The address it was sent to; only that one can accept */
  email: string;
  @ApiProperty({ enum: memberRoles, isArray: true })
  roles: MemberRole[];
  expiresAt: string;

  static of(invitation: Invitation, organisation: Organisation, actor: Actor): InvitedView {
    const { email, roles, expiresAt } = invitation;
    return Object.assign(new InvitedView(), { organisation: OrganisationView.of(organisation, actor), email, roles, expiresAt: expiresAt.toISOString() });
  }
}

/** A token, without its secret */
export class ServiceTokenView {
  id: string;
  @ApiProperty({ enum: scopeNames, isArray: true })
  scopes: ScopeName[];
  createdAt: string;
  expiresAt: string;
  /** It works no more; by real time, also where the platform's clock was moved */
  hasRunOut: boolean;
  lastUsedAt: string | null;

  static of({ id, scopes, createdAt, expiresAt, lastUsedAt }: ServiceToken): ServiceTokenView {
    return Object.assign(new ServiceTokenView(), {
      id: showId('token', id), scopes, createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString(), hasRunOut: expiresAt <= new Date(), lastUsedAt: lastUsedAt?.toISOString() ?? null,
    });
  }
}

export class NewServiceTokenView extends ServiceTokenView {
  /** Send it as `Authorization: Bearer …`. It is shown this once and not kept */
  secret: string;

  static with(token: ServiceToken, secret: string): NewServiceTokenView {
    return Object.assign(new NewServiceTokenView(), ServiceTokenView.of(token), { secret });
  }
}

export class ServiceAccountView {
  id: string;
  name: string;
  createdAt: string;
  tokens: ServiceTokenView[];

  static of({ id, name, createdAt }: ServiceAccount, tokens: readonly ServiceToken[]): ServiceAccountView {
    const own = tokens.filter((token) => token.serviceAccountId === id);
    return Object.assign(new ServiceAccountView(), { id: showId('serviceAccount', id), name, createdAt: createdAt.toISOString(), tokens: own.map((token) => ServiceTokenView.of(token)) });
  }
}

export class ServiceAccountPage {
  items: ServiceAccountView[];
  /** Pass as `after` for the next page */
  next?: string;
}
