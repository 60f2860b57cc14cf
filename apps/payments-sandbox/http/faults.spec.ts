import Stripe from 'stripe';
import { DEFAULT_SECRET_KEY } from '../sandbox';
import { fits } from './faults';
import { aSandbox, checkoutOf, refusal, type TestSandbox } from '../testing';

let sandbox: TestSandbox;
let stripe: Stripe;
beforeAll(async () => {
  sandbox = await aSandbox();
  stripe = sandbox.stripe;
});
afterAll(() => sandbox.remove());
beforeEach(() => sandbox.control('POST', '/reset'));

const open = (idempotencyKey: string) => stripe.checkout.sessions.create(checkoutOf(5000), { idempotencyKey });
const made = async () => (await stripe.checkout.sessions.list()).data.length;
const fault = (input: object) => sandbox.control('POST', '/faults', { match: 'POST /v1/checkout/sessions', ...input });
const unknown = { type: 'StripeConnectionError', message: expect.any(String) };

test('reset before execution: nothing happened, and the SDK tries once more by itself', async () => {
  await fault({ kind: 'reset', stage: 'before' });
  expect((await open('a')).status).toBe('open');
  expect(await made()).toBe(1);
  expect(await sandbox.control('GET', '/counts')).toMatchObject({ routes: { 'POST /v1/checkout/sessions': { requests: 2, replays: 0 } } });
});

test('reset after execution: the retry of the SDK is a replay', async () => {
  await fault({ kind: 'reset', stage: 'after' });
  const session = await open('b');
  expect(session.lastResponse.headers['idempotent-replayed']).toBe('true');
  expect(await made()).toBe(1);
});

test('resets that do not stop: a connection error, and the outcome is unknown', async () => {
  await fault({ kind: 'reset', stage: 'after', times: 0 });
  expect(await refusal(open('c'))).toEqual(unknown);
  await sandbox.control('DELETE', '/faults');
  expect(await made()).toBe(1);
});

test('half a body', async () => {
  await fault({ kind: 'truncate', times: 0 });
  expect((await refusal(open('d'))).type).toBe('StripeConnectionError');
  await sandbox.control('DELETE', '/faults');
  expect((await open('d')).lastResponse.headers['idempotent-replayed']).toBe('true');
});

test.each([['before', 0, undefined], ['after', 1, 'true']])('an answer that never comes, %s execution', async (stage, expected, replayed) => {
  const hasty = new Stripe(DEFAULT_SECRET_KEY, { host: '127.0.0.1', port: sandbox.port, protocol: 'http', maxNetworkRetries: 0, timeout: 200 });
  await fault({ kind: 'hang', stage });
  expect((await refusal(hasty.checkout.sessions.create(checkoutOf(5000), { idempotencyKey: 'e' }))).type).toBe('StripeConnectionError');
  expect(await made()).toBe(expected);
  expect((await open('e')).lastResponse.headers['idempotent-replayed']).toBe(replayed);
});

test('429 and 409 as errors, for some requests and not for others', async () => {
  await sandbox.control('POST', '/faults', { match: 'GET /v1/*', kind: 'error', status: 429, skip: 1, times: 1 });
  expect((await stripe.balance.retrieve()).object).toBe('balance');
  expect(await refusal(stripe.balance.retrieve())).toEqual({ type: 'StripeRateLimitError', statusCode: 429, code: 'rate_limit', message: expect.any(String) });
  expect((await stripe.balance.retrieve()).object).toBe('balance');
  await sandbox.control('POST', '/faults', { match: '*', kind: 'error', status: 409, code: 'lock_timeout' });
  expect(await refusal(stripe.balance.retrieve())).toEqual({ type: 'StripeAPIError', statusCode: 409, code: 'lock_timeout', message: expect.any(String) });
});

test.each([
  ['POST /v1/transfers', 'POST /v1/transfers', true], ['POST /v1/transfers', 'POST /v1/transfers/tr_1/reversals', false], ['*', 'GET /v1/balance', true],
  ['GET /v1/*', 'GET /v1/charges/ch_1', true], ['GET /v1/*', 'POST /v1/charges', false], ['POST /v1/checkout/*/expire', 'POST /v1/checkout/sessions/cs_1/expire', true],
  ['* /v1/a*a', 'GET /v1/a', false], ['POST /v1/t.ansfers', 'POST /v1/transfers', false],
])('%s for %s: %s', (pattern, subject, expected) => expect(fits(pattern, subject)).toBe(expected));

test('switches are listed, counted, removed, and refused when they make no sense', async () => {
  const { id } = await fault({ kind: 'error', status: 503, times: 0 });
  await refusal(open('f'));
  expect(await sandbox.control('GET', '/faults')).toMatchObject([{ id, kind: 'error', hits: 1, times: 0 }]);
  expect(await sandbox.control('DELETE', `/faults/${String(id)}`)).toEqual({ removed: true });
  expect((await open('g')).status).toBe('open');
  await expect(fault({ kind: 'explode' })).rejects.toThrow('400 kind must be one of error, reset, hang, truncate, latency');
  await expect(fault({ kind: 'error', status: 200 })).rejects.toThrow('400 status must be a whole number from 400 to 599');
});
