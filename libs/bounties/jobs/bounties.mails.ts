import { Inject, Injectable } from '@nestjs/common';
import { type Currency, instantText, money, moneyText, type PayloadOf, showId } from '@app/kernel';
import { CONFIG, type Config, Db, DoesOutside, type Mail, Mailer } from '@app/platform';
import { type CancelReason, Challenges } from '@app/challenges';
import { Person } from '@app/identity';
import { m } from '@app/messages';
import { Payout, Refund } from '@app/payments';
import { AwardLists, type AwardRow } from '../awards.queries';
import { mailAward, mailCancellation, mailUnpaidPhase, mailPayout, mailRefund } from '../bounties.events';

/** The mails about awards and their money. Payloads hold ids only. */
@Injectable()
export class BountyMails {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly db: Db,
    private readonly mailer: Mailer,
    private readonly challenges: Challenges,
    private readonly lists: AwardLists,
  ) {}

  /** Nothing is said any more to somebody who answered meanwhile. */
  @DoesOutside(mailAward)
  async award({ awardId, personId, what }: PayloadOf<typeof mailAward>): Promise<void> {
    const award = await this.lists.find(awardId);
    if (award?.state !== (what === 'contested' ? 'contested' : 'announced')) return;
    const about = { title: award.challengeTitle, prize: award.prizeTitle ?? '', amount: textOf(award), by: award.respondBy ? instantText(award.respondBy) : '' };
    const action = { label: m.mail_award_action(), url: this.page(`/awards/${showId('award', award.id)}`) };
    await this.send(personId, { ...wordsOf(award, what, about), action, reason: m.mail_award_reason() });
  }

  /** A reminder of what was paid meanwhile is not sent. */
  @DoesOutside(mailUnpaidPhase)
  async unpaidPhase({ phaseId, personId, what, isPaid }: PayloadOf<typeof mailUnpaidPhase>): Promise<void> {
    const phase = (await this.challenges.findPhase(phaseId))!;
    const { title, slug, id } = (await this.challenges.find(phase.challengeId))!;
    if (what === 'reminder' && phase.state !== 'planned') return;
    const about = { title, number: phase.position, by: instantText(phase.closesAt!) };
    const reason = what === 'ended_finalist' ? m.mail_cancelled_entrant_reason() : m.mail_refund_reason();
    if (what === 'reminder') {
      const action = { label: m.mail_unpaid_action(), url: this.page(`/drafts/${showId('challenge', id)}/fund`) };
      return this.send(personId, { subject: m.mail_unpaid_subject(about), paragraphs: [m.mail_unpaid_text(about), m.mail_unpaid_then(about)], action, reason });
    }
    const then = what === 'ended_finalist' ? m.mail_unpaid_ended_finalist() : m.mail_unpaid_ended_sponsor();
    await this.send(personId, { subject: m.mail_unpaid_ended_subject(about), paragraphs: [isPaid ? m.mail_unpaid_ended_late(about) : m.mail_unpaid_ended_text(about), then], action: { label: m.mail_cancelled_action(), url: this.page(`/challenges/${slug}`) }, reason });
  }

  @DoesOutside(mailCancellation)
  async cancellation({ challengeId, personId, as }: PayloadOf<typeof mailCancellation>): Promise<void> {
    const { title, slug, cancelReason, cancelNote } = (await this.challenges.find(challengeId))!;
    await this.send(personId, {
      subject: m.mail_cancelled_subject({ title }),
      paragraphs: [
        as === 'sponsor' ? m.mail_cancelled_sponsor({ title }) : m.mail_cancelled_entrant({ title }),
        whyCancelled[cancelReason!](),
        ...(cancelNote ? [cancelNote] : []),
        as === 'sponsor' ? m.mail_cancelled_sponsor_then() : m.mail_cancelled_entrant_then(),
      ],
      action: { label: m.mail_cancelled_action(), url: this.page(`/challenges/${slug}`) },
      reason: as === 'sponsor' ? m.mail_cancelled_sponsor_reason() : m.mail_cancelled_entrant_reason(),
    });
  }

  @DoesOutside(mailPayout)
  async payout({ payoutId, personId }: PayloadOf<typeof mailPayout>): Promise<void> {
    const payout = (await this.db.findOne(Payout, payoutId))!;
    const { title } = (await this.challenges.find(payout.subjectId))!;
    const amount = moneyText(money(payout.amount, payout.currency));
    await this.send(personId, {
      subject: m.mail_payout_subject({ amount, title }),
      paragraphs: [m.mail_payout_text({ amount, title }), m.mail_payout_when()],
      action: { label: m.mail_payout_action(), url: this.page('/settings/payouts') },
      reason: m.mail_payout_reason(),
    });
  }

  @DoesOutside(mailRefund)
  async refund({ refundId, personId }: PayloadOf<typeof mailRefund>): Promise<void> {
    const refund = (await this.db.findOne(Refund, refundId))!;
    const challenge = (await this.challenges.find(refund.subjectId))!;
    const { title } = challenge;
    const amount = moneyText(money(refund.amount, refund.currency));
    await this.send(personId, {
      subject: m.mail_refund_subject({ amount, title }),
      paragraphs: [m.mail_refund_text({ amount, title }), whyRefunded[refund.reason]?.() ?? m.mail_refund_why_rest(), m.mail_refund_when()],
      action: { label: m.mail_refund_action(), url: this.page(`/challenges/${challenge.slug}`) },
      reason: m.mail_refund_reason(),
    });
  }

  private async send(personId: string, mail: Omit<Mail, 'to'>): Promise<void> {
    const person = await this.db.findOne(Person, personId);
    if (person?.state === 'active') await this.mailer.send({ to: person.email, ...mail });
  }

  private page(path: string): string {
    return `${this.config.publicUrl}${path}`;
  }
}

