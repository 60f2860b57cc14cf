import type Stripe from 'stripe';
import { badRequest, noSuch } from '../http/errors';
import type { Rows } from '../store/rows';
import { pageOf } from './list';
import type { Call, Route } from './route';

function intentRow(call: Call<never>): Rows['payment_intent'] {
  const row = call.world.get('payment_intent', call.path.id!);
  if (!row || row.owner !== call.owner) throw noSuch('payment_intent', call.path.id!, 'intent');
  return row;
}

/** Every intent here comes from Checkout, and Stripe lets such a one be cancelled only while it waits for capture. */
function cancel(call: Call<never>): Stripe.PaymentIntent {
  const { object } = intentRow(call);
  if (object.status === 'succeeded' || object.status === 'canceled') {
    throw badRequest(
      'payment_intent_unexpected_state',
      `You cannot cancel this PaymentIntent because it has a status of ${object.status}. Only a PaymentIntent with one of the following statuses may be canceled: requires_payment_method, requires_capture, requires_confirmation, requires_action, processing.`,
    );
  }
  throw badRequest(
    'payment_intent_unexpected_state',
    'You cannot cancel PaymentIntents created by Checkout. Expire the Checkout Session instead.',
  );
}

function list(call: Call<Stripe.PaymentIntentListParams>) {
  const { customer, customer_account: account } = call.params;
  return pageOf(call, 'payment_intent', 'payment_intent', () => customer === undefined && account === undefined);
}

export const paymentIntentRoutes: Route[] = [
  { route: 'GET /v1/payment_intents', handle: list },
  { route: 'GET /v1/payment_intents/:id', handle: (call) => intentRow(call).object },
  { route: 'POST /v1/payment_intents/:id/cancel', handle: cancel },
];
