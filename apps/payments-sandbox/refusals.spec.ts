import type Stripe from 'stripe';
import { aCharge, aPayee, aSandbox, checkoutOf, DAY, recipient, refusal, sdk, type TestSandbox } from './testing';

let sandbox: TestSandbox;
let stripe: Stripe;
beforeAll(async () => {
  sandbox = await aSandbox();
  stripe = sandbox.stripe;
});
afterAll(() => sandbox.remove());

const invalid = (statusCode: number, code: string | undefined, param?: string) => ({ type: 'StripeInvalidRequestError', statusCode, ...(code && { code }), ...(param && { param }), message: expect.any(String) });

test('a missing and a wrong key', async () => {
  const bare = await fetch(`${sandbox.url}/v1/balance`);
  expect([bare.status, await bare.json()]).toEqual([401, { error: { message: expect.stringContaining('You did not provide an API key'), type: 'invalid_request_error' } }]);
  expect(await refusal(sdk(sandbox, 'sk_test_wrong_1234').balance.retrieve())).toEqual({ type: 'StripeAuthenticationError', statusCode: 401, message: 'Invalid API Key provided: sk_test_******1234' });
});

test('what is not modelled: 404 in the shape of the provider, counted', async () => {
  expect(await refusal(stripe.customers.create({}))).toEqual({
    type: 'StripeInvalidRequestError', statusCode: 404, message: expect.stringMatching(/^Unrecognized request URL \(POST: \/v1\/customers\)/),
  });
  expect(await sandbox.control('GET', '/counts')).toMatchObject({ notModelled: { 'POST /v1/customers': 1 } });
});

test('another version of the API and an unknown connected account', async () => {
  expect(await refusal(stripe.balance.retrieve({}, { apiVersion: '2024-06-20' }))).toEqual(invalid(400, undefined));
  expect(await refusal(stripe.balance.retrieve({}, { stripeAccount: 'acct_nobody' }))).toEqual({ type: 'StripePermissionError', statusCode: 403, code: 'account_invalid', message: expect.any(String) });
});

const sessions: [string, object, ReturnType<typeof invalid>][] = [
  ['unknown parameter', checkoutOf(5000, { nonsense: 1 } as object), invalid(400, 'parameter_unknown', 'nonsense')],
  ['unknown parameter inside', checkoutOf(5000, { payment_intent_data: { nonsense: 1 } as object }), invalid(400, 'parameter_unknown', 'payment_intent_data[nonsense]')],
  ['payment_method_types', checkoutOf(5000, { payment_method_types: ['card'] } as object), invalid(400, 'payment_method_types_no_longer_supported', 'payment_method_types')],
  ['missing mode', { ...checkoutOf(5000), mode: undefined }, invalid(400, 'parameter_missing', 'mode')],
  ['missing success_url', { ...checkoutOf(5000), success_url: undefined }, invalid(400, 'parameter_missing', 'success_url')],
  ['missing line items', { ...checkoutOf(5000), line_items: undefined }, invalid(400, 'parameter_missing', 'line_items')],
  ['mistyped amount', checkoutOf('12.5' as unknown as number), invalid(400, 'parameter_invalid_integer', 'line_items[0][price_data][unit_amount]')],
  ['amount beyond 2^53', checkoutOf('9007199254740993' as unknown as number), invalid(400, 'parameter_invalid_integer', 'line_items[0][price_data][unit_amount]')],
  ['a list where an object is', checkoutOf(5000, { metadata: 'x' as never }), invalid(400, undefined, 'metadata')],
  ['the old ui_mode', checkoutOf(5000, { ui_mode: 'hosted' }), invalid(400, undefined, 'ui_mode')],
  ['an empty string', checkoutOf(5000, { client_reference_id: '' }), invalid(400, 'parameter_invalid_empty', 'client_reference_id')],
  ['no URL', checkoutOf(5000, { success_url: 'done' }), invalid(400, 'url_invalid', 'success_url')],
  ['no e-mail address', checkoutOf(5000, { customer_email: 'nobody' }), invalid(400, 'email_invalid', 'customer_email')],
  ['too much for one charge', checkoutOf(100_000_000), invalid(400, 'amount_too_large', 'line_items')],
  ['too little', checkoutOf(49), invalid(400, 'amount_too_small', 'line_items')],
  ['no currency', checkoutOf(5000, { line_items: [{ quantity: 1, price_data: { currency: 'xyz', unit_amount: 5000, product_data: { name: 'x' } } }] }), invalid(400, undefined, 'line_items[0][price_data][currency]')],
  ['expiring too soon', checkoutOf(5000, { expires_at: Math.floor(Date.now() / 1000) + 600 }), invalid(400, undefined, 'expires_at')],
  ['expiring too late', checkoutOf(5000, { expires_at: Math.floor(Date.now() / 1000) + 25 * 3600 }), invalid(400, undefined, 'expires_at')],
  ['51 keys of metadata', checkoutOf(5000, { metadata: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`k${i}`, 'v'])) }), invalid(400, undefined, 'metadata')],
  ['an application fee', checkoutOf(5000, { payment_intent_data: { application_fee_amount: 5 } }), invalid(400, 'sandbox_not_modelled', 'payment_intent_data[application_fee_amount]')],
];
test.each(sessions)('session: %s', async (_name, params, expected) => {
  expect(await refusal(stripe.checkout.sessions.create(params as Stripe.Checkout.SessionCreateParams))).toEqual(expected);
});

