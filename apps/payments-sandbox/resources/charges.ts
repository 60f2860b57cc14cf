import type Stripe from 'stripe';
import { noSuch } from '../http/errors';
import { pageOf } from './list';
import type { Call, Route } from './route';

function retrieve(call: Call<never>): Stripe.Charge {
  const row = call.world.get('charge', call.path.id!);
  if (!row || row.owner !== call.owner) throw noSuch('charge', call.path.id!);
  return row.object;
}

function list(call: Call<Stripe.ChargeListParams>) {
  const { params } = call;
  return pageOf(call, 'charge', 'charge', ({ object }) =>
    (params.payment_intent === undefined || object.payment_intent === params.payment_intent) &&
    (params.transfer_group === undefined || object.transfer_group === params.transfer_group) &&
    params.customer === undefined);
}

export const chargeRoutes: Route[] = [
  { route: 'GET /v1/charges', connected: true, handle: list },
  { route: 'GET /v1/charges/:id', connected: true, handle: retrieve },
];
