import type Stripe from 'stripe';
import type { Act } from '../act';
import type { TestCard } from './test-cards';

type Intent = Stripe.PaymentIntent;

/** A payment intent as Checkout makes it when somebody presses "Pay" for the first time. */
export function checkoutIntent(act: Act, session: Stripe.Checkout.Session, data: Stripe.Checkout.SessionCreateParams.PaymentIntentData): Intent {
  const id = act.world.ids.next('pi');
  return {
    id,
    object: 'payment_intent',
    allowed_payment_method_types: null,
    amount: session.amount_total ?? 0,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: 'automatic_async',
    client_secret: `${id}_secret_${act.world.ids.next('', 25).slice(1)}`,
    confirmation_method: 'automatic',
    created: act.world.seconds(),
    currency: session.currency ?? 'usd',
    customer: null,
    customer_account: null,
    description: data.description ?? null,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: (data.metadata ?? {}) as Stripe.Metadata,
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: { card: { installments: null, mandate_options: null, network: null, request_three_d_secure: 'automatic' } } as Stripe.PaymentIntent.PaymentMethodOptions,
    payment_method_types: ['card'],
    payment_record: null,
    processing: null,
    receipt_email: data.receipt_email ?? null,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: data.statement_descriptor ?? null,
    statement_descriptor_suffix: data.statement_descriptor_suffix ?? null,
    status: 'requires_payment_method',
    transfer_data: null,
    transfer_group: data.transfer_group ?? null,
  };
}

export interface Payer {
  email: string | null;
  name: string | null;
}

/** One attempt to take the money of an intent from a card, successful or not. */
export function cardCharge(act: Act, intent: Intent, card: TestCard, payer: Payer): Stripe.Charge {
  const paid = card.decline === null;
  const id = act.world.ids.next('ch');
  return {
    id,
    object: 'charge',
    amount: intent.amount,
    amount_captured: paid ? intent.amount : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: { address: emptyAddress(), email: payer.email, name: payer.name, phone: null, tax_id: null },
    calculated_statement_descriptor: 'GUILDHALL SANDBOX',
    captured: paid,
    created: act.world.seconds(),
    currency: intent.currency,
    customer: null,
    description: intent.description,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: card.decline?.code ?? null,
    failure_message: card.decline?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: intent.metadata,
    on_behalf_of: null,
    outcome: outcome(card),
    paid,
    payment_intent: intent.id,
    payment_method: act.world.ids.next('pm'),
    payment_method_details: { card: cardDetails(intent.amount, card), type: 'card' },
    radar_options: {},
    receipt_email: intent.receipt_email,
    receipt_number: null,
    receipt_url: paid ? `${act.publicUrl}/receipts/${id}` : null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: intent.statement_descriptor,
    statement_descriptor_suffix: intent.statement_descriptor_suffix,
    status: paid ? 'succeeded' : 'failed',
    transfer_data: null,
    transfer_group: intent.transfer_group,
  };
}

/** The payee's side of a transfer: a charge on their account that came from the platform. */
export function transferredPayment(act: Act, id: string, transfer: string, amount: number, currency: string, source: string | null): Stripe.Charge {
  const base = cardCharge(
    act,
    { amount, currency, description: null, metadata: {}, receipt_email: null, statement_descriptor: null, statement_descriptor_suffix: null, transfer_group: null, id: '' } as unknown as Intent,
    { number: '', brand: 'visa', decline: null, settlesAtOnce: true },
    { email: null, name: null },
  );
  return {
    ...base,
    id,
    payment_intent: null,
    payment_method: null,
    payment_method_details: { stripe_account: {}, type: 'stripe_account' },
    outcome: null,
    receipt_url: null,
    calculated_statement_descriptor: null,
    source_transfer: transfer,
    description: source === null ? null : `Transfer of ${source}`,
  };
}

function outcome(card: TestCard): Stripe.Charge.Outcome {
  const decline = card.decline;
  return {
    advice_code: null,
    network_advice_code: null,
    network_decline_code: decline ? '01' : null,
    network_status: decline ? 'declined_by_network' : 'approved_by_network',
    reason: decline?.declineCode ?? null,
    risk_level: 'normal',
    risk_score: 1,
    seller_message: decline ? 'The bank did not return any further details with this decline.' : 'Payment complete.',
    type: decline ? 'issuer_declined' : 'authorized',
  };
}

function cardDetails(amount: number, card: TestCard): Stripe.Charge.PaymentMethodDetails.Card {
  return {
    amount_authorized: card.decline ? null : amount,
    authorization_code: null,
    brand: card.brand,
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: card.decline ? null : 'pass' },
    country: 'US',
    electronic_commerce_indicator: null,
    exp_month: 12,
    exp_year: 2034,
    extended_authorization: { status: 'disabled' },
    fingerprint: null,
    funding: 'credit',
    incremental_authorization: { status: 'unavailable' },
    installments: null,
    last4: card.number.slice(-4),
    mandate: null,
    multicapture: { status: 'unavailable' },
    network: card.brand,
    network_token: { used: false },
    network_transaction_id: null,
    overcapture: { maximum_amount_capturable: amount, status: 'unavailable' },
    regulated_status: 'unregulated',
    three_d_secure: null,
    transaction_link_id: null,
    wallet: null,
  };
}

export const emptyAddress = (): Stripe.Address => ({ city: null, country: null, line1: null, line2: null, postal_code: null, state: null });
