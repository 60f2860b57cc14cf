import { createHmac } from 'node:crypto';
import { request } from 'node:http';
import type Stripe from 'stripe';
import type { OrganisationId } from '@app/kernel';
import { paymentsChecks } from '@app/payments';
import { runChecks } from '../../../apps/cli/check';
import { WEBHOOK_SECRET } from '../../../apps/payments-sandbox/testing';
import { aFreelancer, aPerson, anOrganisation, type TestPerson } from '../../../libs/identity/testing';
import { aFunding, aPaidFunding, aPayee, openPage, pay, release } from '../../../libs/payments/testing';
import { startTestApp, type TestApp } from '../../support/app';

let app: TestApp;
let sponsor: TestPerson;
let organisation: { id: OrganisationId; publicId: string };

beforeAll(async () => {
  app = await startTestApp({ STRIPE_WEBHOOK_SECRET: `whsec_older,${WEBHOOK_SECRET}` });
  sponsor = await aPerson(app);
  organisation = await anOrganisation(app, sponsor);
});
afterEach(async () => {
  await app.sandbox.control('DELETE', '/webhook-faults');
  expect(await runChecks(app.database.databaseUrl, paymentsChecks)).toEqual([]);
});
afterAll(() => app?.close());

const sign = (body: string, secret = WEBHOOK_SECRET, at = Math.floor(Date.now() / 1000), scheme = 'v1') => `t=${at},${scheme}=${createHmac('sha256', secret).update(`${at}.${body}`).digest('hex')}`;

/** The bytes as given, which no client library may touch. */
function deliver(body: string, signature?: string, type = 'application/json'): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': type, 'content-length': Buffer.byteLength(body), ...(signature && { 'stripe-signature': signature }) };
    const call = request(`${app.url}/provider-events/stripe`, { method: 'POST', headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => resolve({ status: response.statusCode!, body: text }));
    });
    call.on('error', reject);
    call.end(body);
  });
}

const event = (more: object = {}) => ({
  id: `evt_${Math.random().toString(36).slice(2)}`, object: 'event', api_version: '2026-10-28.endive', created: 1, livemode: false, pending_webhooks: 1, request: { id: null, idempotency_key: null },
  type: 'checkout.session.completed', data: { object: { id: 'cs_test_nobody', object: 'checkout.session' } }, ...more,
});
const stored = async () => (await app.db.query<{ n: number }>('select count(*)::int as n from provider_event'))[0]!.n;
const everything = () => app.db.query(`select (select count(*) from provider_event)::int as events, (select count(*) from ledger_transaction)::int as postings, (select count(*) from audit_entry)::int as audits, (select count(*) from outbox)::int as outbox`);
const captured = async (id: string) => (await app.db.query<{ state: string }>('select state from funding where id = $1', [id]))[0]!.state === 'captured';
const eventsOf = async (...types: string[]) => (await app.sandbox.stripe.events.list({ types, limit: 100 })).data;

describe('F-18, threat 9: what is not from the provider', () => {
  const good = JSON.stringify(event(), null, 2);
  it.each<[string, string, string | undefined]>([
    ['no signature', good, undefined],
    ['garbage for a signature', good, 'v1'],
    ['another secret', good, sign(good, 'whsec_other')],
    ['a body tampered with', good.replace('nobody', 'anybody'), sign(good)],
    ['a body read and written again', JSON.stringify(JSON.parse(good)), sign(good)],
    ['ten minutes old', good, sign(good, WEBHOOK_SECRET, Math.floor(Date.now() / 1000) - 600)],
    ['the v0 scheme', good, sign(good, WEBHOOK_SECRET, undefined, 'v0')],
    ['no JSON at all', 'x', sign('x')],
    ['null', 'null', sign('null')],
    ['an array', '[]', sign('[]')],
    ['a forged thin event', JSON.stringify({ id: 'evt_1', object: 'v2.core.event', type: 'v2.core.account.closed' }), sign('other')],
  ])('%s is refused, and nothing is written', async (_, body, signature) => {
    const before = await everything();
    expect((await deliver(body, signature)).status).toBe(400);
    expect(await everything()).toEqual(before);
  });
});

describe('F-19 what is not for us', () => {
  it.each([
    ['live, in a test environment', { livemode: true }],
    ['of a type nobody asked for', { type: 'invoice.paid' }],
    ['of a name every object has', { type: 'constructor' }],
    ['of a connected account', { account: 'acct_other' }],
  ])('%s: taken, ignored, not kept', async (_, more) => {
    const before = await stored();
    const body = JSON.stringify(event(more));
    expect(await deliver(body, sign(body))).toEqual({ status: 200, body: '{"received":true}' });
    expect(await stored()).toBe(before);
  });

  it.each([['a session the provider does not know', 'cs_test_nobody'], ['a session of another environment', undefined]])('about %s: kept, without effect', async (_, known) => {
    const session = known ?? (await app.sandbox.stripe.checkout.sessions.create({
      mode: 'payment', success_url: 'http://127.0.0.1/', metadata: { charge: 'chg_00000000000040008000000000000000' },
      line_items: [{ quantity: 1, price_data: { currency: 'usd', unit_amount: 5000, product_data: { name: 'x' } } }],
    })).id;
    const told = event({ data: { object: { id: session, object: 'checkout.session' } } });
    const body = JSON.stringify(told);
    expect((await deliver(body, sign(body))).status).toBe(200);
    await app.drain();
    expect(await app.db.query('select state, outcome from provider_event where id = $1', [told.id])).toEqual([{ state: 'done', outcome: 'not ours' }]);
  });

  it('of another API version: looked into all the same, since the object is read again', async () => {
    const funding = await aFunding(app, organisation.id);
    await app.sandbox.control('POST', '/webhook-faults', { kind: 'drop', times: 0 });
    const session = await openPage(app, sponsor, funding.id);
    await pay(app, session);
    const body = JSON.stringify(event({ api_version: '2020-08-27', data: { object: { id: session, object: 'checkout.session' } } }));
    expect((await deliver(body, sign(body))).status).toBe(200);
    await app.drain();
    expect(await captured(funding.id)).toBe(true);
  });
});

