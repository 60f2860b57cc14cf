import '@fastify/cookie';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { type Actor, anonymous, type MemberRole, type OrganisationId, type PersonId, type StaffRole, type Suspended } from '@app/kernel';
import { type ActorSource, CONFIG, type Config, Db, requestProblems, visitorAddress } from '@app/platform';
import { Authentication, tokenRoles } from './authentication.service';
import { hashOf } from './secrets';
import { readSuspended, suspendedColumns } from './suspension.entity';
import { sessionCookie } from './session.cookie';
import { isSessionLive, isWorthNoticing } from './session.rules';
import { staffRoleLasts } from './staff.rules';

interface Found {
  id: string;
  personId: PersonId;
  authenticatedAt: Date;
  lastSeenAt: Date;
  expiresAt: Date;
  wallNow: Date;
  memberships: { organisationId: OrganisationId; roles: MemberRole[]; suspended: Suspended | null }[];
  suspended: Suspended | null;
  staffRoles: StaffRole[];
}

/** Who is calling, with the rights they have at this moment: whoever was removed is out on the next request. */
@Injectable()
export class Actors implements ActorSource {
  constructor(
    private readonly db: Db,
    private readonly authentication: Authentication,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** A token that is not good is refused; a cookie that is not good any more is a visitor. @throws unauthenticated */
  async actorOf(request: FastifyRequest): Promise<Actor> {
    const about = { requestId: request.id, address: visitorAddress(request, this.config) };
    if (/^bearer\b/i.test(request.headers.authorization ?? '')) return { ...(await this.service(request)), ...about };
    const secret = request.cookies[sessionCookie];
    return { ...((secret !== undefined && (await this.person(secret))) || anonymous), ...about };
  }

  private async person(secret: string): Promise<Actor | undefined> {
    const [found] = await this.db.prepared<Found>(
      'identity_session',
      `select s.id, s.person_id as "personId", s.authenticated_at as "authenticatedAt", s.last_seen_at as "lastSeenAt", s.expires_at as "expiresAt", now() as "wallNow",
         coalesce((select jsonb_agg(jsonb_build_object('organisationId', m.organisation_id, 'roles', m.roles, 'suspended', (select ${suspendedColumns} from suspended u where u.organisation_id = m.organisation_id)) order by m.joined_at, m.id)
           from member m join organisation o on o.id = m.organisation_id and o.state = 'active' where m.person_id = p.id), '[]') as memberships,
         array(select g.role from staff_grant g where g.person_id = p.id and g.confirmed_at > app_now() - make_interval(days => $2) order by g.role) as "staffRoles",
         (select ${suspendedColumns} from suspended u where u.person_id = p.id) as suspended
       from session s join person p on p.id = s.person_id and p.state = 'active'
       where s.token_hash = $1 and s.ended_at is null`,
      [hashOf(secret), staffRoleLasts],
    );
    if (!found || !isSessionLive(found, found.staffRoles.length > 0, found.wallNow)) return undefined;
    if (isWorthNoticing(found.lastSeenAt, found.wallNow)) await this.db.query('update session set last_seen_at = now() where id = $1', [found.id]);
    const { id, personId, authenticatedAt } = found;
    const suspended = readSuspended(found.suspended);
    const memberships = found.memberships.map((one) => ({ ...one, suspended: readSuspended(one.suspended) }));
    return { capacity: 'person', personId, credentialId: id, memberships, staffRoles: suspended ? [] : found.staffRoles, suspended, authenticatedAt };
  }

  private async service(request: FastifyRequest): Promise<Actor> {
    const holder = await this.authentication.byToken(request);
    if (!holder) throw requestProblems.unauthenticated();
    const { tokenId, serviceAccountId, organisationId, scopes, isStale, suspended } = holder;
    if (isStale) await this.db.query('update service_token set last_used_at = now() where id = $1', [tokenId]);
    return { capacity: 'member', serviceAccountId, credentialId: tokenId, organisationId, memberships: [{ organisationId, roles: tokenRoles, suspended: readSuspended(suspended) }], staffRoles: [], scopes };
  }
}
