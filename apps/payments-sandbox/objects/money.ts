import type Stripe from 'stripe';
import type { Act } from '../act';
import { type Owner, PLATFORM } from '../store/rows';

/** Stripe's limits for one charge, in minor units: 999 999.99 and about half a dollar. */
export const MAX_CHARGE = 99_999_999;
export const MIN_CHARGE = 50;
const MIN_CHARGES: Readonly<Record<string, number>> = { gbp: 30, sek: 300, nok: 300, dkk: 250, pln: 200, czk: 1500 };

/** As Stripe documents it; of currencies that are not listed, 50 of the minor unit. */
export function minCharge(currency: string): number {
  return MIN_CHARGES[currency] ?? MIN_CHARGE;
}

/** Days from a card payment to available money; one figure for every country here. */
export const SETTLEMENT_DAYS = 2;

const CURRENCIES = new Set(
  'aed ars aud bgn brl cad chf clp cny cop czk dkk egp eur gbp hkd huf idr ils inr isk jpy kes krw mad mxn myr nok nzd pen php pln ron rsd sar sek sgd thb try twd uah usd vnd zar bhd jod kwd omr tnd'.split(' '),
);

export const isCurrency = (code: string) => CURRENCIES.has(code);

/** The stand-in's price: 2.9 % and 30 minor units of every successful charge, rounded half up. Not a promise of Stripe's. */
export function providerFee(amount: number): number {
  return Math.floor((amount * 29 + 500) / 1000) + 30;
}

interface Movement {
  owner?: Owner;
  type: Stripe.BalanceTransaction['type'];
  reportingCategory: string;
  source: string;
  /** Signed, minor units: into the balance is positive. */
  amount: number;
  fee?: number;
  currency: string;
  description?: string | null;
  /** Unix seconds from which the money counts as available. */
  availableOn: number;
}

/** Moves money on a balance: the only way to, and always one balance transaction. Returns its id. */
export function moveMoney(act: Act, move: Movement): string {
  const { world } = act;
  const fee = move.fee ?? 0;
  for (const figure of [move.amount, fee]) if (!Number.isSafeInteger(figure)) throw new Error(`${figure} is not a safe integer`);
  const id = world.ids.next('txn');
  world.put('txn', id, {
    owner: move.owner ?? PLATFORM,
    object: {
      id,
      object: 'balance_transaction',
      amount: move.amount,
      available_on: move.availableOn,
      balance_type: 'payments',
      created: world.seconds(),
      currency: move.currency,
      description: move.description ?? null,
      exchange_rate: null,
      fee,
      fee_details: fee === 0 ? [] : [{ amount: fee, application: null, currency: move.currency, description: 'Stripe processing fees', type: 'stripe_fee' }],
      net: move.amount - fee,
      reporting_category: move.reportingCategory,
      source: move.source,
      status: move.availableOn <= world.seconds() ? 'available' : 'pending',
      type: move.type,
    },
  });
  return id;
}

/** When money taken from, or sent on from, a charge becomes available: with the charge, or now if that is past. */
export function availableWith(act: Act, txnId: string | null): number {
  const chargeTxn = txnId === null ? undefined : act.world.get('txn', txnId);
  return Math.max(act.world.seconds(), chargeTxn?.object.available_on ?? 0);
}
