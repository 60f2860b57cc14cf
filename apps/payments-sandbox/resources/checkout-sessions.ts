import type Stripe from 'stripe';
import { expireSession } from '../objects/checkout';
import { isCurrency, MAX_CHARGE, minCharge } from '../objects/money';
import { lineItem, openSession } from '../objects/session';
import { badRequest, noSuch, notModelled } from '../http/errors';
import type { Rows } from '../store/rows';
import { page, pageOf } from './list';
import { metadataOf } from './metadata';
import type { Call, Route } from './route';

type Params = Stripe.Checkout.SessionCreateParams;

/** What the stand-in acts on. Stripe has more; asking for that is refused, never ignored. */
const MODELLED = new Set<string>([
  'billing_address_collection', 'cancel_url', 'client_reference_id', 'currency', 'custom_text', 'customer_creation', 'customer_email', 'expand',
  'expires_at', 'integration_identifier', 'line_items', 'locale', 'metadata', 'mode', 'payment_intent_data', 'submit_type', 'success_url', 'ui_mode',
  'excluded_payment_method_types', 'allowed_payment_method_types',
]);
const MODELLED_INTENT_DATA = new Set(['description', 'metadata', 'receipt_email', 'statement_descriptor', 'statement_descriptor_suffix', 'transfer_group', 'capture_method']);

const HALF_HOUR = 30 * 60;
const DAY = 24 * 60 * 60;

function create(call: Call<Params>): Stripe.Checkout.Session {
  const { params, world } = call;
  requireModelled(params);
  const items = params.line_items!.map((item, i) => lineItem(call, item, unitAmount(item, i)));
  const currency = items[0]!.currency;
  if (items.some((item) => item.currency !== currency)) throw badRequest(undefined, 'All prices on a Checkout session must use the same currency.', 'line_items');
  if (params.currency !== undefined && params.currency.toLowerCase() !== currency) throw badRequest(undefined, `The currency ${params.currency} is not that of the line items.`, 'currency');

  const total = items.reduce((sum, item) => sum + item.amount_total, 0);
  if (!Number.isSafeInteger(total) || total > MAX_CHARGE) throw badRequest('amount_too_large', `The Checkout Session's total amount must be no more than 999,999.99 ${currency}.`, 'line_items');
  if (total < minCharge(currency)) throw badRequest('amount_too_small', `The Checkout Session's total amount must convert to at least 50 cents.`, 'line_items');

  const now = world.seconds();
  const expiresAt = params.expires_at ?? now + DAY;
  // A minute of grace on either side: the caller's clock and this one are not the same.
  if (expiresAt < now + HALF_HOUR - 60 || expiresAt > now + DAY + 60) {
    throw badRequest(undefined, 'The `expires_at` timestamp must be at least 30 minutes and at most 24 hours from Checkout Session creation.', 'expires_at');
  }

  const intentData = { ...params.payment_intent_data, metadata: metadataOf(params.payment_intent_data?.metadata, 'payment_intent_data[metadata]') };
  const session = openSession(call, { ...params, metadata: metadataOf(params.metadata) }, currency, total, expiresAt);
  world.put('session', session.id, { owner: call.owner, object: session, lineItems: items, intentData });
  return session;
}

function requireModelled(params: Params): void {
  if (params.mode === undefined) throw badRequest('parameter_missing', 'You must provide one of `mode`.', 'mode');
  if (params.mode !== 'payment') throw notModelled(`mode: ${params.mode}`, 'mode');
  if (params.ui_mode !== undefined && params.ui_mode !== 'hosted_page') throw notModelled(`ui_mode: ${params.ui_mode}`, 'ui_mode');
  for (const name of Object.keys(params)) if (!MODELLED.has(name)) throw notModelled(name, name);
  for (const name of Object.keys(params.payment_intent_data ?? {})) {
    if (!MODELLED_INTENT_DATA.has(name)) throw notModelled(`payment_intent_data[${name}]`, `payment_intent_data[${name}]`);
  }
  if (params.payment_intent_data?.capture_method === 'manual') throw notModelled('capture_method: manual', 'payment_intent_data[capture_method]');
  if (params.excluded_payment_method_types?.includes('card')) throw notModelled('any way to pay but card', 'excluded_payment_method_types');
  if (params.allowed_payment_method_types && !params.allowed_payment_method_types.includes('card')) throw notModelled('any way to pay but card', 'allowed_payment_method_types');

  if (params.success_url === undefined) throw badRequest('parameter_missing', 'Missing required param: success_url.', 'success_url');
  for (const name of ['success_url', 'cancel_url'] as const) {
    const url = params[name];
    if (url !== undefined && !/^https?:\/\/[^\s]+$/.test(url)) throw badRequest('url_invalid', 'Not a valid URL', name);
  }
  if (params.customer_email !== undefined && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(params.customer_email)) {
    throw badRequest('email_invalid', `Invalid email address: ${params.customer_email}`, 'customer_email');
  }
  if ((params.client_reference_id?.length ?? 0) > 200) throw badRequest(undefined, 'client_reference_id can be at most 200 characters.', 'client_reference_id');
  if (params.line_items === undefined || params.line_items.length === 0) throw badRequest('parameter_missing', '`line_items` is required in payment mode.', 'line_items');
  if (params.line_items.length > 100) throw badRequest(undefined, 'line_items can have at most 100 entries.', 'line_items');
}

