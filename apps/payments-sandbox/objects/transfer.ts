import type Stripe from 'stripe';
import type { Act } from '../act';
import { emit } from './event';
import { availableWith, moveMoney } from './money';
import { transferredPayment } from './payment';
import { PLATFORM, type Rows } from '../store/rows';

interface Order {
  amount: number;
  currency: string;
  destination: string;
  source: Rows['charge'] | null;
  description: string | null;
  group: string | null;
  metadata: Stripe.Metadata;
}

/** Sends money from the platform to a payee: one balance transaction on each side, the payee's as a payment of their own. */
export function sendTransfer(act: Act, order: Order): Stripe.Transfer {
  const { world } = act;
  const { amount, currency, destination, source } = order;
  const id = world.ids.next('tr');
  const paymentId = world.ids.next('py');
  const group = source ? groupWith(act, source, order.group) : order.group;
  const sourceTxn = (source?.object.balance_transaction ?? null) as string | null;
  const availableOn = source ? availableWith(act, sourceTxn) : world.seconds();

  const txn = moveMoney(act, { type: 'transfer', reportingCategory: 'transfer', source: id, amount: -amount, currency, description: order.description, availableOn });
  const payment = transferredPayment(act, paymentId, id, amount, currency, source?.object.id ?? null);
  const paymentTxn = moveMoney(act, { owner: destination, type: 'payment', reportingCategory: 'charge', source: paymentId, amount, currency, availableOn });
  world.put('charge', paymentId, { owner: destination, object: { ...payment, balance_transaction: paymentTxn, transfer_group: group }, transferred: 0 });

  const transfer: Stripe.Transfer = {
    id,
    object: 'transfer',
    amount,
    amount_reversed: 0,
    balance_transaction: txn,
    created: world.seconds(),
    currency,
    description: order.description,
    destination,
    destination_payment: paymentId,
    livemode: false,
    metadata: order.metadata,
    reversals: { object: 'list', data: [], has_more: false, url: `/v1/transfers/${id}/reversals` },
    reversed: false,
    source_transaction: source?.object.id ?? null,
    source_type: 'card',
    transfer_group: group,
  };
  world.put('transfer', id, { owner: PLATFORM, object: transfer });
  if (source) addTransferred(act, source.object.id, amount);
  emit(act, 'transfer.created', transfer);
  return transfer;
}

/** A transfer from a charge has the charge's group; a charge without one gets the transfer's, or one named after itself. */
function groupWith(act: Act, source: Rows['charge'], wanted: string | null): string {
  const { object } = source;
  const group = object.transfer_group ?? wanted ?? `group_${object.id}`;
  act.world.put('charge', object.id, { ...source, object: { ...object, transfer_group: group } });
  return group;
}

function addTransferred(act: Act, charge: string, amount: number): void {
  const row = act.world.get('charge', charge)!;
  act.world.put('charge', charge, { ...row, transferred: row.transferred + amount });
}

/** Takes money of a transfer back from the payee. The caller has seen that it is there and not yet reversed. */
export function reverseTransfer(act: Act, row: Rows['transfer'], amount: number, metadata: Stripe.Metadata): Stripe.TransferReversal {
  const { world } = act;
  const { object: sent } = row;
  const id = world.ids.next('trr');
  const refundId = world.ids.next('pyr');
  const sourceTxn = sent.source_transaction === null ? null : (world.get('charge', sent.source_transaction as string)!.object.balance_transaction as string | null);
  const availableOn = availableWith(act, sourceTxn);
  const txn = moveMoney(act, { type: 'transfer_refund', reportingCategory: 'transfer_reversal', source: id, amount, currency: sent.currency, availableOn });
  moveMoney(act, { owner: sent.destination as string, type: 'payment_refund', reportingCategory: 'refund', source: refundId, amount: -amount, currency: sent.currency, availableOn });

  const reversal: Stripe.TransferReversal = {
    id,
    object: 'transfer_reversal',
    amount,
    balance_transaction: txn,
    created: world.seconds(),
    currency: sent.currency,
    destination_payment_refund: refundId,
    metadata,
    source_refund: null,
    transfer: sent.id,
  };
  const reversed = sent.amount_reversed + amount;
  const reversals = [reversal, ...sent.reversals.data];
  const after: Stripe.Transfer = {
    ...sent,
    amount_reversed: reversed,
    reversed: reversed === sent.amount,
    // A transfer shows its ten latest reversals.
    reversals: { ...sent.reversals, data: reversals.slice(0, 10), has_more: reversals.length > 10 },
  };
  world.put('reversal', id, { owner: PLATFORM, object: reversal });
  world.put('transfer', sent.id, { ...row, object: after });
  if (sent.source_transaction !== null) addTransferred(act, sent.source_transaction as string, -amount);
  emit(act, 'transfer.reversed', after, { amount_reversed: sent.amount_reversed });
  return reversal;
}