test('the largest charge is taken', async () => {
  expect((await aCharge(sandbox, 99_999_999)).amount).toBe(99_999_999);
});

test('unknown ids and cursors', async () => {
  expect(await refusal(stripe.checkout.sessions.retrieve('cs_test_nothing'))).toEqual(invalid(404, 'resource_missing', 'id'));
  expect(await refusal(stripe.charges.retrieve('ch_nothing'))).toEqual(invalid(404, 'resource_missing', 'id'));
  expect(await refusal(stripe.v2.core.accounts.retrieve('acct_nothing'))).toEqual(invalid(404, 'not_found'));
  expect(await refusal(stripe.charges.list({ starting_after: 'ch_nothing' }))).toEqual(invalid(400, 'resource_missing', 'starting_after'));
  expect(await refusal(stripe.charges.list({ limit: 101 }))).toEqual(invalid(400, undefined, 'limit'));
  expect(await refusal(stripe.charges.list({ expand: ['data.amount.what'] }))).toEqual(invalid(400, undefined, 'expand'));
});

test('sessions and intents in the wrong state', async () => {
  const session = await stripe.checkout.sessions.create(checkoutOf(5000));
  await stripe.checkout.sessions.expire(session.id);
  expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({ status: 'expired', url: null, payment_status: 'unpaid' });
  expect(await refusal(stripe.checkout.sessions.expire(session.id))).toEqual(invalid(400, undefined));
  await expect(sandbox.control('POST', `/checkout/sessions/${session.id}/complete`)).rejects.toThrow('409 the session is expired');

  const charge = await aCharge(sandbox, 5000);
  expect(await refusal(stripe.paymentIntents.cancel(charge.payment_intent as string))).toEqual(invalid(400, 'payment_intent_unexpected_state'));
});

test('refunds: over the rest, twice, of what was never paid', async () => {
  const charge = await aCharge(sandbox, 5000);
  await stripe.refunds.create({ charge: charge.id, amount: 3000 });
  expect(await refusal(stripe.refunds.create({ charge: charge.id, amount: 2001 }))).toEqual(invalid(400, undefined, 'amount'));
  await stripe.refunds.create({ charge: charge.id });
  expect(await refusal(stripe.refunds.create({ charge: charge.id }))).toEqual(invalid(400, 'charge_already_refunded'));
  expect(await refusal(stripe.refunds.create({}))).toEqual(invalid(400, 'parameter_missing'));
  expect(await refusal(stripe.refunds.create({ payment_intent: 'pi_nothing' }))).toEqual(invalid(400, 'resource_missing', 'payment_intent'));
  expect(await refusal(stripe.refunds.create({ charge: charge.id, reason: 'whim' }))).toEqual(invalid(400, undefined, 'reason'));

  const session = await stripe.checkout.sessions.create(checkoutOf(5000));
  await sandbox.control('POST', `/checkout/sessions/${session.id}/complete`, { card: '4000000000009995' });
  const declined = await stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent'] });
  expect(declined).toMatchObject({ status: 'open', payment_intent: { status: 'requires_payment_method', last_payment_error: { code: 'card_declined', decline_code: 'insufficient_funds', type: 'card_error' } } });
  expect(await refusal(stripe.refunds.create({ payment_intent: (declined.payment_intent as Stripe.PaymentIntent).id }))).toEqual(invalid(400, 'payment_intent_unexpected_state', 'payment_intent'));
});

