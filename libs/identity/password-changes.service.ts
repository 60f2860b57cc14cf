import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { type Actor, actingAs, type PayloadOf, type PersonId } from '@app/kernel';
import { Db, requestProblems, type Tx } from '@app/platform';
import { Attempts } from './attempts.service';
import { mailPasswordChanged, mailPasswordReset } from './identity.events';
import { problems } from './identity.problems';
import { MailCaps } from './mail-caps.service';
import { passwordFaults } from './password.rules';
import { PasswordReset } from './password-reset.entity';
import { Passwords } from './passwords.service';
import { Person } from './person.entity';
import { hashOf } from './secrets';
import { Sessions, type Started } from './sessions.service';

const linkLasts = 60 * 60 * 1000;

/** New passwords, by the old one or by mail. Either way nobody else stays signed in. */
@Injectable()
export class PasswordChanges {
  constructor(
    private readonly db: Db,
    private readonly passwords: Passwords,
    private readonly sessions: Sessions,
    private readonly attempts: Attempts,
    private readonly mailCaps: MailCaps,
  ) {}

  /** Does the same for every address; whether somebody has it is looked up when the mail is made. @throws tooManyMails */
  async askReset(actor: Actor, email: string): Promise<void> {
    await this.db.change(actor, async (tx) => this.mailCaps.promise(tx, mailPasswordReset, await this.resetOf(tx, email), email));
  }

  /** From the server itself, whatever strangers asked for. */
  async promiseReset(tx: Tx, email: string): Promise<void> {
    tx.enqueue(mailPasswordReset, await this.resetOf(tx, email));
  }

  /** The link of the mail, good once; every session ends, and the owner can sign in whatever strangers tried. @throws linkNotValid, invalid */
  async reset(actor: Actor, token: string, password: string): Promise<void> {
    const [asked] = await this.db.query<{ email: string }>('select email from password_reset where token_hash = $1 and used_at is null and expires_at > now()', [hashOf(token)]);
    if (!asked) throw problems.linkNotValid();
    const passwordHash = await this.hashed(password, asked.email);
    await this.db.change(actor, async (tx) => {
      const [used] = await tx.query<{ email: string }>('update password_reset set used_at = now() where token_hash = $1 and used_at is null and expires_at > now() returning email', [hashOf(token)]);
      const person = used && (await tx.lock(Person, { email: used.email, state: 'active' }));
      if (!person) throw problems.linkNotValid();
      await tx.query('update password_reset set used_at = now() where email = $1 and used_at is null', [person.email]);
      await this.sessions.endAll(tx, { personId: person.id });
      await this.attempts.forget(tx, person.email);
      await this.set(tx, person, passwordHash);
    });
  }

  /** By the old password; other sessions end, this one goes on under a new secret. @throws wrongCredentials, tooMany… of attempts, invalid */
  async change(actor: Actor, current: string, next: string, request: FastifyRequest): Promise<Started> {
    await this.sessions.requirePassword(actor, current, request);
    const { email } = (await this.db.findOne(Person, actor.personId!))!;
    const passwordHash = await this.hashed(next, email, '/newPassword');
    return this.db.change(actingAs(actor, 'person'), async (tx) => {
      const person = (await tx.lock(Person, actor.personId as PersonId))!;
      await this.sessions.endAll(tx, { personId: person.id }, actor.credentialId);
      await this.set(tx, person, passwordHash);
      return this.sessions.renewOwn(tx, actor);
    });
  }

  private async resetOf(tx: Tx, email: string): Promise<PayloadOf<typeof mailPasswordReset>> {
    const reset = await tx.save(PasswordReset.for(email, new Date(Date.now() + linkLasts)));
    return { passwordResetId: reset.id };
  }

  private async hashed(password: string, email: string, pointer?: string): Promise<string> {
    const errors = await passwordFaults(password, email, pointer);
    if (errors.length > 0) throw requestProblems.invalid({ errors });
    return this.passwords.hash(password);
  }

  private async set(tx: Tx, person: Person, passwordHash: string): Promise<void> {
    person.passwordHash = passwordHash;
    await tx.save(person, { action: 'person.setPassword' });
    tx.enqueue(mailPasswordChanged, { personId: person.id });
  }
}
