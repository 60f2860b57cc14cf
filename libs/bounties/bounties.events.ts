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

export const mailAward = defineJob<{ awardId: string; personId: string; what: 'announced' | 'reminder' }>('bounties.mail_award', 'mail');
export const mailPayout = defineJob<{ payoutId: string; personId: string }>('bounties.mail_payout', 'mail');
export const mailRefund = defineJob<{ refundId: string; personId: string }>('bounties.mail_refund', 'mail');
