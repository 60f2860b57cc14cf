import type Stripe from 'stripe';
import { aCharge, aPayee, aReceiver, aSandbox, checkoutOf, DAY, recipient, type TestSandbox, WEBHOOK_SECRET } from './testing';

let sandbox: TestSandbox;
let receiver: Awaited<ReturnType<typeof aReceiver>>;

beforeEach(async () => {
  receiver = await aReceiver();
  sandbox = await aSandbox({ webhookUrl: receiver.url });
});
afterEach(async () => {
  await sandbox.remove();
  await receiver.close();
});

async function figures(stripe: Stripe, options?: Stripe.RequestOptions) {
  const balance = await stripe.balance.retrieve({}, options);
  return { available: balance.available[0]!.amount, pending: balance.pending[0]!.amount };
}

test('money goes from a Checkout page over the balance to a payee, and every cent is explained by a balance transaction', async () => {
  const { stripe, control } = sandbox;
  const session = await stripe.checkout.sessions.create(
    checkoutOf(100_000, { client_reference_id: 'fnd_1', metadata: { funding: 'fnd_1' }, payment_intent_data: { transfer_group: 'challenge_1', metadata: { funding: 'fnd_1' } } }),
    { idempotencyKey: 'funding:1' },
  );
  expect(session).toMatchObject({ status: 'open', payment_status: 'unpaid', payment_intent: null, amount_total: 100_000, url: `${sandbox.url}/c/pay/${session.id}` });

  const { outcome } = await control('POST', `/checkout/sessions/${session.id}/complete`);
  expect(outcome).toBe('paid');
  const paid = await stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent.latest_charge.balance_transaction', 'line_items'] });
  expect(paid).toMatchObject({ status: 'complete', payment_status: 'paid', url: null });
  const charge = (paid.payment_intent as Stripe.PaymentIntent).latest_charge as Stripe.Charge;
  expect(charge).toMatchObject({ paid: true, amount: 100_000, transfer_group: 'challenge_1', metadata: { funding: 'fnd_1' } });
  expect(charge.balance_transaction).toMatchObject({ amount: 100_000, fee: 2930, net: 97_070, status: 'pending', type: 'charge', source: charge.id });
  expect(await figures(stripe)).toEqual({ available: 0, pending: 97_070 });

  const account = await stripe.v2.core.accounts.create({ ...recipient, include: ['configuration.recipient', 'requirements'] });
  expect(account.configuration?.recipient?.capabilities?.stripe_balance?.stripe_transfers?.status).toBe('restricted');
  await control('POST', `/accounts/${account.id}/onboarding`, { outcome: 'complete' });
  const onboarded = await stripe.v2.core.accounts.retrieve(account.id, { include: ['configuration.recipient', 'requirements'] });
  expect(onboarded.configuration?.recipient?.capabilities?.stripe_balance?.stripe_transfers).toEqual({ status: 'active', status_details: [] });
  expect(onboarded.requirements?.entries).toEqual([]);

  const transfer = await stripe.transfers.create(
    { amount: 90_000, currency: 'usd', destination: account.id, source_transaction: charge.id, metadata: { payout: 'pay_1' } },
    { idempotencyKey: 'transfer:1' },
  );
  expect(transfer).toMatchObject({ amount: 90_000, source_transaction: charge.id, transfer_group: 'challenge_1', reversed: false });
  expect((await stripe.transfers.list({ transfer_group: 'challenge_1' })).data.map((t) => t.id)).toEqual([transfer.id]);
  expect(await figures(stripe)).toEqual({ available: 0, pending: 7070 });
  expect(await figures(stripe, { stripeAccount: account.id })).toEqual({ available: 0, pending: 90_000 });

  await control('POST', '/clock', { shift_ms: 2 * DAY + 1000 });
  expect(await figures(stripe)).toEqual({ available: 7070, pending: 0 });
  expect(await figures(stripe, { stripeAccount: account.id })).toEqual({ available: 90_000, pending: 0 });

  const refund = await stripe.refunds.create({ payment_intent: charge.payment_intent as string, amount: 5000, metadata: { refund: 'rfd_1' } });
  expect(refund).toMatchObject({ status: 'succeeded', amount: 5000, charge: charge.id });
  const reversal = await stripe.transfers.createReversal(transfer.id, { amount: 10_000 });
  expect(reversal).toMatchObject({ amount: 10_000, transfer: transfer.id });

  const movements = await stripe.balanceTransactions.list({ limit: 100 }).autoPagingToArray({ limit: 1000 });
  expect(movements.map(({ type, net, source }) => ({ type, net, source }))).toEqual([
    { type: 'transfer_refund', net: 10_000, source: reversal.id },
    { type: 'refund', net: -5000, source: refund.id },
    { type: 'transfer', net: -90_000, source: transfer.id },
    { type: 'charge', net: 97_070, source: charge.id },
  ]);
  const { available, pending } = await figures(stripe);
  expect(movements.reduce((sum, { net }) => sum + net, 0)).toBe(available + pending);

  await control('POST', '/webhooks/idle');
  expect(receiver.types().sort()).toEqual([
    'balance.available', 'charge.refunded', 'charge.succeeded', 'charge.updated', 'checkout.session.completed', 'payment_intent.created', 'payment_intent.succeeded',
    'refund.created', 'transfer.created', 'transfer.reversed', 'v2.core.account.created', 'v2.core.account[configuration.recipient].capability_status_updated', 'v2.core.account[requirements].updated',
  ]);
});