it('the event says paid, the provider does not: the provider is believed', async () => {
  const funding = await aFunding(app, organisation.id);
  const session = await openPage(app, sponsor, funding.id);
  const body = JSON.stringify(event({ data: { object: { id: session, object: 'checkout.session', payment_status: 'paid', status: 'complete' } } }));
  expect((await deliver(body, sign(body))).status).toBe(200);
  await app.drain();
  expect(await captured(funding.id)).toBe(false);
});

it('either secret is good while one replaces the other, in one header too', async () => {
  for (const signature of [(body: string) => sign(body, 'whsec_older'), (body: string) => `${sign(body, 'whsec_gone')},${sign(body).split(',')[1]}`]) {
    const body = JSON.stringify(event());
    expect((await deliver(body, signature(body))).status).toBe(200);
  }
});

it('F-14 every event twice: one effect', async () => {
  await app.sandbox.control('POST', '/webhook-faults', { kind: 'duplicate', times: 0 });
  const funding = await aPaidFunding(app, sponsor, organisation.id);
  expect(await app.db.query(`select kind, count(*)::int as n from ledger_transaction where subject = $1 group by kind order by kind`, [funding.subjectId])).toEqual([{ kind: 'charge_paid', n: 1 }, { kind: 'provider_fee', n: 1 }]);
});

it('F-15 events in the wrong order: forward only', async () => {
  const funding = await aFunding(app, organisation.id);
  const session = await openPage(app, sponsor, funding.id);
  await app.sandbox.control('POST', '/webhook-faults', { kind: 'reorder', size: 4, times: 0 });
  await pay(app, session);
  await app.sandbox.control('POST', '/webhooks/flush');
  await app.drain();
  expect(await captured(funding.id)).toBe(true);
  const expired = JSON.stringify(event({ type: 'checkout.session.expired', data: { object: { id: session, object: 'checkout.session', status: 'expired' } } }));
  expect((await deliver(expired, sign(expired))).status).toBe(200);
  await app.drain();
  expect(await captured(funding.id)).toBe(true);
});

it('F-20 an effect that fails is tried again, and takes place once', async () => {
  const funding = await aFunding(app, organisation.id);
  await pay(app, await openPage(app, sponsor, funding.id));
  await app.sandbox.control('POST', '/faults', { match: 'GET /v1/checkout/sessions/*', kind: 'error', status: 500, times: 1 });
  await expect(app.drain()).rejects.toThrow('payments.readProviderEvent failed');
  expect(await captured(funding.id)).toBe(false);
  await app.db.query('update outbox set last_error = null, run_after = now()');
  await app.drain();
  expect(await captured(funding.id)).toBe(true);
});

it('F-43 all events of a whole life replayed, and shuffled under new ids: the same books', async () => {
  const winner = await aFreelancer(app);
  await aPayee(app, winner, winner.organisationId);
  const funding = await aPaidFunding(app, sponsor, organisation.id);
  await release(app, funding.subjectId, [{ organisationId: winner.organisationId, amount: 100_000n }]);
  await app.drain();
  const books = () => app.db.query(`select a.kind, a.owner, b.balance, b.version from ledger_account a join ledger_balance b on b.account_id = a.id order by a.id`);
  const before = await books();
  const events = await eventsOf('checkout.session.*', 'charge.*', 'transfer.*', 'refund.*', 'balance.available');
  expect(events.length).toBeGreaterThan(10);
  for (const { id } of events) await app.sandbox.control('POST', `/events/${id}/redeliver`);
  await app.drain();
  for (const [at, one] of events.sort(() => Math.random() - 0.5).entries()) {
    const body = JSON.stringify({ ...(one as Stripe.Event & { object: string }), id: `evt_again${at}` });
    expect((await deliver(body, sign(body))).status).toBe(200);
  }
  await app.drain();
  expect(await books()).toEqual(before);
});

it('keeps no more of an event than where to look', async () => {
  const columns = await app.db.query<{ column_name: string }>(`select column_name from information_schema.columns where table_name = 'provider_event' order by 1`);
  expect(columns.map(({ column_name }) => column_name)).toEqual(['api_version', 'done_at', 'id', 'object_id', 'outcome', 'received_at', 'state', 'type']);
});
