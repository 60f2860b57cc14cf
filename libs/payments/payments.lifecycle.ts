import { defineLifecycle, type StateOf } from '@app/kernel';

/** Money a sponsor promised for one subject, until all of it is here. A session that ran out does not end it; another is opened. */
export const fundingLifecycle = defineLifecycle('funding', {
  created: { open: 'pending', expire: 'expired' },
  pending: { open: 'pending', capture: 'captured', fail: 'failed', expire: 'expired' },
  captured: {},
  failed: {},
  expired: {},
});
export type FundingState = StateOf<typeof fundingLifecycle>;

/** One payment at the provider; large fundings need several. `lapse`: its session ran out unpaid. */
export const chargeLifecycle = defineLifecycle('charge', {
  created: { open: 'pending', pay: 'paid', cancel: 'cancelled' },
  pending: { open: 'pending', pay: 'paid', lapse: 'created', fail: 'failed', cancel: 'cancelled' },
  paid: {},
  failed: { pay: 'paid' },
  cancelled: {},
});
export type ChargeState = StateOf<typeof chargeLifecycle>;

/** Part of a funding kept for one award: a hold in the ledger. */
export const reservationLifecycle = defineLifecycle('reservation', {
  open: { release: 'released', free: 'freed' },
  released: {},
  freed: {},
});
export type ReservationState = StateOf<typeof reservationLifecycle>;

/** Money to one payee for one award. `unknown`: the provider's answer was lost, so the same key is used again. */
export const payoutLifecycle = defineLifecycle('payout', {
  awaiting_payee: { admit: 'ready' },
  ready: { send: 'sending', await: 'awaiting_payee' },
  sending: { send: 'sending', confirm: 'sent', lose: 'unknown', wait: 'ready', fail: 'failed', block: 'blocked' },
  unknown: { send: 'sending', confirm: 'sent' },
  failed: { retry: 'ready', confirm: 'sent' },
  blocked: { retry: 'ready', confirm: 'sent' },
  sent: { reverse: 'reversed' },
  reversed: {},
});
export type PayoutState = StateOf<typeof payoutLifecycle>;

/** Staff stop a payout; another of them lets it go. */
export const payoutHoldLifecycle = defineLifecycle('payout hold', {
  in_force: { release: 'released' },
  released: {},
});

/** One transfer at the provider. `refuse`: it certainly did not happen, and the money is payable again. */
export const transferLifecycle = defineLifecycle('transfer', {
  created: { send: 'sending', confirm: 'sent' },
  sending: { send: 'sending', confirm: 'sent', refuse: 'created' },
  sent: { reverse: 'reversed' },
  reversed: {},
});
export type TransferState = StateOf<typeof transferLifecycle>;

/** Money back to the sponsor. `pending`: the provider took it on and waits for its balance or the bank. */
export const refundLifecycle = defineLifecycle('refund', {
  created: { send: 'sending', succeed: 'succeeded' },
  sending: { send: 'sending', take: 'pending', succeed: 'succeeded', wait: 'created', fail: 'failed' },
  pending: { take: 'pending', succeed: 'succeeded', fail: 'failed' },
  succeeded: { fail: 'failed' },
  failed: {},
});
export type RefundState = StateOf<typeof refundLifecycle>;

/** What the provider says about an organisation's account; it may change to anything but come back from closed. */
export const payeeStatuses = ['none', 'pending', 'active', 'restricted', 'rejected', 'closed'] as const;
export type PayeeStatus = (typeof payeeStatuses)[number];
