import type Stripe from 'stripe';
import { aCharge, aPayee, aSandbox, checkoutOf, DAY, recipient, refusal, type TestSandbox } from '../testing';

let sandbox: TestSandbox;
let stripe: Stripe;
beforeAll(async () => {
  sandbox = await aSandbox();
  stripe = sandbox.stripe;
});
afterAll(() => sandbox.remove());
beforeEach(() => sandbox.control('DELETE', '/faults'));

const sessionsMade = async () => (await stripe.checkout.sessions.list({ limit: 100 })).data.length;
const open = (idempotencyKey: string, amount = 5000) => stripe.checkout.sessions.create(checkoutOf(amount), { idempotencyKey });

test('the same key with the same parameters does it once', async () => {
  const before = await sessionsMade();
  const [first, second] = [await open('once'), await open('once')];
  expect([second.id, second.lastResponse.headers['idempotent-replayed']]).toEqual([first.id, 'true']);
  expect(await sessionsMade()).toBe(before + 1);
});

test('the same key with other parameters, or for another endpoint, is refused', async () => {
  await open('mine');
  expect(await refusal(open('mine', 6000))).toEqual({ type: 'StripeIdempotencyError', statusCode: 400, message: expect.stringContaining('same parameters they were first used with') });
  expect(await refusal(stripe.refunds.create({ charge: 'ch_x' }, { idempotencyKey: 'mine' }))).toEqual({
    type: 'StripeIdempotencyError', statusCode: 400, message: expect.stringContaining("same endpoint they were first used for ('/v1/refunds' vs '/v1/checkout/sessions')"),
  });
});

test('a 500 after execution is kept: the replay is the 500, the effect stays', async () => {
  const charge = await aCharge(sandbox, 5000);
  const payee = await aPayee(sandbox);
  const send = () => stripe.transfers.create({ amount: 1000, currency: 'usd', destination: payee, source_transaction: charge.id, transfer_group: 'lost' }, { idempotencyKey: 'transfer:lost' });
  await sandbox.control('POST', '/faults', { match: 'POST /v1/transfers', kind: 'error', stage: 'after', status: 500 });
  const lost = { type: 'StripeAPIError', statusCode: 500, message: expect.any(String) };
  expect(await refusal(send())).toEqual(lost);
  expect(await refusal(send())).toEqual(lost);
  expect((await stripe.transfers.list({ transfer_group: 'lost' })).data).toMatchObject([{ amount: 1000 }]);
});

test('a 500 in the middle is kept and nothing was done; a 503 before is not kept', async () => {
  const before = await sessionsMade();
  await sandbox.control('POST', '/faults', { match: 'POST /v1/checkout/sessions', kind: 'error', stage: 'during', status: 500 });
  expect((await refusal(open('halfway'))).statusCode).toBe(500);
  expect((await refusal(open('halfway'))).statusCode).toBe(500);
  expect(await sessionsMade()).toBe(before);

  await sandbox.control('POST', '/faults', { match: 'POST /v1/checkout/sessions', kind: 'error', stage: 'before', status: 503 });
  expect((await refusal(open('early'))).statusCode).toBe(503);
  expect((await open('early')).status).toBe('open');
});

test('a refusal by the business is kept, a failed check of parameters is not', async () => {
  const payee = await aPayee(sandbox);
  const send = (params: object) => stripe.transfers.create({ amount: 1000, currency: 'usd', destination: payee, ...params }, { idempotencyKey: 'poor' });
  expect((await refusal(send({ nonsense: 1 }))).code).toBe('parameter_unknown');
  expect((await refusal(send({}))).code).toBe('balance_insufficient');
  await aCharge(sandbox, 50_000, {}, '4000000000000077');
  expect((await refusal(send({}))).code).toBe('balance_insufficient');
  expect((await stripe.transfers.create({ amount: 1000, currency: 'usd', destination: payee }, { idempotencyKey: 'poor:2' })).amount).toBe(1000);
});

test('409 while the first is still running', async () => {
  await sandbox.control('POST', '/faults', { match: 'POST /v1/checkout/sessions', kind: 'latency', ms: 300 });
  const slow = open('twice');
  await new Promise((resolve) => setTimeout(resolve, 100));
  // Seen on the wire: the SDK itself would retry a 409.
  const second = await fetch(`${sandbox.url}/v1/checkout/sessions`, { method: 'POST', headers: { authorization: 'Bearer sk_test_guildhall_sandbox', 'idempotency-key': 'twice' }, body: 'mode=payment' });
  expect([second.status, await second.json()]).toEqual([409, { error: { code: 'idempotency_key_in_use', message: expect.any(String), type: 'idempotency_error' } }]);
  expect((await slow).status).toBe('open');
});

test('keys are per connected account and per version of the API', async () => {
  await open('shared');
  expect((await stripe.v2.core.accounts.create(recipient, { idempotencyKey: 'shared' })).object).toBe('v2.core.account');
});

test('v2 repeats no success and keeps no failure', async () => {
  await sandbox.control('POST', '/faults', { match: 'POST /v2/core/accounts', kind: 'error', stage: 'after', status: 500 });
  const make = () => stripe.v2.core.accounts.create({ ...recipient, display_name: 'Only once' }, { idempotencyKey: 'account:1' });
  expect((await refusal(make())).statusCode).toBe(500);
  const [first, second] = [await make(), await make()];
  expect(second.id).toBe(first.id);
  const { account } = await sandbox.control<{ account: Record<string, { object: { display_name: string } }> }>('GET', '/state');
  expect(Object.values(account).filter(({ object }) => object.display_name === 'Only once')).toHaveLength(1);
});

test('after 24 hours on its clock a key runs anew', async () => {
  const first = await open('old');
  await sandbox.control('POST', '/clock', { shift_ms: DAY - 60_000 });
  expect((await open('old')).id).toBe(first.id);
  await sandbox.control('POST', '/clock', { shift_ms: 60_000 });
  expect((await open('old')).id).not.toBe(first.id);
});
