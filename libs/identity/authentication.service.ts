import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { type AuthenticateCallback, Passport } from 'passport';
import { Strategy as CustomStrategy } from 'passport-custom';
import { Strategy as LocalStrategy } from 'passport-local';
import type { MemberRole, OrganisationId, Suspended } from '@app/kernel';
import { CONFIG, type Config, Db, visitorAddress } from '@app/platform';
import { type AttemptLimit, Attempts } from './attempts.service';
import { problems } from './identity.problems';
import { networkOf } from './network.rules';
import { Passwords } from './passwords.service';
import { Person } from './person.entity';
import { hashOf } from './secrets';
import { suspendedColumns } from './suspension.entity';

/** The token of a request and what it may do. */
export interface TokenHolder {
  tokenId: string;
  serviceAccountId: string;
  organisationId: OrganisationId;
  scopes: string[];
  isStale: boolean;
  suspended: Suspended | null;
}

export const tokenPrefix = 'ght_';

/** What a service account acts as; its scopes narrow it further. */
export const tokenRoles: readonly MemberRole[] = ['manager'];

/** The problem says which limit was hit: each ends differently. */
const tooMany = { pair: problems.tooManyAttempts, account: problems.tooManyOnAccount, network: problems.tooManyFromNetwork } satisfies Record<AttemptLimit, unknown>;

/** Finds out whether somebody is who they say, and nothing else: passport's strategies without its sessions. */
@Injectable()
export class Authentication {
  private readonly passport = new Passport();

  constructor(
    private readonly db: Db,
    private readonly passwords: Passwords,
    private readonly attempts: Attempts,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.passport.use(
      'password',
      new LocalStrategy({ usernameField: 'email', session: false, passReqToCallback: true }, (request, email, password, done) => {
        this.personBy(email.trim(), password, this.networkOf(request as unknown as FastifyRequest)).then((person) => done(null, person ?? false), done);
      }),
    );
    this.passport.use(
      'token',
      new CustomStrategy((request, done) => {
        this.holderOf(request.headers.authorization ?? '').then((holder) => done(null, holder ?? false), done);
      }),
    );
  }

  /** The person whose `email` and `password` the body holds, or undefined. @throws tooMany… of attempts */
  byPassword(request: FastifyRequest): Promise<Person | undefined> {
    return this.ask<Person>('password', request);
  }

  /** Whose `Authorization: Bearer ght_…` it is, or undefined. */
  byToken(request: FastifyRequest): Promise<TokenHolder | undefined> {
    return this.ask<TokenHolder>('token', request);
  }

  /** One hashing and the same questions whether the account exists or not. @throws tooManyAttempts, tooManyOnAccount, tooManyFromNetwork */
  async personBy(email: string, password: string, network: string): Promise<Person | undefined> {
    const hit = await this.attempts.take(email, network);
    if (hit) throw tooMany[hit]();
    const person = await this.db.findOne(Person, { email });
    const isRight = await this.passwords.isRight(password, person?.passwordHash ?? null);
    if (!person || !isRight || person.state !== 'active') return undefined;
    await this.attempts.succeeded(email, network);
    return person;
  }

  networkOf(request: FastifyRequest): string {
    return networkOf(visitorAddress(request, this.config));
  }

  private async holderOf(header: string): Promise<TokenHolder | undefined> {
    const token = /^Bearer +(ght_[\w-]{43})$/i.exec(header)?.[1];
    if (token === undefined) return undefined;
    const [holder] = await this.db.prepared<TokenHolder>(
      'identity_token',
      `select t.id as "tokenId", a.id as "serviceAccountId", o.id as "organisationId", t.scopes,
         t.last_used_at is null or t.last_used_at < now() - interval '5 minutes' as "isStale",
         (select ${suspendedColumns} from suspended u
           where u.organisation_id = o.id or (o.kind = 'sole_trader' and u.person_id = (select m.person_id from member m where m.organisation_id = o.id)) order by u.organisation_id limit 1) as suspended
       from service_token t
       join service_account a on a.id = t.service_account_id
       join organisation o on o.id = a.organisation_id and o.state = 'active'
       where t.token_hash = $1 and t.revoked_at is null and t.expires_at > now()`,
      [hashOf(token)],
    );
    return holder;
  }

  private ask<Who>(strategy: string, request: FastifyRequest): Promise<Who | undefined> {
    return new Promise((answer, fail) => {
      const settle: AuthenticateCallback = (error, who) => (error ? fail(error as Error) : answer((who || undefined) as Who | undefined));
      const authenticate = this.passport.authenticate(strategy, { session: false }, settle) as (request: unknown, response: unknown, next: (error?: unknown) => void) => void;
      authenticate(request, {}, (error) => fail(error as Error));
    });
  }
}
