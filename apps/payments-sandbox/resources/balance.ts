import type Stripe from 'stripe';
import { noSuch } from '../http/errors';
import { balanceOf } from '../objects/balance';
import { pageOf } from './list';
import type { Call, Route } from './route';

function retrieve(call: Call<never>): Stripe.BalanceTransaction {
  const row = call.world.get('txn', call.path.id!);
  if (!row || row.owner !== call.owner) throw noSuch('balance transaction', call.path.id!);
  return row.object;
}

function list(call: Call<Stripe.BalanceTransactionListParams>) {
  const { params } = call;
  return pageOf(call, 'txn', 'balance transaction', ({ object }) =>
    (params.currency === undefined || object.currency === params.currency) &&
    (params.source === undefined || object.source === params.source) &&
    (params.type === undefined || object.type === params.type) &&
    // There are no payouts to the platform's bank here, so that nothing can match one.
    params.payout === undefined);
}

export const balanceRoutes: Route[] = [
  { route: 'GET /v1/balance', connected: true, handle: (call) => balanceOf(call) },
  { route: 'GET /v1/balance_transactions', connected: true, handle: list },
  { route: 'GET /v1/balance_transactions/:id', connected: true, handle: retrieve },
];
