import { ApiProperty } from '@nestjs/swagger';
import { type Actor, type MemberRole, memberRoles, showId, type StaffRole, staffRoles, type Suspended, suspensionOf } from '@app/kernel';
import type { MembershipRow } from '../identity.queries';
import { organisationKinds } from '../organisation.entity';
import type { Person } from '../person.entity';
import type { Session } from '../session.entity';
import { SuspendedView } from './suspended.view';

export class AddressView {
  email: string;

  static of(email: string): AddressView {
    return Object.assign(new AddressView(), { email });
  }
}

export class MembershipOrganisationView {
  id: string;
  @ApiProperty({ enum: organisationKinds })
  kind: string;
  name: string;
  slug: string;
}

export class MembershipView {
  /** Of the member, not of the person */
  memberId: string;
  organisation: MembershipOrganisationView;
  @ApiProperty({ enum: memberRoles, isArray: true })
  roles: MemberRole[];
  /** Whether the organisation is */
  suspended: SuspendedView | null;

  static of(row: MembershipRow, suspended: Suspended | undefined): MembershipView {
    return Object.assign(new MembershipView(), {
      memberId: showId('member', row.memberId),
      organisation: { id: showId('organisation', row.organisationId), kind: row.kind, name: row.name, slug: row.slug },
      roles: row.roles,
      suspended: SuspendedView.of(suspended),
    });
  }
}

/** Who is signed in, and what they may act for */
export class MeView {
  id: string;
  email: string;
  name: string;
  /** ISO 3166 alpha-2 */
  country: string;
  locale: string;
  memberships: MembershipView[];
  /** Those confirmed within a year */
  @ApiProperty({ enum: staffRoles, isArray: true })
  staffRoles: StaffRole[];
  /** When you last proved who you are; some changes ask again after ten minutes */
  authenticatedAt: string;
  suspended: SuspendedView | null;
  version: number;

  static of(person: Person, actor: Actor, memberships: readonly MembershipRow[]): MeView {
    const { email, name, country, locale, version } = person;
    return Object.assign(new MeView(), {
      id: showId('person', person.id), email, name, country, locale,
      memberships: memberships.map((row) => MembershipView.of(row, suspensionOf(actor, row.organisationId))),
      staffRoles: [...actor.staffRoles],
      authenticatedAt: actor.authenticatedAt!.toISOString(),
      suspended: SuspendedView.of(actor.suspended),
      version,
    });
  }
}

export class SessionView {
  id: string;
  createdAt: string;
  lastSeenAt: string;
  expiresAt: string;
  /** The browser, in its own words */
  userAgent: string | null;
  /** The neighbourhood it came from, not the exact address */
  network: string;
  /** The one this request was made with */
  isCurrent: boolean;

  static of(session: Session, currentId: string | undefined): SessionView {
    const { id, createdAt, lastSeenAt, expiresAt, userAgent, network } = session;
    return Object.assign(new SessionView(), {
      id: showId('session', id),
      createdAt: createdAt.toISOString(),
      lastSeenAt: lastSeenAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
      userAgent, network,
      isCurrent: id === currentId,
    });
  }
}

export class SessionListView {
  items: SessionView[];

  static of(sessions: readonly Session[], currentId: string | undefined): SessionListView {
    return Object.assign(new SessionListView(), { items: sessions.map((one) => SessionView.of(one, currentId)) });
  }
}
