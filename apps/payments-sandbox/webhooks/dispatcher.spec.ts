import Stripe from 'stripe';
import { aReceiver, aSandbox, checkoutOf, DAY, type TestSandbox, WEBHOOK_SECRET } from '../testing';
import { signature } from './sign';

const closers: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function both(answer?: (nth: number) => number, options = {}) {
  const receiver = await aReceiver(answer);
  closers.push(() => receiver.close());
  const sandbox = await aSandbox({ webhookUrl: receiver.url, ...options });
  closers.push(() => sandbox.remove());
  return { receiver, sandbox, idle: () => sandbox.control('POST', '/webhooks/idle') };
}

/** A session opened and expired: one event. */
async function anEvent(sandbox: TestSandbox): Promise<void> {
  const { id } = await sandbox.stripe.checkout.sessions.create(checkoutOf(5000));
  await sandbox.stripe.checkout.sessions.expire(id);
}

async function deliveries(sandbox: TestSandbox) {
  const { delivery } = await sandbox.control<{ delivery: Record<string, { state: string; attempts: number; lastResult: string }> }>('GET', '/state');
  return Object.values(delivery).map(({ state, attempts, lastResult }) => ({ state, attempts, lastResult }));
}

test('the signature is the one the SDK makes for its own tests', () => {
  const timestamp = 1_800_000_000;
  expect(signature('{"a":1}', ['whsec_x'], timestamp)).toBe(Stripe.webhooks.generateTestHeaderString({ payload: '{"a":1}', secret: 'whsec_x', timestamp }));
});

test('two secrets while one replaces the other: either accepts', async () => {
  const { receiver, sandbox, idle } = await both(undefined, { webhookSecret: 'whsec_old,whsec_new' });
  await anEvent(sandbox);
  await idle();
  const [{ body, signature: header }] = receiver.received as [(typeof receiver.received)[0]];
  for (const secret of ['whsec_old', 'whsec_new']) expect(sandbox.stripe.webhooks.constructEvent(body, header, secret).type).toBe('checkout.session.expired');
});

test('the time of a signature is wall time, whatever the clock of the stand-in says', async () => {
  const { receiver, sandbox, idle } = await both();
  await sandbox.control('POST', '/clock', { shift_ms: 30 * DAY });
  await anEvent(sandbox);
  await idle();
  const event = sandbox.stripe.webhooks.constructEvent(receiver.received[0]!.body, receiver.received[0]!.signature, WEBHOOK_SECRET);
  const signedAt = Number(/^t=(\d+),/.exec(receiver.received[0]!.signature)![1]);
  expect(Math.abs(signedAt - Date.now() / 1000)).toBeLessThan(60);
  expect(event.created).toBeGreaterThan(Date.now() / 1000 + 29 * 24 * 60 * 60);
});

test('a receiver that fails gets it again, with growing pauses on the clock of the stand-in, until it takes it', async () => {
  const { receiver, sandbox, idle } = await both((nth) => (nth < 3 ? 500 : 200));
  await anEvent(sandbox);
  await idle();
  expect(await deliveries(sandbox)).toEqual([{ state: 'pending', attempts: 1, lastResult: '500' }]);
  await sandbox.control('POST', '/clock', { shift_ms: 1000 });
  await idle();
  expect(receiver.received).toHaveLength(2);
  await sandbox.control('POST', '/clock', { shift_ms: 1000 });
  await idle();
  expect(receiver.received).toHaveLength(2);
  await sandbox.control('POST', '/clock', { shift_ms: 5000 });
  await idle();
  expect(receiver.received.map(({ body }) => body)).toEqual(Array(3).fill(receiver.received[0]!.body));
  expect(await deliveries(sandbox)).toEqual([{ state: 'delivered', attempts: 3, lastResult: '200' }]);
  expect((await sandbox.stripe.events.list({ delivery_success: false })).data).toEqual([]);
});

test('a receiver that never answers well is given up after three days, and the event can be listed', async () => {
  const { sandbox, idle } = await both(() => 500);
  await anEvent(sandbox);
  for (let i = 0; i < 14; i += 1) {
    await idle();
    await sandbox.control('POST', '/clock', { shift_ms: DAY / 2 });
  }
  await idle();
  expect(await deliveries(sandbox)).toEqual([{ state: 'failed', attempts: 13, lastResult: '500' }]);
  expect((await sandbox.stripe.events.list({ delivery_success: false })).data).toMatchObject([{ type: 'checkout.session.expired', pending_webhooks: 1 }]);
});

test('drop, duplicate, delay and reorder', async () => {
  const { receiver, sandbox, idle } = await both();
  const switchOn = (input: object) => sandbox.control('POST', '/webhook-faults', input);
  const pay = async () => {
    const { id } = await sandbox.stripe.checkout.sessions.create(checkoutOf(5000));
    await sandbox.control('POST', `/checkout/sessions/${id}/complete`);
    await idle();
    return receiver.types().splice(0);
  };
  const all = ['payment_intent.created', 'charge.succeeded', 'payment_intent.succeeded', 'charge.updated', 'checkout.session.completed'];
  const without = (type: string) => all.filter((t) => t !== type).sort();

  await switchOn({ kind: 'drop', types: ['checkout.session.completed'] });
  expect((await pay()).sort()).toEqual(without('checkout.session.completed'));
  receiver.received.length = 0;

  await switchOn({ kind: 'duplicate', types: ['checkout.session.completed'] });
  expect((await pay()).sort()).toEqual([...all, 'checkout.session.completed'].sort());
  receiver.received.length = 0;

  await switchOn({ kind: 'delay', types: ['charge.succeeded'], ms: 60_000 });
  expect((await pay()).sort()).toEqual(without('charge.succeeded'));
  receiver.received.length = 0;
  await sandbox.control('POST', '/clock', { shift_ms: 60_000 });
  await idle();
  expect(receiver.types()).toEqual(['charge.succeeded']);
  receiver.received.length = 0;

  await switchOn({ kind: 'reorder', size: 5 });
  await pay();
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(receiver.types()).toEqual([...all].reverse());
});

test('more endpoints, each with its secret and what it wants; a URL that comes later', async () => {
  const { receiver, sandbox, idle } = await both();
  const other = await aReceiver();
  closers.push(other.close);
  const { id } = await sandbox.control<{ id: string }>('POST', '/webhooks/endpoints', { url: other.url, secret: 'whsec_thin', payload: 'thin' });
  await sandbox.stripe.v2.core.accounts.create({});
  await anEvent(sandbox);
  await idle();
  expect(other.types()).toEqual(['v2.core.account.created']);
  expect(sandbox.stripe.parseEventNotification(other.received[0]!.body, other.received[0]!.signature, 'whsec_thin').type).toBe('v2.core.account.created');
  expect(receiver.types().sort()).toEqual(['checkout.session.expired', 'v2.core.account.created']);

  await sandbox.control('DELETE', `/webhooks/endpoints/${id}`);
  sandbox.setWebhookUrl(other.url);
  await anEvent(sandbox);
  await idle();
  expect(other.types()).toEqual(['v2.core.account.created', 'checkout.session.expired']);
});

test('an event can be sent again', async () => {
  const { receiver, sandbox, idle } = await both();
  await anEvent(sandbox);
  await idle();
  const [event] = (await sandbox.stripe.events.list()).data;
  expect(await sandbox.control('POST', `/events/${event!.id}/redeliver`)).toEqual({ deliveries: 1 });
  await idle();
  expect(receiver.received).toHaveLength(2);
});
