import type Stripe from 'stripe';
import type { Act } from '../act';
import { emit } from './event';
import { moveMoney, providerFee, SETTLEMENT_DAYS } from './money';
import { cardCharge, checkoutIntent, type Payer } from './payment';
import { customerDetails } from './session';
import type { TestCard } from './test-cards';
import type { Rows } from '../store/rows';

/**
 * Somebody presses "Pay" on an open session: the card is charged, or declined and the session stays open.
 * The page and the control API both come through here. Returns the charge; the caller has seen that the session is open.
 */
export function paySession(act: Act, id: string, card: TestCard, payer: Payer): Stripe.Charge {
  const { world } = act;
  const row = world.get('session', id)!;
  const email = row.object.customer_email ?? payer.email;
  const started = world.get('payment_intent', row.object.payment_intent as string) ?? startIntent(act, row);
  const charge = cardCharge(act, started.object, card, { ...payer, email });

  if (card.decline) {
    decline(act, started, charge);
    return charge;
  }
  take(act, started, charge, card);
  completeSession(act, id, email, payer.name);
  return world.get('charge', charge.id)!.object;
}

/** Ends an open session without payment, by request or by the clock. */
export function expireSession(act: Act, id: string): Stripe.Checkout.Session {
  const { world } = act;
  const row = world.get('session', id)!;
  const intent = world.get('payment_intent', row.object.payment_intent as string);
  if (intent) {
    const canceled: Stripe.PaymentIntent = { ...intent.object, status: 'canceled', canceled_at: world.seconds(), cancellation_reason: 'expired' };
    world.put('payment_intent', canceled.id, { ...intent, object: canceled });
    emit(act, 'payment_intent.canceled', canceled);
  }
  const expired: Stripe.Checkout.Session = { ...row.object, status: 'expired', url: null };
  world.put('session', id, { ...row, object: expired });
  emit(act, 'checkout.session.expired', expired);
  return expired;
}

function startIntent(act: Act, row: Rows['session']): Rows['payment_intent'] {
  const intent = checkoutIntent(act, row.object, row.intentData);
  const started = { owner: row.owner, object: intent, session: row.object.id };
  act.world.put('payment_intent', intent.id, started);
  act.world.put('session', row.object.id, { ...row, object: { ...row.object, payment_intent: intent.id } });
  emit(act, 'payment_intent.created', intent);
  return started;
}

function decline(act: Act, row: Rows['payment_intent'], charge: Stripe.Charge): void {
  const { world } = act;
  const intent: Stripe.PaymentIntent = {
    ...row.object,
    latest_charge: charge.id,
    last_payment_error: {
      charge: charge.id,
      code: charge.failure_code ?? undefined,
      decline_code: charge.outcome?.reason ?? undefined,
      doc_url: 'https://docs.stripe.com/error-codes/card-declined',
      message: charge.failure_message ?? undefined,
      type: 'card_error',
    },
  };
  world.put('charge', charge.id, { owner: row.owner, object: charge, transferred: 0 });
  world.put('payment_intent', intent.id, { ...row, object: intent });
  emit(act, 'charge.failed', charge);
  emit(act, 'payment_intent.payment_failed', intent);
}

function take(act: Act, row: Rows['payment_intent'], charge: Stripe.Charge, card: TestCard): void {
  const { world } = act;
  const intent: Stripe.PaymentIntent = {
    ...row.object,
    amount_received: charge.amount,
    last_payment_error: null,
    latest_charge: charge.id,
    payment_method: charge.payment_method,
    status: 'succeeded',
  };
  world.put('payment_intent', intent.id, { ...row, object: intent });
  // Payments are captured asynchronously by default: the first event shows no balance transaction yet, `charge.updated` brings it.
  emit(act, 'charge.succeeded', charge);
  emit(act, 'payment_intent.succeeded', intent);

  const txn = moveMoney(act, {
    owner: row.owner,
    type: 'charge',
    reportingCategory: 'charge',
    source: charge.id,
    amount: charge.amount,
    fee: providerFee(charge.amount),
    currency: charge.currency,
    description: charge.description,
    availableOn: world.seconds() + (card.settlesAtOnce ? 0 : SETTLEMENT_DAYS * 24 * 60 * 60),
  });
  const settled = { ...charge, balance_transaction: txn };
  world.put('charge', charge.id, { owner: row.owner, object: settled, transferred: 0 });
  emit(act, 'charge.updated', settled, { balance_transaction: null });
}

function completeSession(act: Act, id: string, email: string | null, name: string | null): void {
  const row = act.world.get('session', id)!;
  const complete: Stripe.Checkout.Session = {
    ...row.object,
    customer_details: customerDetails(email, name),
    payment_status: 'paid',
    status: 'complete',
    url: null,
  };
  act.world.put('session', id, { ...row, object: complete });
  emit(act, 'checkout.session.completed', complete);
}
