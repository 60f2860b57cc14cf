import { Inject, Injectable } from '@nestjs/common';
import { type PayloadOf, showId } from '@app/kernel';
import { CONFIG, type Config, Db, DoesOutside, Mailer } from '@app/platform';
import { Person } from '@app/identity';
import { m } from '@app/messages';
import { Agreement } from '../agreement.entity';
import { isOpen } from '../agreement.lifecycle';
import { mailAgreement } from '../agreements.events';

/** Tells both sides that there is something to sign, and that it is signed. */
@Injectable()
export class AgreementMails {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly db: Db,
    private readonly mailer: Mailer,
  ) {}

  /** Nobody is asked to sign what was signed, or ended, meanwhile. */
  @DoesOutside(mailAgreement)
  async agreement({ agreementId, personId, what }: PayloadOf<typeof mailAgreement>): Promise<void> {
    const { id, state, terms } = (await this.db.findOne(Agreement, agreementId))!;
    const person = await this.db.findOne(Person, personId);
    if (person?.state !== 'active' || (what === 'ready' && !isOpen(state))) return;
    const about = { title: terms.challenge.title, sponsor: terms.sponsor.name, recipient: terms.recipient.name };
    const words =
      what === 'ready'
        ? { subject: m.mail_agreement_ready_subject(about), paragraphs: [m.mail_agreement_ready_text(about), m.mail_agreement_ready_then()] }
        : { subject: m.mail_agreement_force_subject(about), paragraphs: [m.mail_agreement_force_text(about), m.mail_agreement_force_then()] };
    const action = { label: m.mail_agreement_action(), url: `${this.config.publicUrl}/agreements/${showId('agreement', id)}` };
    await this.mailer.send({ to: person.email, ...words, action, reason: m.mail_agreement_reason() });
  }
}
