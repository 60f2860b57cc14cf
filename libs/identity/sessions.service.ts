import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { IsNull } from 'typeorm';
import { type Actor, anonymous, type Id, type PersonId } from '@app/kernel';
import { Db, requestProblems, sendHint, type Tx } from '@app/platform';
import { Authentication } from './authentication.service';
import { problems } from './identity.problems';
import { Passwords } from './passwords.service';
import { Person } from './person.entity';
import { hashOf, newSecret } from './secrets';
import { Session } from './session.entity';
import { isSessionLive, sessionExpiry } from './session.rules';
import { StaffGrant } from './staff-grant.entity';
import { staffRoleLasts } from './staff.rules';

/** What a browser is given: the session, and once the secret of its cookie. */
export interface Started {
  session: Session;
  secret: string;
}

/** Signing in and out. A session holds no rights, only who it is; rights are read fresh on every request. */
@Injectable()
export class Sessions {
  /** Sessions that are asked about in this turn, and those of them that last. */
  private asked?: { ids: Set<string>; those: Promise<Set<string>> };

  constructor(
    private readonly db: Db,
    private readonly authentication: Authentication,
    private readonly passwords: Passwords,
  ) {}

  /** Always a new session under a new secret; the one the browser came with ends. @throws wrongCredentials, tooMany… of attempts */
  async signIn(request: FastifyRequest, previousSecret: string | undefined): Promise<Started> {
    const person = await this.authentication.byPassword(request);
    if (!person) throw problems.wrongCredentials();
    const { password } = request.body as { password: string };
    const rehashed = this.passwords.isDated(person.passwordHash!) ? await this.passwords.hash(password) : undefined;
    const actor: Actor = { ...anonymous, capacity: 'person', personId: person.id, requestId: request.id };
    return this.db.change(actor, async (tx) => {
      const current = await tx.lock(Person, person.id, 'share');
      // A password changed in the meantime must not let the old one in
      if (current?.passwordHash !== person.passwordHash) throw problems.wrongCredentials();
      if (rehashed !== undefined) await tx.query('update person set password_hash = $2 where id = $1', [person.id, rehashed]);
      if (previousSecret !== undefined) await this.endAll(tx, { tokenHash: hashOf(previousSecret) });
      return this.start(tx, person.id, request);
    });
  }

  /** The person proves again who they are; the session goes on under a new secret. @throws wrongCredentials, tooMany… of attempts */
  async confirm(actor: Actor, password: string, request: FastifyRequest): Promise<Started> {
    await this.requirePassword(actor, password, request);
    return this.db.change(actor, async (tx) => {
      const session = await this.own(tx, actor);
      session.authenticatedAt = new Date();
      return this.renew(tx, session);
    });
  }

  /** @throws wrongCredentials, tooMany… of attempts */
  async requirePassword(actor: Actor, password: string, request: FastifyRequest): Promise<void> {
    const { email } = (await this.db.findOne(Person, actor.personId!))!;
    const person = await this.authentication.personBy(email, password, this.authentication.networkOf(request));
    if (!person) throw problems.wrongCredentials();
  }

  async signOut(actor: Actor): Promise<void> {
    await this.db.change(actor, (tx) => this.endAll(tx, { id: actor.credentialId as Id<'session'> }));
  }

  /** Every session of the person that is not over, newest first. */
  async list(actor: Actor): Promise<Session[]> {
    const sessions = await this.db.find(Session, { personId: actor.personId, endedAt: IsNull() }, { lastSeenAt: 'DESC' });
    return sessions.filter((session) => isSessionLive(session, actor.staffRoles.length > 0, new Date()));
  }

  /** Whether it lasts at this moment. Asking is not using it. Those asked about in one turn, as by a hint to many open pages, share one query. */
  async lasts(id: string): Promise<boolean> {
    this.asked ??= this.lasting(new Set());
    this.asked.ids.add(id);
    return (await this.asked.those).has(id);
  }

  async end(actor: Actor, id: Id<'session'>): Promise<void> {
    await this.db.change(actor, async (tx) => {
      if ((await this.endAll(tx, { id, personId: actor.personId })) === 0) throw requestProblems.notFound();
    });
  }

  async endOthers(actor: Actor): Promise<void> {
    await this.db.change(actor, (tx) => this.endAll(tx, { personId: actor.personId }, actor.credentialId));
  }

  /** Ends sessions, at once and for good; answers how many. */
  async endAll(tx: Tx, which: Partial<Pick<Session, 'id' | 'personId' | 'tokenHash'>>, except?: string): Promise<number> {
    const sessions = (await tx.find(Session, { ...which, endedAt: IsNull() })).filter(({ id }) => id !== except);
    for (const session of sessions) {
      session.endedAt = new Date();
      await tx.save(session, { action: 'session.end' });
      // its own open pages end, and others show that it is gone
      tx.enqueue(sendHint, { people: [session.personId], type: 'session', id: session.id });
    }
    return sessions.length;
  }

  /** The session of this request under a new secret: whoever knew the old one is out. */
  async renewOwn(tx: Tx, actor: Actor): Promise<Started> {
    return this.renew(tx, await this.own(tx, actor));
  }

  private async start(tx: Tx, personId: PersonId, request: FastifyRequest): Promise<Started> {
    const secret = newSecret();
    const now = new Date();
    const isStaff = (await tx.find(StaffGrant, { personId })).length > 0;
    const userAgent = request.headers['user-agent']?.slice(0, 200) ?? null;
    const details = { tokenHash: hashOf(secret), personId, network: this.authentication.networkOf(request), userAgent, expiresAt: sessionExpiry(isStaff, now) };
    return { session: await tx.save(Session.of(details, now), { action: 'session.start' }), secret };
  }

  private async renew(tx: Tx, session: Session): Promise<Started> {
    const secret = newSecret();
    session.tokenHash = hashOf(secret);
    await tx.save(session, { action: 'session.renew' });
    return { session, secret };
  }

  private async own(tx: Tx, actor: Actor): Promise<Session> {
    const session = await tx.findOne(Session, { id: actor.credentialId as Id<'session'>, endedAt: IsNull() });
    if (!session) throw requestProblems.unauthenticated();
    return session;
  }

  private lasting(ids: Set<string>): { ids: Set<string>; those: Promise<Set<string>> } {
    const those = setImmediate().then(async () => {
      this.asked = undefined;
      const found = await this.db.prepared<Pick<Session, 'id' | 'authenticatedAt' | 'lastSeenAt' | 'expiresAt'> & { isStaff: boolean; wallNow: Date }>(
        'identity_sessions_last',
        `select s.id, s.authenticated_at as "authenticatedAt", s.last_seen_at as "lastSeenAt", s.expires_at as "expiresAt", now() as "wallNow",
           exists (select from staff_grant g where g.person_id = p.id and g.confirmed_at > app_now() - make_interval(days => $2)) as "isStaff"
         from session s join person p on p.id = s.person_id and p.state = 'active' where s.id = any ($1) and s.ended_at is null`,
        [[...ids], staffRoleLasts],
      );
      return new Set<string>(found.filter((session) => isSessionLive(session, session.isStaff, session.wallNow)).map(({ id }) => id));
    });
    return { ids, those };
  }
}
