import type Stripe from 'stripe';

/** `platform`, or the `acct_…` of a connected account: whose object it is, as `Stripe-Account` would say. */
export type Owner = string;
export const PLATFORM: Owner = 'platform';

interface Row<T> {
  owner: Owner;
  /** The object as Stripe would answer it, nothing expanded. */
  object: T;
}

/** A v2 account with everything included; what is not asked for is nulled in the answer. */
export type FullAccount = Stripe.V2.Core.Account;

export interface Delivery {
  event: string;
  endpoint: string;
  thin: boolean;
  attempts: number;
  /** By the stand-in's clock; null when nothing more will be tried. */
  nextAt: number | null;
  state: 'pending' | 'held' | 'delivered' | 'failed' | 'dropped';
  /** HTTP status or the reason no answer came. */
  lastResult: string | null;
}

export interface WebhookEndpoint {
  url: string;
  /** One or, while they are rotated, several; each makes a `v1=` of its own. */
  secrets: string[];
  payload: 'snapshot' | 'thin' | 'both';
  /** Empty: all types. */
  types: string[];
}

/** The answer kept for an idempotency key. */
export interface KeptAnswer {
  at: number;
  method: string;
  path: string;
  fingerprint: string;
  status: number;
  body: string;
  requestId: string;
}

/** What is kept of each kind, in memory and in the log. */
export interface Rows {
  session: Row<Stripe.Checkout.Session> & { lineItems: Stripe.LineItem[]; intentData: Stripe.Checkout.SessionCreateParams.PaymentIntentData };
  payment_intent: Row<Stripe.PaymentIntent> & { session: string | null };
  /** `transferred`: the sum of transfers that name this charge as their source, less what was reversed. */
  charge: Row<Stripe.Charge> & { transferred: number };
  refund: Row<Stripe.Refund>;
  transfer: Row<Stripe.Transfer>;
  reversal: Row<Stripe.TransferReversal>;
  txn: Row<Stripe.BalanceTransaction>;
  account: Row<FullAccount>;
  account_link: { account: string; createdAt: number; expiresAt: number; usedAt: number | null; refreshUrl: string; returnUrl: string | null };
  onboarding: { account: string; returnUrl: string | null; doneAt: number | null };
  event: Row<Stripe.Event>;
  v2_event: Row<Stripe.V2.Core.Event>;
  delivery: Delivery;
  endpoint: WebhookEndpoint;
  key: KeptAnswer;
  clock: { offsetMs: number };
}

export type Kind = keyof Rows;
export const KINDS = [
  'session', 'payment_intent', 'charge', 'refund', 'transfer', 'reversal', 'txn', 'account', 'account_link',
  'onboarding', 'event', 'v2_event', 'delivery', 'endpoint', 'key', 'clock',
] as const satisfies readonly Kind[];
