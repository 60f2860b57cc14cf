import type Stripe from 'stripe';
import type { Act } from '../act';

/** The balance of the owner asked about, by currency. */
export function balanceOf(act: Act): Stripe.Balance {
  const sums = [...act.world.indexes.balance(act.owner)].sort(([a], [b]) => (a < b ? -1 : 1));
  const part = (which: 'available' | 'pending') =>
    (sums.length > 0 ? sums : [['usd', { available: 0, pending: 0 }] as const]).map(([currency, sum]) => ({
      amount: sum[which],
      currency,
      source_types: { card: sum[which] },
    }));
  return { object: 'balance', available: part('available'), livemode: false, pending: part('pending') };
}