describe('transfers', () => {
  const send = (params: Partial<Stripe.TransferCreateParams>) => refusal(stripe.transfers.create({ amount: 1000, currency: 'usd', ...params } as Stripe.TransferCreateParams));
  let payee: string;
  let charge: Stripe.Charge;
  beforeAll(async () => {
    payee = await aPayee(sandbox);
    charge = await aCharge(sandbox, 10_000, { payment_intent_data: { transfer_group: 'g1' } });
  });

  test('without what they need', async () => {
    expect(await send({})).toEqual(invalid(400, 'parameter_missing', 'destination'));
    expect(await send({ destination: payee, amount: undefined })).toEqual(invalid(400, 'parameter_missing', 'amount'));
    expect(await send({ destination: payee, amount: 0 })).toEqual(invalid(400, 'parameter_invalid_integer', 'amount'));
    expect(await send({ destination: 'acct_nothing' })).toEqual(invalid(400, 'resource_missing', 'destination'));
    expect(await send({ destination: payee, source_transaction: 'ch_nothing' })).toEqual(invalid(400, 'resource_missing', 'source_transaction'));
  });

  test('over the source charge, in sum', async () => {
    expect(await send({ destination: payee, amount: 10_001, source_transaction: charge.id })).toEqual(invalid(400, 'balance_insufficient', 'amount'));
    await stripe.transfers.create({ amount: 6000, currency: 'usd', destination: payee, source_transaction: charge.id });
    expect(await send({ destination: payee, amount: 4001, source_transaction: charge.id })).toEqual(invalid(400, 'balance_insufficient', 'amount'));
  });

  test('over the available balance', async () => {
    expect(await send({ destination: payee })).toEqual(invalid(400, 'balance_insufficient'));
  });

  test('in another currency or group than the source', async () => {
    expect(await send({ destination: payee, currency: 'eur', source_transaction: charge.id })).toEqual(invalid(400, undefined, 'currency'));
    expect(await send({ destination: payee, currency: 'xyz' })).toEqual(invalid(400, undefined, 'currency'));
    expect(await send({ destination: payee, transfer_group: 'g2', source_transaction: charge.id })).toEqual(invalid(400, undefined, 'transfer_group'));
  });

  test('from a charge that failed', async () => {
    const session = await stripe.checkout.sessions.create(checkoutOf(5000));
    const { charge: failed } = await sandbox.control<{ charge: Stripe.Charge }>('POST', `/checkout/sessions/${session.id}/complete`, { card: '4000000000000002' });
    expect(failed.status).toBe('failed');
    expect(await send({ destination: payee, source_transaction: failed.id })).toEqual(invalid(400, undefined, 'source_transaction'));
  });

  test.each(['incomplete', 'pending', 'restricted', 'rejected'])('to a payee who is %s', async (outcome) => {
    expect(await send({ destination: await aPayee(sandbox, outcome), source_transaction: charge.id })).toEqual(invalid(400, 'insufficient_capabilities_for_transfer', 'destination'));
  });

  test('to a closed account and to another region', async () => {
    const closed = await aPayee(sandbox);
    expect(await stripe.v2.core.accounts.close(closed)).toMatchObject({ id: closed, closed: true });
    expect(await send({ destination: closed, source_transaction: charge.id })).toEqual(invalid(400, 'account_closed', 'destination'));
    const far = await aPayee(sandbox, 'complete', { identity: { country: 'BR' } });
    expect(await send({ destination: far, source_transaction: charge.id })).toEqual(invalid(400, 'transfers_not_allowed', 'destination'));
  });

  test('reversals over the rest', async () => {
    const transfer = await stripe.transfers.create({ amount: 1000, currency: 'usd', destination: payee, source_transaction: charge.id });
    await stripe.transfers.createReversal(transfer.id, { amount: 400 });
    expect(await refusal(stripe.transfers.createReversal(transfer.id, { amount: 601 }))).toEqual(invalid(400, undefined, 'amount'));
    await stripe.transfers.createReversal(transfer.id);
    expect(await stripe.transfers.retrieve(transfer.id)).toMatchObject({ amount_reversed: 1000, reversed: true });
    expect(await refusal(stripe.transfers.createReversal(transfer.id))).toEqual(invalid(400, undefined));
  });
});

