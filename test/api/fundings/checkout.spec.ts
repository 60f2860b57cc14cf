import { day, hour, minute, type OrganisationId, showId, systemActor } from '@app/kernel';
import { type Funding, Fundings, paymentsChecks } from '@app/payments';
import { runChecks } from '../../../apps/cli/check';
import { type TestPerson, aMember, aPerson, aStaffMember, aToken, anOrganisation } from '../../../libs/identity/testing';
import { aFunding, aPaidFunding, openPage, pay } from '../../../libs/payments/testing';
import { startTestApp, type TestApp } from '../../support/app';

let app: TestApp;
let sponsor: TestPerson;
let organisation: { id: OrganisationId; publicId: string };

beforeAll(async () => {
  app = await startTestApp();
  sponsor = await aPerson(app);
  organisation = await anOrganisation(app, sponsor);
});
afterEach(async () => {
  await app.sandbox.control('DELETE', '/faults');
  await app.sandbox.control('DELETE', '/webhook-faults');
  expect(await runChecks(app.database.databaseUrl, paymentsChecks)).toEqual([]);
});
afterAll(() => app?.close());

const returnUrl = 'http://localhost:3000/back';
const path = (funding: Funding) => `/api/v1/fundings/${showId('funding', funding.id)}`;
const state = async (funding: Funding) => (await app.db.query<{ state: string }>('select state from funding where id = $1', [funding.id]))[0]!.state;
const held = (funding: Funding) => app.app.get(Fundings).held(app.db, funding.subjectId);
const sessions = async (funding: Funding) =>
  (await app.sandbox.stripe.checkout.sessions.list({ limit: 100 })).data.filter(({ client_reference_id }) => client_reference_id === showId('funding', funding.id));

it('pays a funding on the provider’s page and hears of it by a signed event', async () => {
  const funding = await aFunding(app, organisation.id);
  expect((await sponsor.agent.get(path(funding)).expect(200)).body).toMatchObject({ state: 'created', can: ['pay'] });
  await pay(app, await openPage(app, sponsor, funding.id));
  await app.drain();
  const { body } = await sponsor.agent.get(path(funding)).expect(200);
  expect(body).toEqual({
    id: showId('funding', funding.id), organisationId: organisation.publicId, state: 'captured',
    bounty: { amount: 100_000, currency: 'USD' }, fee: { amount: 10_000, currency: 'USD' }, total: { amount: 110_000, currency: 'USD' },
    charges: [{ position: 1, amount: { amount: 110_000, currency: 'USD' }, state: 'paid', paidAt: expect.any(String) }],
    createdAt: expect.any(String), capturedAt: expect.any(String), version: 3, can: [],
  });
  expect(await held(funding)).toMatchObject({ bounty: 100_000n, fee: 10_000n });
  await sponsor.agent.put(`${path(funding)}/checkout`).send({ returnUrl }).expect(409);
});

it('books the provider’s fee as the platform’s expense', async () => {
  const funding = await aPaidFunding(app, sponsor, organisation.id);
  const entries = await app.db.query(
    `select t.kind as posting, a.kind, e.side, e.amount::int from ledger_transaction t join ledger_entry e on e.transaction_id = t.id join ledger_account a on a.id = e.account_id
     where t.subject = $1 order by t.kind, e.side, a.kind`,
    [funding.subjectId],
  );
  expect(entries).toEqual([
    { posting: 'charge_paid', kind: 'stripe_pending', side: 'debit', amount: 110_000 },
    { posting: 'charge_paid', kind: 'bounty', side: 'credit', amount: 100_000 },
    { posting: 'charge_paid', kind: 'fee_unearned', side: 'credit', amount: 10_000 },
    { posting: 'provider_fee', kind: 'stripe_fee', side: 'debit', amount: 3_220 },
    { posting: 'provider_fee', kind: 'stripe_pending', side: 'credit', amount: 3_220 },
  ]);
});