function unitAmount(item: Stripe.Checkout.SessionCreateParams.LineItem, i: number): number {
  const at = `line_items[${i}]`;
  if (item.price !== undefined) throw badRequest('resource_missing', `No such price: '${item.price}'`, `${at}[price]`);
  const data = item.price_data;
  if (!data) throw badRequest('parameter_missing', `You must specify either \`price\` or \`price_data\` for each line item.`, at);
  if (item.quantity === undefined) throw badRequest('parameter_missing', `Quantity is required. Add \`quantity\` to \`${at}\``, at);
  if (item.quantity < 1 || item.quantity > 999_999) throw badRequest(undefined, 'This value must be greater than or equal to 1 and at most 999999.', `${at}[quantity]`);
  for (const name of ['tax_rates', 'adjustable_quantity'] as const) if (item[name] !== undefined) throw notModelled(`${at}[${name}]`, `${at}[${name}]`);
  if (!isCurrency(data.currency.toLowerCase())) throw badRequest(undefined, `Invalid currency: ${data.currency}. Stripe currently supports these currencies: usd, eur, gbp, …`, `${at}[price_data][currency]`);
  if (data.recurring !== undefined) throw badRequest(undefined, 'You specified `payment` mode but passed a recurring price.', `${at}[price_data][recurring]`);
  if (data.product !== undefined) throw badRequest('resource_missing', `No such product: '${data.product}'`, `${at}[price_data][product]`);
  if (data.product_data === undefined) throw badRequest('parameter_missing', 'Missing required param: product_data.', `${at}[price_data][product_data]`);
  if (data.unit_amount_decimal !== undefined) throw notModelled('unit_amount_decimal', `${at}[price_data][unit_amount_decimal]`);
  if (data.unit_amount === undefined) throw badRequest('parameter_missing', 'Missing required param: unit_amount.', `${at}[price_data][unit_amount]`);
  if (data.unit_amount < 0) throw badRequest(undefined, 'Invalid non-negative integer', `${at}[price_data][unit_amount]`);
  return data.unit_amount;
}

export function sessionRow(call: Pick<Call, 'world' | 'owner'>, id: string): Rows['session'] {
  const row = call.world.get('session', id);
  if (!row || row.owner !== call.owner) throw noSuch('checkout.session', id);
  return row;
}

function expire(call: Call): Stripe.Checkout.Session {
  const { object } = sessionRow(call, call.path.id!);
  if (object.status !== 'open') {
    throw badRequest(undefined, `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${object.status}.`);
  }
  return expireSession(call, object.id);
}

function list(call: Call<Stripe.Checkout.SessionListParams>) {
  const { params } = call;
  return pageOf(call as Call<never>, 'session', 'checkout.session', ({ object }) =>
    (params.status === undefined || object.status === params.status) &&
    (params.payment_intent === undefined || object.payment_intent === params.payment_intent) &&
    (params.customer_details?.email === undefined || object.customer_details?.email === params.customer_details.email) &&
    // No customers, links or subscriptions here yet, so that nothing can match them.
    params.customer === undefined && params.customer_account === undefined && params.payment_link === undefined && params.subscription === undefined);
}

export const checkoutSessionRoutes: Route[] = [
  { route: 'POST /v1/checkout/sessions', handle: create },
  { route: 'GET /v1/checkout/sessions', handle: list },
  { route: 'GET /v1/checkout/sessions/:id', handle: (call) => sessionRow(call, call.path.id!).object },
  { route: 'POST /v1/checkout/sessions/:id/expire', handle: expire },
  { route: 'GET /v1/checkout/sessions/:id/line_items', handle: (call) => page(call, sessionRow(call, call.path.id!).lineItems, 'line item') },
];
