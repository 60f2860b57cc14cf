import { Injectable } from '@nestjs/common';
import type { Actor, MemberRole, OrganisationId, PersonId, StaffRole, Suspended } from '@app/kernel';
import { Db, type PageQuery, positionOf, requestProblems } from '@app/platform';
import { academicDomain, type AcademicDomain } from './academic';
import { mayManageMembers, maySeeMembers } from './identity.policy';
import type { Invitation } from './invitation.entity';
import type { OrganisationKind } from './organisation.entity';
import { ServiceAccount } from './service-account.entity';
import { suspendedColumns } from './suspension.entity';

export interface MembershipRow {
  organisationId: OrganisationId;
  memberId: string;
  kind: OrganisationKind;
  name: string;
  slug: string;
  roles: MemberRole[];
}

export interface MemberRow {
  id: string;
  personId: PersonId;
  name: string;
  email: string;
  roles: MemberRole[];
  unitId: string | null;
  joinedAt: Date;
  version: number;
}

export interface PersonRow {
  id: PersonId;
  name: string;
  email: string;
  country: string;
  state: string;
  createdAt: Date;
  suspended: Suspended | null;
}

export interface OrganisationRow {
  id: OrganisationId;
  kind: OrganisationKind;
  name: string;
  country: string;
  createdAt: Date;
  verifiedAt: Date | null;
  suspended: Suspended | null;
}

/** What staff found when they checked an organisation. */
export interface FindingRow {
  isVerified: boolean;
  reason: string;
  at: Date;
  by: string | null;
}

export interface StaffRow {
  id: string;
  personId: PersonId;
  name: string;
  email: string;
  role: StaffRole;
  confirmedAt: Date;
}

/** Lists of people and organisations. Each asks for one row more than the page holds, to know whether there is a next. */
@Injectable()
export class IdentityQueries {
  constructor(private readonly db: Db) {}

  membershipsOf(actor: Actor): Promise<MembershipRow[]> {
    return this.db.query<MembershipRow>(
      `select o.id as "organisationId", m.id as "memberId", o.kind, o.name, o.slug, m.roles
       from member m join organisation o on o.id = m.organisation_id and o.state = 'active' where m.person_id = $1 order by m.joined_at, m.id`,
      [actor.personId],
    );
  }

  /** For its members only. @throws notFound */
  async members(actor: Actor, organisationId: OrganisationId, page: PageQuery): Promise<MemberRow[]> {
    if (!maySeeMembers(actor, organisationId)) throw requestProblems.notFound();
    return this.db.query<MemberRow>(
      `select m.id, p.id as "personId", p.name, p.email::text as email, m.roles, m.unit_id as "unitId", m.joined_at as "joinedAt", m.version
       from member m join person p on p.id = m.person_id
       where m.organisation_id = $1 and ($2::timestamptz is null or (m.joined_at, m.id) > ($2, $3::uuid)) order by m.joined_at, m.id limit $4`,
      [organisationId, ...place(page)],
    );
  }

  /** Open ones, for who may invite. @throws notFound */
  async invitations(actor: Actor, organisationId: OrganisationId, page: PageQuery): Promise<Invitation[]> {
    if (!mayManageMembers(actor, organisationId)) throw requestProblems.notFound();
    return this.db.query<Invitation>(
      `select id, email::text as email, roles, state, created_at as "createdAt", expires_at as "expiresAt" from invitation
       where organisation_id = $1 and state = 'open' and ($2::timestamptz is null or (created_at, id) > ($2, $3::uuid)) order by created_at, id limit $4`,
      [organisationId, ...place(page)],
    );
  }

  /** @throws notFound */
  async serviceAccounts(actor: Actor, organisationId: OrganisationId, page: PageQuery): Promise<ServiceAccount[]> {
    if (!mayManageMembers(actor, organisationId)) throw requestProblems.notFound();
    const rows = await this.db.query<ServiceAccount>(
      `select id, organisation_id as "organisationId", name, created_by as "createdBy", created_at as "createdAt" from service_account
       where organisation_id = $1 and ($2::timestamptz is null or (created_at, id) > ($2, $3::uuid)) order by created_at, id limit $4`,
      [organisationId, ...place(page)],
    );
    return rows.map((row) => Object.assign(new ServiceAccount(), row));
  }

  /** For staff: people whose name or address begins with, or contains, `text`. */
  people(text: string, page: PageQuery): Promise<PersonRow[]> {
    return this.db.query<PersonRow>(
      `select id, name, email::text as email, country, state, created_at as "createdAt", (select ${suspendedColumns} from suspended u where u.person_id = person.id) as suspended from person
       where ($1 = '' or strpos(lower(name), lower($1)) > 0 or strpos(lower(email::text), lower($1)) > 0)
         and ($2::timestamptz is null or (created_at, id) > ($2, $3::uuid)) order by created_at, id limit $4`,
      [text, ...place(page)],
    );
  }

  /** For staff: active organisations by name and kind, those that wait for verification or those that have it; the oldest first. */
  organisations({ q, kind, isVerified }: { q: string; kind?: OrganisationKind; isVerified?: boolean }, page: PageQuery): Promise<OrganisationRow[]> {
    return this.db.query<OrganisationRow>(
      `select id, kind, name, country, created_at as "createdAt", verified_at as "verifiedAt",
         (select ${suspendedColumns} from suspended u where u.organisation_id = organisation.id) as suspended from organisation
       where state = 'active' and ($1 = '' or strpos(lower(name), lower($1)) > 0) and ($2::text is null or kind = $2) and ($3::boolean is null or (verified_at is not null) = $3)
         and ($4::timestamptz is null or (created_at, id) > ($4, $5::uuid)) order by created_at, id limit $6`,
      [q, kind ?? null, isVerified ?? null, ...place(page)],
    );
  }

  /** The last word of staff on whether an organisation is what it says, if they ever looked. */
  async finding(organisationId: OrganisationId): Promise<FindingRow | undefined> {
    const [last] = await this.db.query<FindingRow>(
      `select e.action = 'organisation.verify' as "isVerified", e.reason, e.at, p.name as by from audit_entry e left join person p on p.id = e.person_id
       where e.subject = 'organisation' and e.subject_id = $1 and e.action in ('organisation.verify', 'organisation.unverify') order by e.id desc limit 1`,
      [organisationId],
    );
    return last;
  }

  /** Universities at whose addresses members write, most members first; of its twenty commonest domains. */
  async academicDomains(organisationId: OrganisationId): Promise<(AcademicDomain & { members: number })[]> {
    const rows = await this.db.query<{ domain: string; members: number }>(
      `select lower(split_part(p.email::text, '@', 2)) as domain, count(*)::int as members from member m join person p on p.id = m.person_id and p.state = 'active'
       where m.organisation_id = $1 group by 1 order by 2 desc, 1 limit 20`,
      [organisationId],
    );
    const found = new Map<string, AcademicDomain & { members: number }>();
    for (const { domain, members } of rows) {
      const known = await academicDomain(domain);
      if (known) found.set(known.domain, { ...known, members: members + (found.get(known.domain)?.members ?? 0) });
    }
    return [...found.values()];
  }

  staff(): Promise<StaffRow[]> {
    return this.db.query<StaffRow>(
      `select g.id, p.id as "personId", p.name, p.email::text as email, g.role, g.confirmed_at as "confirmedAt"
       from staff_grant g join person p on p.id = g.person_id order by p.name, p.id, g.role`,
    );
  }
}

function place(page: PageQuery): unknown[] {
  const [at = null, id = null] = positionOf(page, 2) ?? [];
  return [at, id, page.limit + 1];
}