it('F-12 a double click opens one page', async () => {
  const funding = await aFunding(app, organisation.id);
  const answers = await Promise.all(Array.from({ length: 4 }, () => sponsor.agent.put(`${path(funding)}/checkout`).send({ returnUrl })));
  const urls = answers.filter(({ status }) => status === 200).map(({ body }) => (body as { url: string }).url);
  expect(urls.length).toBeGreaterThan(0);
  expect(new Set(urls).size).toBe(1);
  expect((await sponsor.agent.put(`${path(funding)}/checkout`).send({ returnUrl }).expect(200)).body).toEqual({ url: urls[0] });
  expect(await sessions(funding)).toHaveLength(1);
});

it('F-12 funding a subject again returns the open funding', async () => {
  const funding = await aFunding(app, organisation.id);
  expect((await aFunding(app, organisation.id, { subjectId: funding.subjectId })).id).toBe(funding.id);
});

it('opens the same page after its answer was lost', async () => {
  const funding = await aFunding(app, organisation.id);
  await app.sandbox.control('POST', '/faults', { match: 'POST /v1/checkout/sessions', kind: 'truncate' });
  expect((await sponsor.agent.put(`${path(funding)}/checkout`).send({ returnUrl }).expect(503)).body).toMatchObject({ code: 'payments_provider_unreachable' });
  await openPage(app, sponsor, funding.id);
  expect(await sessions(funding)).toHaveLength(1);
});

it('F-17 paid before our own answer was stored: booked by the metadata', async () => {
  const funding = await aFunding(app, organisation.id);
  await app.sandbox.control('POST', '/faults', { match: 'POST /v1/checkout/sessions', kind: 'truncate' });
  await sponsor.agent.put(`${path(funding)}/checkout`).send({ returnUrl }).expect(503);
  await pay(app, (await sessions(funding))[0]!.id);
  await app.drain();
  expect(await state(funding)).toBe('captured');
});

it('replaces a page that ran out', async () => {
  const funding = await aFunding(app, organisation.id);
  const first = await openPage(app, sponsor, funding.id);
  await app.clock.shift(25 * hour);
  await app.drain();
  const second = await openPage(app, sponsor, funding.id);
  expect(second).not.toBe(first);
  await pay(app, second);
  await app.drain();
  expect(await state(funding)).toBe('captured');
});

it('a declined card leaves the page open', async () => {
  const funding = await aFunding(app, organisation.id);
  const session = await openPage(app, sponsor, funding.id);
  await pay(app, session, '4000000000000002');
  await app.drain();
  expect(await state(funding)).toBe('pending');
  expect(await openPage(app, sponsor, funding.id)).toBe(session);
});

it('F-13 an old page paid after a new one: owed at once, refunded, and the new funding stands', async () => {
  await app.sandbox.control('POST', '/faults', { match: 'POST /v1/checkout/sessions/*/expire', kind: 'error', status: 400, times: 0 });
  const old = await aFunding(app, organisation.id);
  const oldPage = await openPage(app, sponsor, old.id);
  const funding = await aFunding(app, organisation.id, { subjectId: old.subjectId, bounty: 200_000n, fee: 20_000n });
  expect(await state(old)).toBe('expired');
  const page = await openPage(app, sponsor, funding.id);
  await app.drain();
  await pay(app, page);
  await pay(app, oldPage);
  await app.drain();
  expect(await state(funding)).toBe('captured');
  expect(await held(funding)).toMatchObject({ bounty: 200_000n, fee: 20_000n });
  expect(await app.db.query('select amount::int, reason, state from refund where funding_id = $1', [old.id])).toEqual([{ amount: 110_000, reason: 'paid_twice', state: 'succeeded' }]);
  const refunds = (await app.sandbox.stripe.refunds.list()).data.filter(({ amount }) => amount === 110_000);
  expect(refunds).toHaveLength(1);
});

it('F-13 closes the old page when it is replaced', async () => {
  const old = await aFunding(app, organisation.id);
  const page = await openPage(app, sponsor, old.id);
  await aFunding(app, organisation.id, { subjectId: old.subjectId, bounty: 1n, fee: 100n });
  await app.drain();
  expect((await app.sandbox.stripe.checkout.sessions.retrieve(page)).status).toBe('expired');
});

