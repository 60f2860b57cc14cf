import type { Currency } from '@app/kernel';

export type Side = 'debit' | 'credit';

/** What kinds of accounts there are, and what their balance means. The table `ledger_account_kind` holds the same; a spec compares them. */
export const accountKinds = {
  /** Money the provider has taken in and not settled yet. */
  stripe_pending: { class: 'asset', owned: false, mayBeNegative: true },
  /** Money the provider has settled: what transfers and refunds are paid from. */
  stripe_available: { class: 'asset', owned: false, mayBeNegative: true },
  /** On its way from the provider to the platform's bank. */
  stripe_in_transit: { class: 'asset', owned: false, mayBeNegative: false },
  bank: { class: 'asset', owned: false, mayBeNegative: true },
  /** Taken back by the provider while a dispute is open. */
  dispute_suspense: { class: 'asset', owned: false, mayBeNegative: false },
  /** What a payee owes. Owner: the organisation. */
  receivable: { class: 'asset', owned: true, mayBeNegative: true },
  /** The bounty of one funding that is neither released nor refunded. Owner: the funding. */
  bounty: { class: 'liability', owned: true, mayBeNegative: false },
  /** The fee of one funding, until an award or a split earns it. Owner: the funding. */
  fee_unearned: { class: 'liability', owned: true, mayBeNegative: false },
  /** What was released to a payee and not sent. Owner: the organisation. */
  payable: { class: 'liability', owned: true, mayBeNegative: false },
  /** A payout on its way; returns to zero. Owner: the payout. */
  payout_clearing: { class: 'liability', owned: true, mayBeNegative: false },
  /** A refund on its way; returns to zero. Owner: the refund. */
  refund_clearing: { class: 'liability', owned: true, mayBeNegative: false },
  /** Came back because a refund failed; owed to the sponsor. */
  refund_failed_owed: { class: 'liability', owned: false, mayBeNegative: false },
  platform_fee: { class: 'revenue', owned: false, mayBeNegative: true },
  stripe_fee: { class: 'expense', owned: false, mayBeNegative: true },
  dispute_fee: { class: 'expense', owned: false, mayBeNegative: true },
  dispute_loss: { class: 'expense', owned: false, mayBeNegative: true },
} as const;

export type AccountKind = keyof typeof accountKinds;

/** An account by name; it is opened when a posting first names it. */
export interface AccountName {
  kind: AccountKind;
  /** Uuid of what it belongs to, for kinds that have an owner. */
  owner?: string;
  currency: Currency;
}

/** One leg of a posting; `amount` in minor units, above zero. */
export interface Line extends AccountName {
  side: Side;
  amount: bigint;
}

/** Debits raise assets and expenses, credits raise the others. */
export function normalSide(kind: AccountKind): Side {
  const { class: what } = accountKinds[kind];
  return what === 'asset' || what === 'expense' ? 'debit' : 'credit';
}
