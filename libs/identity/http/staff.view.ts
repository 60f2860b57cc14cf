import { ApiProperty } from '@nestjs/swagger';
import { showId, type StaffRole, staffRoles } from '@app/kernel';
import { personLifecycle } from '../identity.lifecycle';
import type { AcademicDomain } from '../academic';
import type { FindingRow, OrganisationRow, PersonRow, StaffRow } from '../identity.queries';
import { type Organisation, organisationKinds } from '../organisation.entity';
import { staffRoleEnds } from '../staff.rules';
import { readSuspended } from '../suspension.entity';
import { OrganisationFindingView } from './organisations.view';
import { SuspendedView } from './suspended.view';

/** A person, as staff see one */
export class PersonView {
  id: string;
  name: string;
  email: string;
  /** ISO 3166 alpha-2 */
  country: string;
  @ApiProperty({ enum: personLifecycle.states })
  state: string;
  createdAt: string;
  suspended: SuspendedView | null;

  static of({ id, name, email, country, state, createdAt, suspended }: PersonRow): PersonView {
    return Object.assign(new PersonView(), { id: showId('person', id), name, email, country, state, createdAt: createdAt.toISOString(), suspended: SuspendedView.of(readSuspended(suspended)) });
  }
}

export class PersonPage {
  items: PersonView[];
  /** Pass as `after` for the next page */
  next?: string;
}

/** One staff role of one person */
export class StaffGrantView {
  id: string;
  personId: string;
  name: string;
  email: string;
  @ApiProperty({ enum: staffRoles })
  role: StaffRole;
  confirmedAt: string;
  /** It does not count from then on unless somebody confirms it */
  endsAt: string;

  static of({ id, personId, name, email, role, confirmedAt }: StaffRow): StaffGrantView {
    return Object.assign(new StaffGrantView(), {
      id: showId('staffGrant', id), personId: showId('person', personId), name, email, role, confirmedAt: confirmedAt.toISOString(), endsAt: staffRoleEnds(confirmedAt).toISOString(),
    });
  }
}

export class StaffRoleGrantedView extends StaffGrantView {
  /** The person did not hold it and is told why; one they held is confirmed for another year, and they are not told */
  isNew: boolean;

  static override of(row: StaffRow & { isNew: boolean }): StaffRoleGrantedView {
    return Object.assign(new StaffRoleGrantedView(), StaffGrantView.of(row), { isNew: row.isNew });
  }
}

export class StaffListView {
  items: StaffGrantView[];

  static of(rows: readonly StaffRow[]): StaffListView {
    return Object.assign(new StaffListView(), { items: rows.map((row) => StaffGrantView.of(row)) });
  }
}

/** An organisation, as staff list them */
export class OrganisationItemView {
  id: string;
  @ApiProperty({ enum: organisationKinds })
  kind: string;
  name: string;
  /** ISO 3166 alpha-2 */
  country: string;
  createdAt: string;
  verifiedAt: string | null;
  suspended: SuspendedView | null;

  static of({ id, kind, name, country, createdAt, verifiedAt, suspended }: OrganisationRow): OrganisationItemView {
    return Object.assign(new OrganisationItemView(), { id: showId('organisation', id), kind, name, country, createdAt: createdAt.toISOString(), verifiedAt: verifiedAt?.toISOString() ?? null, suspended: SuspendedView.of(readSuspended(suspended)) });
  }
}

export class OrganisationPage {
  items: OrganisationItemView[];
  /** Pass as `after` for the next page */
  next?: string;
}

/** A university at whose addresses members of an organisation write */
export class AcademicDomainView {
  domain: string;
  /** Its name, as the list of academic domains has it */
  institution: string;
  members: number;
}

/** What staff found, and who of them */
export class StaffFindingView extends OrganisationFindingView {
  /** Their name */
  by: string | null;

  static override of(finding: FindingRow): StaffFindingView {
    return Object.assign(new StaffFindingView(), OrganisationFindingView.of(finding), { by: finding.by });
  }
}

/** Whether staff checked an organisation, and what helps to */
export class VerificationView {
  organisationId: string;
  isVerified: boolean;
  verifiedAt: string | null;
  /** What staff found last; a new name or country since then undoes it. Null where they never looked */
  @ApiProperty({ type: () => StaffFindingView, nullable: true })
  finding: StaffFindingView | null;
  /** Of the organisation */
  version: number;
  /** A hint, no proof: a student has such an address too */
  academicDomains: AcademicDomainView[];

  static of({ id, verifiedAt, version }: Organisation, finding: FindingRow | undefined, academicDomains: (AcademicDomain & { members: number })[]): VerificationView {
    return Object.assign(new VerificationView(), {
      organisationId: showId('organisation', id), isVerified: verifiedAt !== null, verifiedAt: verifiedAt?.toISOString() ?? null, finding: finding ? StaffFindingView.of(finding) : null, version, academicDomains,
    });
  }
}
