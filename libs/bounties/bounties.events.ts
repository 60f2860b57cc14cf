import { defineEvent, defineJob } from '@app/kernel';

interface OfAward {
  challengeId: string;
  awardId: string;
}

export const awardAnnounced = defineEvent<OfAward>('bounties.award_announced');
export const awardAccepted = defineEvent<OfAward>('bounties.award_accepted');
/** Declined, lapsed or annulled. */
export const awardLost = defineEvent<OfAward>('bounties.award_lost');
/** It stopped, and somebody of the staff has to look at it. */
export const awardContested = defineEvent<OfAward>('bounties.award_contested');
export const awardReleased = defineEvent<OfAward>('bounties.award_released');

export const mailAward = defineJob<{ awardId: string; personId: string; what: 'announced' | 'reminder' | 'contested' }>('bounties.mail_award', 'mail');
export const mailUnpaidPhase = defineJob<{ phaseId: string; personId: string; what: 'reminder' | 'ended_sponsor' | 'ended_finalist'; isPaid: boolean }>('bounties.mail_unpaid_phase', 'mail');
export const mailCancellation = defineJob<{ challengeId: string; personId: string; as: 'entrant' | 'sponsor' }>('bounties.mail_cancellation', 'mail');
export const mailPayout = defineJob<{ payoutId: string; personId: string }>('bounties.mail_payout', 'mail');
/** To the payee's side: a payout stopped. */
export const mailPayoutStopped = defineJob<{ payoutId: string; personId: string }>('bounties.mail_payout_stopped', 'mail');
export const mailRefund = defineJob<{ refundId: string; personId: string }>('bounties.mail_refund', 'mail');
/** To the sponsor's side: a refund, or a payment, failed. */
export const mailRefundFailed = defineJob<{ refundId: string; personId: string }>('bounties.mail_refund_failed', 'mail');
export const mailFundingFailed = defineJob<{ fundingId: string; personId: string }>('bounties.mail_funding_failed', 'mail');
