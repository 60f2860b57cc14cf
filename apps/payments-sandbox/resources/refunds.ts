import type Stripe from 'stripe';
import { badRequest, noSuch, notModelled } from '../http/errors';
import { refundCharge } from '../objects/refund';
import type { Rows } from '../store/rows';
import { pageOf } from './list';
import { metadataOf } from './metadata';
import type { Call, Route } from './route';

const MODELLED = new Set(['amount', 'charge', 'expand', 'metadata', 'payment_intent', 'reason']);

function create(call: Call<Stripe.RefundCreateParams>): Stripe.Refund {
  const { params } = call;
  for (const name of Object.keys(params)) if (!MODELLED.has(name)) throw notModelled(name, name);
  const charge = refunded(call);
  const { object } = charge;
  const left = object.amount - object.amount_refunded;
  if (left === 0) throw badRequest('charge_already_refunded', `Charge ${object.id} has already been refunded.`);
  const amount = params.amount ?? left;
  if (amount < 1) throw badRequest('parameter_invalid_integer', 'Invalid positive integer', 'amount');
  if (amount > left) throw badRequest(undefined, `Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`, 'amount');
  return refundCharge(call, charge, amount, params.reason ?? null, metadataOf(params.metadata));
}

function refunded(call: Call<Stripe.RefundCreateParams>): Rows['charge'] {
  const { world, owner, params: { charge: chargeId, payment_intent: intentId } } = call;
  if (chargeId === undefined && intentId === undefined) throw badRequest('parameter_missing', 'One of the following params should be provided for this request: payment_intent or charge.');
  const intent = intentId === undefined ? undefined : world.get('payment_intent', intentId);
  if (intentId !== undefined && intent?.owner !== owner) throw noSuch('payment_intent', intentId, 'payment_intent');
  const id = chargeId ?? (intent!.object.latest_charge as string | null);
  const charge = world.get('charge', id ?? '');
  if (chargeId !== undefined && charge?.owner !== owner) throw noSuch('charge', chargeId, 'charge');
  if (intent && charge && charge.object.payment_intent !== intent.object.id) throw badRequest(undefined, 'The charge does not belong to the payment_intent.', 'charge');
  if (charge?.object.status !== 'succeeded') {
    if (intent) throw badRequest('payment_intent_unexpected_state', `This PaymentIntent (${intentId}) does not have a successful charge to refund.`, 'payment_intent');
    throw badRequest(undefined, `Charge ${id} is not in a state that can be refunded: it has not succeeded.`, 'charge');
  }
  return charge;
}

function retrieve(call: Call<never>): Stripe.Refund {
  const row = call.world.get('refund', call.path.id!);
  if (!row || row.owner !== call.owner) throw noSuch('refund', call.path.id!);
  return row.object;
}

function list(call: Call<Stripe.RefundListParams>) {
  const { params } = call;
  return pageOf(call, 'refund', 'refund', ({ object }) =>
    (params.charge === undefined || object.charge === params.charge) &&
    (params.payment_intent === undefined || object.payment_intent === params.payment_intent));
}

export const refundRoutes: Route[] = [
  { route: 'POST /v1/refunds', handle: create },
  { route: 'GET /v1/refunds', handle: list },
  { route: 'GET /v1/refunds/:id', handle: retrieve },
];
