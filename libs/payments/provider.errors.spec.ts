import Stripe from 'stripe';
import { failureOf } from './provider.errors';

const error = (statusCode: number, body: object, headers = {}) => Stripe.errors.StripeError.generate({ statusCode, headers, message: 'm', ...body } as never);

it.each([
  ['a lost connection', new Stripe.errors.StripeConnectionError({ message: 'm', type: 'api_error' } as never), 'unknown', 'connection'],
  ['a defect of our own', new Error('m'), 'unknown', 'internal'],
  ['a 500', error(500, { type: 'api_error' }), 'unknown', 'provider_error'],
  ['a 500 repeated under its key', error(500, { type: 'api_error' }, { 'idempotent-replayed': 'true' }), 'stored', 'provider_error'],
  ['429 (F-06)', error(429, { type: 'invalid_request_error', code: 'lock_timeout' }), 'later', 'lock_timeout'],
  ['409, the key is in use (F-06)', error(409, { type: 'idempotency_error', code: 'idempotency_key_in_use' }), 'later', 'idempotency_key_in_use'],
  ['a wrong secret key', error(401, { type: 'invalid_request_error' }), 'later', 'status_401'],
  ['other parameters under the key', error(400, { type: 'idempotency_error' }), 'refused', 'idempotency_error'],
  ['a refusal', error(400, { type: 'invalid_request_error', code: 'balance_insufficient' }), 'refused', 'balance_insufficient'],
])('%s', (_, thrown, kind, code) => {
  expect(failureOf(thrown)).toMatchObject({ kind, code });
});
