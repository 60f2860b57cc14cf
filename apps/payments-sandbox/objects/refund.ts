import type Stripe from 'stripe';
import type { Act } from '../act';
import { emit } from './event';
import { availableWith, moveMoney } from './money';
import type { Rows } from '../store/rows';

/**
 * Gives money of a charge back to the card. The provider's fee is not given back.
 * When the balance cannot carry it the refund waits (`pending_reason: insufficient_funds`) until it can.
 * The caller has seen that so much is left of the charge.
 */
export function refundCharge(act: Act, charge: Rows['charge'], amount: number, reason: Stripe.Refund.Reason | null, metadata: Stripe.Metadata): Stripe.Refund {
  const { world } = act;
  const { object: paid } = charge;
  const refund: Stripe.Refund = {
    id: world.ids.next('re'),
    object: 'refund',
    amount,
    balance_transaction: null,
    charge: paid.id,
    created: world.seconds(),
    currency: paid.currency,
    customer: null,
    customer_account: null,
    destination_details: { card: { reference_status: 'pending', reference_type: 'acquirer_reference_number', type: 'refund' }, type: 'card' },
    metadata,
    payment_intent: paid.payment_intent,
    payment_method: paid.payment_method,
    pending_reason: 'insufficient_funds',
    reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: 'pending',
    transfer_reversal: null,
  };
  world.put('refund', refund.id, { owner: charge.owner, object: refund });

  const refunded = paid.amount_refunded + amount;
  const after: Stripe.Charge = { ...paid, amount_refunded: refunded, refunded: refunded === paid.amount };
  world.put('charge', paid.id, { ...charge, object: after });

  const isPaid = payRefund(act, refund.id, false);
  const made = world.get('refund', refund.id)!.object;
  emit(act, 'refund.created', made);
  emit(act, 'charge.refunded', after, { amount_refunded: paid.amount_refunded, ...(after.refunded && { refunded: false }) });
  if (!isPaid) emit(act, 'refund.updated', made);
  return made;
}

/** Pays a waiting refund if the balance can carry it now; says whether it did. */
export function payRefund(act: Act, id: string, announce = true): boolean {
  const { world } = act;
  const row = world.get('refund', id)!;
  const { amount, currency, charge } = row.object;
  const chargeTxn = world.get('charge', charge as string)!.object.balance_transaction as string | null;
  const availableOn = availableWith(act, chargeTxn);
  const stillPending = availableOn > world.seconds();
  const sums = world.indexes.balance(row.owner).get(currency) ?? { available: 0, pending: 0 };
  const carried = stillPending ? sums.available + sums.pending : sums.available;
  if (carried < amount) return false;

  const txn = moveMoney(act, {
    owner: row.owner,
    type: 'refund',
    reportingCategory: 'refund',
    source: id,
    amount: -amount,
    currency,
    description: `REFUND FOR CHARGE`,
    availableOn,
  });
  const paid: Stripe.Refund = { ...row.object, balance_transaction: txn, status: 'succeeded' };
  delete paid.pending_reason;
  world.put('refund', id, { ...row, object: paid });
  if (announce) emit(act, 'refund.updated', paid, { status: 'pending' });
  return true;
}