it('F-16 the event is lost: the charge is looked at again within minutes', async () => {
  await app.sandbox.control('POST', '/webhook-faults', { kind: 'drop', times: 0 });
  const funding = await aFunding(app, organisation.id);
  await pay(app, await openPage(app, sponsor, funding.id));
  await app.drain();
  expect(await state(funding)).toBe('pending');
  await app.clock.shift(2 * minute);
  await app.drain();
  expect(await state(funding)).toBe('captured');
});

it('several charges where one cannot carry it: pages open one after the other, and only the last captures', async () => {
  const funding = await aFunding(app, organisation.id, { bounty: 150_000_000n, fee: 15_000_000n });
  const first = await openPage(app, sponsor, funding.id);
  await pay(app, first);
  await app.drain();
  expect(await state(funding)).toBe('pending');
  const { body } = await sponsor.agent.get(path(funding)).expect(200);
  expect(body.charges).toEqual([
    { position: 1, amount: { amount: 82_500_000, currency: 'USD' }, state: 'paid', paidAt: expect.any(String) },
    { position: 2, amount: { amount: 82_500_000, currency: 'USD' }, state: 'created', paidAt: null },
  ]);
  expect(await held(funding)).toMatchObject({ bounty: 75_000_000n, fee: 7_500_000n });
  await expect(aFunding(app, organisation.id, { subjectId: funding.subjectId })).rejects.toMatchObject({ code: 'payments_partly_paid' });
  const second = await openPage(app, sponsor, funding.id);
  expect(second).not.toBe(first);
  await pay(app, second);
  await app.drain();
  expect(await state(funding)).toBe('captured');
  expect(await held(funding)).toMatchObject({ bounty: 150_000_000n, fee: 15_000_000n });
});

it.each([['another site', 'https://evil.example/back'], ['another port', 'http://localhost:3001/back'], ['no address', 'back'], ['a script', 'javascript:alert(1)']])('comes back only to its own pages: %s is refused', async (_, url) => {
  const funding = await aFunding(app, organisation.id);
  expect((await sponsor.agent.put(`${path(funding)}/checkout`).send({ returnUrl: url }).expect(422)).body).toMatchObject({ code: 'payments_bad_return_url', errors: [{ pointer: '/returnUrl' }] });
  expect(await state(funding)).toBe('created');
});

it('nobody else sees or pays it', async () => {
  const funding = await aFunding(app, organisation.id);
  const stranger = await aPerson(app);
  await anOrganisation(app, stranger);
  const contributor = await aMember(app, sponsor, organisation, ['contributor']);
  const treasurer = await aMember(app, sponsor, organisation, ['treasurer']);
  const finance = await aStaffMember(app, 'finance');
  const token = await aToken(app, sponsor, organisation, 'funding:read');
  const blind = await aToken(app, sponsor, organisation, 'challenge:read');
  const seen = [];
  for (const [who, { agent }] of Object.entries({ nobody: { agent: app.http() }, stranger, contributor, treasurer, finance, token, blind })) {
    const read = await agent.get(path(funding));
    const paid = await agent.put(`${path(funding)}/checkout`).send({ returnUrl });
    seen.push([who, read.status, paid.status]);
  }
  expect(seen).toEqual([
    ['nobody', 401, 401], ['stranger', 404, 404], ['contributor', 404, 404], ['treasurer', 200, 200], ['finance', 200, 404], ['token', 200, 403], ['blind', 403, 403],
  ]);
});

it('settles nothing twice when weeks pass', async () => {
  const funding = await aPaidFunding(app, sponsor, organisation.id);
  await app.clock.shift(30 * day);
  await app.drain();
  await app.db.change(systemActor('test'), (tx) => app.app.get(Fundings).earnFee(tx, funding.subjectId));
  await app.db.change(systemActor('test'), (tx) => app.app.get(Fundings).earnFee(tx, funding.subjectId));
  expect(await held(funding)).toMatchObject({ bounty: 100_000n, fee: 0n });
  expect(await app.db.query(`select count(*)::int as n from provider_movement where settled_at is null`)).toEqual([{ n: 0 }]);
});
