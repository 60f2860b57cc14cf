import { Inject, Injectable } from '@nestjs/common';
import { money, moneyText, type PayloadOf, showId } from '@app/kernel';
import { CONFIG, type Config, Db, DoesOutside, type Mail, Mailer } from '@app/platform';
import { type Challenge, Challenges } from '@app/challenges';
import { Person } from '@app/identity';
import { m } from '@app/messages';
import { Funding, Payout, Refund } from '@app/payments';
import { mailFundingFailed, mailPayoutStopped, mailRefundFailed } from '../bounties.events';

/** The mails about money that did not move as it should. Nothing is said where it went right meanwhile. */
@Injectable()
export class BadNewsMails {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly db: Db,
    private readonly mailer: Mailer,
    private readonly challenges: Challenges,
  ) {}

  @DoesOutside(mailPayoutStopped)
  async payoutStopped({ payoutId, personId }: PayloadOf<typeof mailPayoutStopped>): Promise<void> {
    const payout = (await this.db.findOne(Payout, payoutId))!;
    if (payout.state !== 'blocked' && payout.state !== 'failed') return;
    const about = await this.about(payout, payout.amount);
    await this.send(personId, {
      subject: m.mail_payout_stopped_subject(about),
      paragraphs: [m.mail_payout_stopped_text(about), payout.state === 'blocked' ? m.mail_payout_stopped_yours() : m.mail_payout_stopped_ours()],
      action: { label: m.mail_payout_action(), url: this.page(`/settings/payouts?organisation=${showId('organisation', payout.organisationId)}`) },
      reason: m.mail_payout_reason(),
    });
  }

  @DoesOutside(mailRefundFailed)
  async refundFailed({ refundId, personId }: PayloadOf<typeof mailRefundFailed>): Promise<void> {
    const refund = (await this.db.findOne(Refund, refundId))!;
    const about = await this.about(refund, refund.amount);
    await this.send(personId, {
      subject: m.mail_refund_failed_subject(about),
      paragraphs: [m.mail_refund_failed_text(about), m.mail_refund_failed_then()],
      action: { label: m.mail_refund_action(), url: this.page(`/manage/${about.slug}/overview`) },
      reason: m.mail_refund_reason(),
    });
  }

  @DoesOutside(mailFundingFailed)
  async fundingFailed({ fundingId, personId }: PayloadOf<typeof mailFundingFailed>): Promise<void> {
    const funding = (await this.db.findOne(Funding, fundingId))!;
    const about = await this.about(funding, funding.bounty + funding.fee);
    await this.send(personId, {
      subject: m.mail_funding_failed_subject(about),
      paragraphs: [m.mail_funding_failed_text(about), m.mail_funding_failed_then()],
      action: { label: m.mail_funding_failed_action(), url: this.page(`/drafts/${about.challenge}/fund`) },
      reason: m.mail_refund_reason(),
    });
  }

  private async about({ subjectId, currency }: Pick<Payout, 'subjectId' | 'currency'>, amount: bigint): Promise<Record<'amount' | 'title' | 'slug' | 'challenge', string>> {
    const { id, title, slug }: Challenge = (await this.challenges.find(subjectId))!;
    return { amount: moneyText(money(amount, currency)), title, slug, challenge: showId('challenge', id) };
  }

  private async send(personId: string, mail: Omit<Mail, 'to'>): Promise<void> {
    const person = await this.db.findOne(Person, personId);
    if (person?.state === 'active') await this.mailer.send({ to: person.email, ...mail });
  }

  private page(path: string): string {
    return `${this.config.publicUrl}${path}`;
  }
}