const whyRefunded: Record<string, () => string> = {
  nothing_submitted: () => m.mail_refund_why_nothing_submitted(),
  nobody_awarded: () => m.mail_refund_why_nobody_awarded(),
  paid_twice: () => m.mail_refund_why_paid_twice(),
  payment_failed: () => m.mail_refund_why_payment_failed(),
  terms_changed: () => m.mail_refund_why_terms_changed(),
  challenge_cancelled: () => m.mail_refund_why_cancelled(),
};

const whyCancelled: Record<CancelReason, () => string> = {
  no_longer_needed: () => m.cancelled_no_longer_needed(),
  duplicate: () => m.cancelled_duplicate(),
  wrong_terms: () => m.cancelled_wrong_terms(),
  no_funding: () => m.cancelled_no_funding(),
  platform: () => m.cancelled_platform(),
};

type About = Record<'title' | 'prize' | 'amount' | 'by', string>;

function wordsOf(award: AwardRow, what: PayloadOf<typeof mailAward>['what'], about: About): Pick<Mail, 'subject' | 'paragraphs'> {
  if (what === 'contested') return { subject: m.mail_award_contested_subject(about), paragraphs: [m.mail_award_contested_text(about), m.mail_award_contested_then()] };
  if (award.kind === 'compensation') return { subject: m.mail_compensation_subject(about), paragraphs: [m.mail_compensation_text(about), m.mail_compensation_then()] };
  if (award.kind === 'split') return { subject: m.mail_share_subject(about), paragraphs: [m.mail_share_text(about), m.mail_share_then()] };
  const prize = award.currency ? m.mail_award_prize(about) : m.mail_award_selection(about);
  if (what === 'reminder') return { subject: m.mail_award_reminder_subject(about), paragraphs: [prize, m.mail_award_reminder_by(about)] };
  return { subject: m.mail_award_subject(about), paragraphs: [prize, m.mail_award_by(about), ...(award.currency ? [m.mail_award_then()] : [])] };
}

function textOf({ amount, currency }: { amount: string; currency: Currency | null }): string {
  return currency ? moneyText(money(BigInt(amount), currency)) : '';
}