test('events carry the object as it was at that moment, signed so that the SDK accepts them', async () => {
  const { stripe, control } = sandbox;
  const session = await stripe.checkout.sessions.create(checkoutOf(5000));
  await control('POST', `/checkout/sessions/${session.id}/complete`);
  await stripe.refunds.create({ charge: (await stripe.charges.list()).data[0]!.id });
  await control('POST', '/webhooks/idle');

  const events = receiver.received.map(({ body, signature }) => stripe.webhooks.constructEvent(body, signature, WEBHOOK_SECRET));
  const of = (type: string) => events.find((event) => event.type === type)!;
  expect(of('charge.succeeded').data.object).toMatchObject({ amount_refunded: 0, balance_transaction: null });
  expect(of('charge.updated').data).toMatchObject({ object: { amount_refunded: 0, balance_transaction: expect.stringMatching(/^txn_/) }, previous_attributes: { balance_transaction: null } });
  expect(of('charge.refunded').data.object).toMatchObject({ amount_refunded: 5000, refunded: true });
  expect(of('checkout.session.completed')).toMatchObject({ api_version: '2026-10-28.endive', livemode: false, request: { id: null } });
  expect(of('refund.created').request).toEqual({ id: expect.stringMatching(/^req_/), idempotency_key: expect.stringMatching(/^stripe-node-retry-/) });
  expect(await stripe.events.retrieve(of('charge.refunded').id)).toMatchObject({ type: 'charge.refunded', pending_webhooks: 0 });

  const { body, signature } = receiver.received[0]!;
  expect(() => stripe.webhooks.constructEvent(body.replace('5000', '9000'), signature, WEBHOOK_SECRET)).toThrow(/No signatures found/);
  expect(() => stripe.webhooks.constructEvent(JSON.stringify(JSON.parse(body)), signature, WEBHOOK_SECRET)).toThrow(/No signatures found/);
  expect(() => stripe.webhooks.constructEvent(body, signature, 'whsec_other')).toThrow(/No signatures found/);
  expect(() => stripe.webhooks.constructEvent(body, signature.replace('v1=', 'v0='), WEBHOOK_SECRET)).toThrow(/expected scheme/);
});

test('a thin event says where to look, and the SDK can look there', async () => {
  const { stripe } = sandbox;
  const account = await aPayee(sandbox);
  await sandbox.control('POST', '/webhooks/idle');
  const thin = receiver.received.map(({ body, signature }) => stripe.parseEventNotification(body, signature, WEBHOOK_SECRET));
  expect(thin.map((event) => event.type).sort()).toEqual([
    'v2.core.account.created', 'v2.core.account[configuration.recipient].capability_status_updated', 'v2.core.account[requirements].updated',
  ]);
  const changed = thin.find((event) => event.type === 'v2.core.account[configuration.recipient].capability_status_updated')!;
  expect(changed).toMatchObject({ object: 'v2.core.event', related_object: { id: account, type: 'v2.core.account', url: `/v2/core/accounts/${account}` } });
  expect(changed).not.toHaveProperty('data');
  expect(await (changed as { fetchRelatedObject(): Promise<unknown> }).fetchRelatedObject()).toMatchObject({ id: account, configuration: null });
  expect(await (changed as { fetchEvent(): Promise<unknown> }).fetchEvent()).toMatchObject({ data: { updated_capability: 'stripe_balance.stripe_transfers' } });
  expect(() => stripe.webhooks.constructEvent(receiver.received[0]!.body, receiver.received[0]!.signature, WEBHOOK_SECRET)).toThrow(/thin event/);
});

