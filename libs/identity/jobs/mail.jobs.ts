import { Inject, Injectable } from '@nestjs/common';
import { type PayloadOf, systemActor } from '@app/kernel';
import { CONFIG, type Config, Db, DoesOutside, Mailer } from '@app/platform';
import { mailInvitation, mailPasswordChanged, mailPasswordReset, mailSignUp } from '../identity.events';
import { localeOf, mails } from '../identity.mails';
import { Invitation } from '../invitation.entity';
import { Organisation } from '../organisation.entity';
import { PasswordReset } from '../password-reset.entity';
import { Person } from '../person.entity';
import { hashOf, newSecret } from '../secrets';
import { SignUp } from '../sign-up.entity';

type WithLink = SignUp | PasswordReset | Invitation;

/**
 * Makes the mails of this module. The secret of a link is made here, at the moment of sending, and only its hash is kept: it
 * never stands in a payload or a log. A mail sent twice carries a new secret, and the older one stops working.
 */
@Injectable()
export class IdentityMails {
  private readonly actor = systemActor('identity.mails');

  constructor(
    private readonly db: Db,
    private readonly mailer: Mailer,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @DoesOutside(mailSignUp)
  async signUp({ signUpId }: PayloadOf<typeof mailSignUp>): Promise<void> {
    const signUp = await this.db.findOne(SignUp, signUpId);
    if (!signUp || signUp.usedAt) return;
    const known = await this.db.findOne(Person, { email: signUp.email });
    const text = known
      ? mails.accountExists(this.page('/sign-in'), localeOf(known))
      : mails.verifyAddress(this.page(`/verify?token=${await this.secretFor(SignUp, signUp)}`), localeOf(undefined));
    await this.mailer.send({ to: signUp.email, ...text });
  }

  @DoesOutside(mailPasswordReset)
  async passwordReset({ passwordResetId }: PayloadOf<typeof mailPasswordReset>): Promise<void> {
    const reset = await this.db.findOne(PasswordReset, passwordResetId);
    const person = reset && !reset.usedAt ? await this.db.findOne(Person, { email: reset.email, state: 'active' }) : undefined;
    if (!reset || !person) return;
    const url = this.page(`/reset?token=${await this.secretFor(PasswordReset, reset)}`);
    await this.mailer.send({ to: person.email, ...mails.resetPassword(url, localeOf(person)) });
  }

  @DoesOutside(mailPasswordChanged)
  async passwordChanged({ personId }: PayloadOf<typeof mailPasswordChanged>): Promise<void> {
    const person = await this.db.findOne(Person, personId);
    if (person) await this.mailer.send({ to: person.email, ...mails.passwordChanged(this.page('/reset'), localeOf(person)) });
  }

  @DoesOutside(mailInvitation)
  async invitation({ invitationId }: PayloadOf<typeof mailInvitation>): Promise<void> {
    const invitation = await this.db.findOne(Invitation, invitationId);
    if (invitation?.state !== 'open') return;
    const [organisation, invited] = await Promise.all([this.db.findOne(Organisation, invitation.organisationId), this.db.findOne(Person, { email: invitation.email })]);
    const url = this.page(`/invite/${await this.secretFor(Invitation, invitation)}`);
    await this.mailer.send({ to: invitation.email, ...mails.invitation(organisation!.name, invitation.roles, url, localeOf(invited)) });
  }

  private async secretFor<Row extends WithLink>(entity: new () => Row, { id }: Row): Promise<string> {
    const secret = newSecret();
    await this.db.change(this.actor, async (tx) => {
      const row = await tx.lock(entity as new () => WithLink, id);
      if (row) await tx.save(Object.assign(row, { tokenHash: hashOf(secret) }));
    });
    return secret;
  }

  private page(path: string): string {
    return `${this.config.publicUrl}${path}`;
  }
}
