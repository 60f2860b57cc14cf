import type Stripe from 'stripe';
import { badRequest, noSuch, notModelled } from '../http/errors';
import { isCurrency } from '../objects/money';
import { reverseTransfer, sendTransfer } from '../objects/transfer';
import { mayTransferBetween } from '../objects/countries';
import { type Rows, PLATFORM } from '../store/rows';
import { page, pageOf } from './list';
import { metadataOf } from './metadata';
import type { Call, Route } from './route';

type Params = Stripe.TransferCreateParams;

function create(call: Call<Params>): Stripe.Transfer {
  const { params } = call;
  if (params.source_type !== undefined && params.source_type !== 'card') throw notModelled(`source_type: ${params.source_type}`, 'source_type');
  if (params.amount === undefined) throw badRequest('parameter_missing', 'Missing required param: amount.', 'amount');
  if (params.amount < 1) throw badRequest('parameter_invalid_integer', 'Invalid positive integer', 'amount');
  const currency = params.currency.toLowerCase();
  if (!isCurrency(currency)) throw badRequest(undefined, `Invalid currency: ${params.currency}. Stripe currently supports these currencies: usd, eur, gbp, …`, 'currency');

  requirePayable(call, params.destination);
  const source = params.source_transaction === undefined ? null : sourceFor(call, currency);
  if (!source && call.world.indexes.available(PLATFORM, currency) < params.amount) {
    throw badRequest(
      'balance_insufficient',
      'You have insufficient available funds in your Stripe account. Try adding funds directly to your available balance by creating Charges using the 4000000000000077 test card. See: https://stripe.com/docs/testing#available-balance',
    );
  }
  return sendTransfer(call, {
    amount: params.amount,
    currency,
    destination: params.destination,
    source,
    description: params.description ?? null,
    group: params.transfer_group ?? null,
    metadata: metadataOf(params.metadata),
  });
}

/** Refuses a payee to whom Stripe would not send: unknown, closed, in another region, or not (or no longer) able to receive. */
function requirePayable(call: Call<Params>, id: string): void {
  const account = call.world.get('account', id)?.object;
  if (!account) throw noSuch('destination', id, 'destination');
  if (account.closed) throw badRequest('account_closed', `The account ${id} has been closed and cannot receive transfers.`, 'destination');
  const country = account.identity?.country?.toUpperCase() ?? '';
  if (!mayTransferBetween(call.country, country)) {
    throw badRequest('transfers_not_allowed', `Funds can't be sent to accounts located in ${country} from an account in ${call.country}. See https://stripe.com/docs/connect/cross-border-payouts.`, 'destination');
  }
  if (account.configuration?.recipient?.capabilities?.stripe_balance?.stripe_transfers?.status !== 'active') {
    throw badRequest(
      'insufficient_capabilities_for_transfer',
      'Your destination account needs to have at least one of the following capabilities enabled: transfers, crypto_transfers, legacy_payments',
      'destination',
    );
  }
}

function sourceFor(call: Call<Params>, currency: string): Rows['charge'] {
  const { world, params } = call;
  const id = params.source_transaction!;
  const charge = world.get('charge', id);
  if (!charge || charge.owner !== PLATFORM) throw noSuch('charge', id, 'source_transaction');
  const { object } = charge;
  if (object.status !== 'succeeded') throw badRequest(undefined, `The source_transaction ${id} has not succeeded and cannot be the source of a transfer.`, 'source_transaction');
  if (object.currency !== currency) {
    throw badRequest(undefined, `The currency of source_transaction's balance transaction (${object.currency}) must be the same as the transfer currency (${currency})`, 'currency');
  }
  if (params.transfer_group !== undefined && object.transfer_group !== null && params.transfer_group !== object.transfer_group) {
    throw badRequest(undefined, `The transfer_group must be the same as that of source_transaction (${object.transfer_group}).`, 'transfer_group');
  }
  const left = object.amount - charge.transferred;
  if (params.amount! > left) {
    throw badRequest('balance_insufficient', `The transfer amount (${params.amount}) is greater than what is left of the source_transaction (${left}).`, 'amount');
  }
  return charge;
}

function transferRow(call: Pick<Call, 'world' | 'owner' | 'path'>): Rows['transfer'] {
  const row = call.world.get('transfer', call.path.id!);
  if (!row || row.owner !== call.owner) throw noSuch('transfer', call.path.id!);
  return row;
}

function list(call: Call<Stripe.TransferListParams>) {
  const { params } = call;
  return pageOf(call, 'transfer', 'transfer', ({ object }) =>
    (params.destination === undefined || object.destination === params.destination) &&
    (params.transfer_group === undefined || object.transfer_group === params.transfer_group));
}

function reverse(call: Call<Stripe.TransferCreateReversalParams>): Stripe.TransferReversal {
  const { params, world } = call;
  const row = transferRow(call);
  const { object } = row;
  if (params.refund_application_fee !== undefined) throw notModelled('refund_application_fee', 'refund_application_fee');
  const left = object.amount - object.amount_reversed;
  if (left === 0) throw badRequest(undefined, `Transfer ${object.id} has already been fully reversed.`);
  const amount = params.amount ?? left;
  if (amount < 1) throw badRequest('parameter_invalid_integer', 'Invalid positive integer', 'amount');
  if (amount > left) throw badRequest(undefined, `Transfer reversal amount (${amount}) is greater than unreversed amount on transfer (${left})`, 'amount');
  const payee = world.indexes.balance(object.destination as string).get(object.currency) ?? { available: 0, pending: 0 };
  if (payee.available + payee.pending < amount) {
    throw badRequest('balance_insufficient', `The account ${object.destination as string} does not have enough balance to cover the reversal of ${amount}.`);
  }
  return reverseTransfer(call, row, amount, metadataOf(params.metadata));
}

function listReversals(call: Call<Stripe.TransferListReversalsParams>) {
  const { object } = transferRow(call);
  const all = [...call.world.all('reversal')].map(([, row]) => row.object).filter((reversal) => reversal.transfer === object.id);
  return page(call, all.reverse(), 'transfer_reversal');
}

function retrieveReversal(call: Call<never>): Stripe.TransferReversal {
  const { object } = transferRow(call);
  const row = call.world.get('reversal', call.path.reversal!);
  if (row?.object.transfer !== object.id) throw noSuch('transfer_reversal', call.path.reversal!);
  return row.object;
}

export const transferRoutes: Route[] = [
  { route: 'POST /v1/transfers', handle: create },
  { route: 'GET /v1/transfers', handle: list },
  { route: 'GET /v1/transfers/:id', handle: (call) => transferRow(call).object },
  { route: 'POST /v1/transfers/:id/reversals', handle: reverse },
  { route: 'GET /v1/transfers/:id/reversals', handle: listReversals },
  { route: 'GET /v1/transfers/:id/reversals/:reversal', handle: retrieveReversal },
];
