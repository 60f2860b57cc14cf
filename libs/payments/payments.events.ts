import { defineEvent, defineJob } from '@app/kernel';

/** All charges of a funding are paid: its bounty is held. */
export const fundingCaptured = defineEvent<{ fundingId: string; subjectId: string }>('payments.fundingCaptured');
export const fundingFailed = defineEvent<{ fundingId: string; subjectId: string }>('payments.fundingFailed');
/** Whether an organisation can be paid may have changed. */
export const payeeChanged = defineEvent<{ organisationId: string }>('payments.payeeChanged');
export const payoutSent = defineEvent<{ payoutId: string; awardId: string; subjectId: string }>('payments.payoutSent');
/** A payout stopped and its reason stands in it; the others go on. */
export const payoutBlocked = defineEvent<{ payoutId: string; awardId: string; subjectId: string }>('payments.payoutBlocked');
/** A payout waits for its payee to be payable: told when it begins to, and as a reminder. */
export const payoutWaits = defineEvent<{ payoutId: string; awardId: string; subjectId: string }>('payments.payout_waits');
/** Staff stopped it before it was sent, or let it go again; who decided tells its payee. */
export const payoutHeld = defineEvent<{ holdId: string; payoutId: string; awardId: string; subjectId: string }>('payments.payout_held');
export const payoutHoldReleased = defineEvent<{ holdId: string; payoutId: string; awardId: string; subjectId: string }>('payments.payout_hold_released');
export const refundSucceeded = defineEvent<{ refundId: string; subjectId: string }>('payments.refundSucceeded');
export const refundFailed = defineEvent<{ refundId: string; subjectId: string }>('payments.refundFailed');

export const readProviderEvent = defineJob<{ providerEventId: string }>('payments.readProviderEvent', 'money');
export const lookAtCharge = defineJob<{ chargeId: string }>('payments.lookAtCharge', 'money');
export const closeSession = defineJob<{ sessionId: string }>('payments.closeSession', 'money');
export const lookAtPayee = defineJob<{ payeeId: string }>('payments.lookAtPayee', 'money');
export const sendPayout = defineJob<{ payoutId: string }>('payments.sendPayout', 'money');
export const sendRefund = defineJob<{ refundId: string }>('payments.sendRefund', 'money');