describe('accounts', () => {
  const make = (params: Stripe.V2.Core.AccountCreateParams) => refusal(stripe.v2.core.accounts.create({ ...recipient, ...params }));

  test('unknown, mistyped and contradictory fields', async () => {
    expect(await make({ nonsense: 1 } as object)).toEqual(invalid(400, 'unknown_field'));
    expect(await make({ dashboard: 'fancy' as 'none' })).toEqual({ ...invalid(400, 'invalid_fields') });
    expect(await make({ contact_email: 5 as unknown as string })).toEqual(invalid(400, 'invalid_fields'));
    expect(await make({ identity: {} })).toEqual(invalid(400, 'identity_country_required'));
    expect(await make({ defaults: { responsibilities: { fees_collector: 'stripe', losses_collector: 'stripe' } } })).toEqual(invalid(400, 'account_controller_express_dash_without_application_losses_or_fees'));
    expect(await make({ dashboard: 'none', defaults: { responsibilities: { fees_collector: 'stripe', losses_collector: 'application' } } })).toEqual(invalid(400, 'account_controller_stripe_pricing_platform_liable'));
  });

  test('a link with the parameter that was removed, and for a closed account', async () => {
    const account = await stripe.v2.core.accounts.create(recipient);
    const use = { refresh_url: 'http://127.0.0.1/r', return_url: 'http://127.0.0.1/b' };
    const link = (more: object) => refusal(stripe.v2.core.accountLinks.create({ account: account.id, use_case: { type: 'account_onboarding', account_onboarding: { ...use, ...more } } }));
    expect(await link({ configurations: ['recipient'] })).toEqual(invalid(400, 'unknown_field'));
    await stripe.v2.core.accounts.close(account.id);
    expect(await link({})).toEqual(invalid(400, 'account_closed'));
    expect(await refusal(stripe.v2.core.accounts.update(account.id, { display_name: 'x' }))).toEqual(invalid(400, 'account_closed'));
  });

  test('what is not included comes back null', async () => {
    const { id } = await stripe.v2.core.accounts.create(recipient);
    const account = await stripe.v2.core.accounts.retrieve(id, { include: ['identity'] });
    expect(account).toMatchObject({ id, contact_email: 'payee@example.org', configuration: null, defaults: null, requirements: null, identity: { country: 'US', entity_type: 'individual' } });
    const changed = await stripe.v2.core.accounts.update(id, { display_name: 'New name', metadata: { payee: '1' } });
    expect(changed).toMatchObject({ display_name: 'New name', metadata: { payee: '1' }, identity: null });
  });
});

test('the clock ends a session, and the provider says so', async () => {
  const session = await stripe.checkout.sessions.create(checkoutOf(5000, { expires_at: Math.floor(Date.now() / 1000) + 2000 }));
  await sandbox.control('POST', '/clock', { shift_ms: DAY });
  expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({ status: 'expired' });
  expect((await stripe.events.list({ type: 'checkout.session.expired' })).data.map((e) => (e.data.object as { id: string }).id)).toContain(session.id);
  await expect(sandbox.control('POST', '/clock', { shift_ms: -5 })).rejects.toThrow('400 shift_ms must be a whole number');
});
