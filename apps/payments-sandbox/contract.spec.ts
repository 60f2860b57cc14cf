import { API_VERSION } from './act';
import { TypeReader } from './params/from-types';
import { endpoints } from './params/endpoints';
import { routeNames } from './resources';
import { aCharge, aPayee, aSandbox, checkoutOf, sdk, type TestSandbox } from './testing';

let sandbox: TestSandbox;
beforeAll(async () => (sandbox = await aSandbox()));
afterAll(() => sandbox.remove());

/** What the SDK says each answer is; the answers below are held against it, as they come over the wire. */
const types = new TypeReader({
  session: 'Stripe.Checkout.Session',
  line_item: 'Stripe.LineItem',
  payment_intent: 'Stripe.PaymentIntent',
  charge: 'Stripe.Charge',
  refund: 'Stripe.Refund',
  transfer: 'Stripe.Transfer',
  transfer_reversal: 'Stripe.TransferReversal',
  balance: 'Stripe.Balance',
  balance_transaction: 'Stripe.BalanceTransaction',
  event: 'Stripe.EventBase',
  account: 'Stripe.V2.Core.Account',
  account_link: 'Stripe.V2.Core.AccountLink',
});

async function wire(path: string, init: RequestInit = {}, account?: string): Promise<Record<string, unknown> & { data: Record<string, unknown>[] }> {
  const headers = { authorization: 'Bearer sk_test_guildhall_sandbox', ...(account && { 'stripe-account': account }), ...init.headers };
  const response = await fetch(`${sandbox.url}${path}`, { ...init, headers });
  expect(response.status).toBe(200);
  return response.json() as never;
}

test('every object has the fields that the published types require, and no others', async () => {
  const open = await sandbox.stripe.checkout.sessions.create(checkoutOf(7000, { customer_email: 'a@example.com', payment_intent_data: { description: 'x' } }));
  const charge = await aCharge(sandbox, 50_000, { payment_intent_data: { transfer_group: 'g' } }, '4000000000000077');
  const declined = await sandbox.stripe.checkout.sessions.create(checkoutOf(6000));
  await sandbox.control('POST', `/checkout/sessions/${declined.id}/complete`, { card: '4000000000000002' });
  const payee = await aPayee(sandbox, 'restricted');
  await sandbox.control('POST', `/accounts/${payee}/onboarding`, {});
  const transfer = await sandbox.stripe.transfers.create({ amount: 9000, currency: 'usd', destination: payee, source_transaction: charge.id });
  await sandbox.stripe.transfers.createReversal(transfer.id, { amount: 100 });
  await sandbox.stripe.refunds.create({ charge: charge.id, amount: 500 });

  const check = (name: string, value: unknown) => ({ name, violations: types.violations(name, value) });
  const many = async (name: string, path: string, account?: string) => {
    const { data } = await wire(path, {}, account);
    expect(data.length).toBeGreaterThan(0);
    return data.map((item) => check(name, item));
  };
  const link = await wire('/v2/core/account_links', {
    method: 'POST',
    body: JSON.stringify({ account: payee, use_case: { type: 'account_onboarding', account_onboarding: { refresh_url: 'http://127.0.0.1/r', return_url: 'http://127.0.0.1/b' } } }),
  });
  const include = ['configuration.recipient', 'defaults', 'identity', 'requirements', 'future_requirements'].map((name, i) => `include[${i}]=${name}`).join('&');
  const results = [
    ...(await many('session', '/v1/checkout/sessions?expand[0]=data.line_items')),
    ...(await many('line_item', `/v1/checkout/sessions/${open.id}/line_items`)),
    ...(await many('payment_intent', '/v1/payment_intents?expand[]=data.latest_charge')),
    ...(await many('charge', '/v1/charges?expand[0]=data.balance_transaction&expand[1]=data.refunds')),
    ...(await many('charge', '/v1/charges', payee)),
    ...(await many('refund', '/v1/refunds?expand[0]=data.charge')),
    ...(await many('transfer', '/v1/transfers?expand[0]=data.source_transaction')),
    ...(await many('transfer_reversal', `/v1/transfers/${transfer.id}/reversals`)),
    ...(await many('balance_transaction', '/v1/balance_transactions?expand[0]=data.source')),
    ...(await many('balance_transaction', '/v1/balance_transactions', payee)),
    ...(await many('event', '/v1/events?limit=100')),
    check('balance', await wire('/v1/balance')),
    check('account', await wire(`/v2/core/accounts/${payee}?${include}`)),
    check('account', await wire(`/v2/core/accounts/${payee}`)),
    check('account_link', link),
  ];
  expect(results.filter(({ violations }) => violations.length > 0)).toEqual([]);
});

test('the reader of types does find what is wrong', () => {
  const balance = { object: 'balance', available: [{ amount: '1', currency: 'usd' }], livemode: null, surprise: 1 };
  expect(types.violations('balance', balance).sort()).toEqual([
    'balance.available[0].amount is a string', 'balance.livemode is null', 'balance.pending is missing', 'balance.surprise is unknown',
  ]);
});

test('every endpoint that is answered has a table of parameters, and the other way round', () => {
  expect([...routeNames].sort()).toEqual(endpoints.map(({ route }) => route).sort());
});

test('the version of the API is the one the SDK pins', () => {
  expect(sdk(sandbox).getApiField('version')).toBe(API_VERSION);
});