test('the answers carry the headers of the provider', async () => {
  const first = await sandbox.stripe.checkout.sessions.create(checkoutOf(5000), { idempotencyKey: 'k1' });
  const again = await sandbox.stripe.checkout.sessions.create(checkoutOf(5000), { idempotencyKey: 'k1' });
  expect(first.lastResponse.requestId).toMatch(/^req_/);
  expect(first.lastResponse.headers).toMatchObject({ 'stripe-version': '2026-10-28.endive', 'idempotency-key': 'k1' });
  expect(first.lastResponse.headers).not.toHaveProperty('idempotent-replayed');
  expect(again.lastResponse.headers).toMatchObject({ 'idempotent-replayed': 'true', 'original-request': first.lastResponse.requestId });
  expect(again.id).toBe(first.id);
});

test('a refund that the balance cannot carry waits for money and says so when it comes', async () => {
  const { stripe } = sandbox;
  const charge = await aCharge(sandbox, 5000);
  await stripe.transfers.create({ amount: 5000, currency: 'usd', destination: await aPayee(sandbox), source_transaction: charge.id });
  const refund = await stripe.refunds.create({ charge: charge.id });
  expect(refund).toMatchObject({ status: 'pending', pending_reason: 'insufficient_funds', balance_transaction: null });
  expect(await figures(stripe)).toEqual({ available: 0, pending: -175 });

  await aCharge(sandbox, 20_000, {}, '4000000000000077');
  const paid = await stripe.refunds.retrieve(refund.id);
  expect(paid).toMatchObject({ status: 'succeeded', balance_transaction: expect.stringMatching(/^txn_/) });
  expect(paid).not.toHaveProperty('pending_reason');
  expect(await figures(stripe)).toEqual({ available: 19_390, pending: -5175 });
  expect((await stripe.events.list({ type: 'refund.updated' })).data[0]!.data.object).toMatchObject({ id: refund.id, status: 'succeeded' });
});

test('pages of a list, forward and back, and by time', async () => {
  const { stripe, control } = sandbox;
  const ids: string[] = [];
  for (let i = 0; i < 5; i += 1) ids.unshift((await aCharge(sandbox, 1000 + i)).id);
  const page = async (params: Stripe.ChargeListParams) => {
    const { data, has_more: more, url } = await stripe.charges.list(params);
    return [data.map(({ id }) => id), more, url];
  };
  expect(await page({ limit: 2 })).toEqual([ids.slice(0, 2), true, '/v1/charges']);
  expect(await page({ limit: 2, starting_after: ids[1] })).toEqual([ids.slice(2, 4), true, '/v1/charges']);
  expect(await page({ limit: 2, starting_after: ids[3] })).toEqual([ids.slice(4), false, '/v1/charges']);
  expect(await page({ limit: 2, ending_before: ids[4] })).toEqual([ids.slice(2, 4), true, '/v1/charges']);
  expect(await page({ limit: 4, ending_before: ids[2] })).toEqual([ids.slice(0, 2), false, '/v1/charges']);
  expect((await stripe.charges.list({ limit: 2 }).autoPagingToArray({ limit: 100 })).map(({ id }) => id)).toEqual(ids);

  await control('POST', '/clock', { shift_ms: DAY });
  const late = await aCharge(sandbox, 2000);
  expect(await page({ created: { gte: late.created } })).toEqual([[late.id], false, '/v1/charges']);
  expect(await page({ created: { lt: late.created }, limit: 100 })).toEqual([ids, false, '/v1/charges']);
});
