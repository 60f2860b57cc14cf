import type Stripe from 'stripe';
import { hour, minute, type OrganisationId, showId } from '@app/kernel';
import { Fundings, paymentsChecks, type Payout } from '@app/payments';
import { Runner, Relay } from '@app/platform';
import { runChecks } from '../../../apps/cli/check';
import { aFreelancer, anOrganisation, aPerson, type TestPerson } from '../../../libs/identity/testing';
import { aPaidFunding, aPayee, release } from '../../../libs/payments/testing';
import { startTestApp, type TestApp } from '../../support/app';
import { offline, provenOffline } from '../../support/receipts';

let app: TestApp;
let sponsor: TestPerson;
let organisation: { id: OrganisationId; publicId: string };
let winner: TestPerson & { organisationId: OrganisationId };
let account: string;

beforeAll(async () => {
  app = await startTestApp();
  sponsor = await aPerson(app);
  organisation = await anOrganisation(app, sponsor);
  winner = await aFreelancer(app);
  account = await aPayee(app, winner, winner.organisationId);
});
afterEach(async () => {
  await app.sandbox.control('DELETE', '/faults');
  await app.sandbox.control('DELETE', '/webhook-faults');
  expect(await runChecks(app.database.databaseUrl, paymentsChecks)).toEqual([]);
});
afterAll(() => app?.close());

const fault = (input: object) => app.sandbox.control('POST', '/faults', { match: 'POST /v1/transfers', ...input });
const payouts = (awardId: string) => app.db.query<{ state: string; reason: string | null }>('select state, reason from payout where award_id = $1 order by amount', [awardId]);
const transfersTo = async (to: string, subjectId: string) =>
  (await app.sandbox.stripe.transfers.list({ destination: to, transfer_group: `subject_${subjectId}` })).data.map(({ amount, source_transaction }: Stripe.Transfer) => ({ amount, source_transaction: source_transaction as string }));
const booked = async (payout: Payout) =>
  (await app.db.query<{ n: number }>(`select count(*)::int as n from ledger_transaction t join transfer tr on t.posting_key = 'transfer:' || tr.id || ':sent' where tr.payout_id = $1`, [payout.id]))[0]!.n;

/** One award over the whole bounty of a new funding, released; nothing sent yet. */
async function anAward(bounty = 100_000n) {
  const funding = await aPaidFunding(app, sponsor, organisation.id, { bounty });
  const [charge] = await app.db.query<{ charge_id: string }>('select charge_id from charge where funding_id = $1', [funding.id]);
  const [payout] = await release(app, funding.subjectId, [{ organisationId: winner.organisationId, amount: bounty }]);
  return { ...funding, payout: payout!, awardId: payout!.awardId, charge: charge!.charge_id };
}

it('pays out of the charge the money came from, posts it once and records it', async () => {
  const { subjectId, payout, awardId, charge } = await anAward();
  await app.drain();
  expect(await payouts(awardId)).toEqual([{ state: 'sent', reason: null }]);
  expect(await transfersTo(account, subjectId)).toEqual([{ amount: 100_000, source_transaction: charge }]);
  expect(await booked(payout)).toBe(1);
  expect(await app.app.get(Fundings).proof(subjectId)).toEqual([
    { fundingId: expect.any(String), organisationId: organisation.id, currency: 'USD', captured: 100_000n, reserved: 0n, released: 100_000n, paidOut: 100_000n, refunded: 0n, left: 0n, chargedAt: [expect.any(Date)] },
  ]);
  expect(await app.app.get(Fundings).held(app.db, subjectId)).toMatchObject({ bounty: 0n, fee: 10_000n });
  const [{ type }] = (await app.db.query<{ type: string }>('select type from log_record r join payout p on p.record = r.seq where p.id = $1', [payout.id])) as [{ type: string }];
  expect(type).toBe('payout');
  const path = `/api/v1/organisations/${showId('organisation', winner.organisationId)}/payouts/${showId('payout', payout.id)}/receipt`;
  const { body: receipt } = await winner.agent.get(path).expect(200);
  expect(receipt).toMatchObject({ leaf: { type: 'payout', subject: showId('payout', payout.id) }, content: { fields: { amount: '100000', currency: 'USD', transfers: [expect.stringMatching(/^tr_/)] } } });
  expect(await offline(app, receipt)).toEqual(provenOffline);
  expect((await sponsor.agent.get(path)).status).toBe(404);
  expect((await sponsor.agent.get(path.replace(showId('organisation', winner.organisationId), organisation.publicId))).status).toBe(404);
});

describe.each([
  ['F-02 the connection is reset after execution', { kind: 'reset', stage: 'after', times: 2 }],
  ['F-03 the connection is reset before execution', { kind: 'reset', stage: 'before', times: 2 }],
  ['F-05 half a body', { kind: 'truncate' }],
])('%s', (_, input) => {
  it('leaves the payout unknown, and the same key pays once', async () => {
    const { subjectId, payout, awardId } = await anAward();
    await app.sandbox.control('POST', '/webhook-faults', { kind: 'drop', types: ['transfer.created'], times: 0 });
    await fault(input);
    await app.drain();
    expect(await payouts(awardId)).toEqual([{ state: 'unknown', reason: 'connection' }]);
    await app.clock.shift(5 * minute);
    await app.drain();
    expect(await payouts(awardId)).toEqual([{ state: 'sent', reason: null }]);
    expect(await transfersTo(account, subjectId)).toHaveLength(1);
    expect(await booked(payout)).toBe(1);
    expect(await app.db.query('select attempt from transfer where payout_id = $1', [payout.id])).toEqual([{ attempt: 1 }]);
  });
});

it('F-01 a time-out after execution: unknown, then the same key, paid once', async () => {
  const { subjectId, payout, awardId } = await anAward();
  await app.sandbox.control('POST', '/webhook-faults', { kind: 'drop', types: ['transfer.created'] });
  await fault({ kind: 'hang', stage: 'after' });
  await app.drain();
  expect(await payouts(awardId)).toEqual([{ state: 'unknown', reason: 'connection' }]);
  await app.clock.shift(5 * minute);
  await app.drain();
  expect(await payouts(awardId)).toEqual([{ state: 'sent', reason: null }]);
  expect(await transfersTo(account, subjectId)).toHaveLength(1);
  expect(await booked(payout)).toBe(1);
});

it('F-04 a 500 after execution, stored under the key: looked up and adopted', async () => {
  const { subjectId, payout, awardId } = await anAward();
  await fault({ kind: 'error', stage: 'after', status: 500 });
  await app.drain();
  expect(await payouts(awardId)).toEqual([{ state: 'sent', reason: null }]);
  expect(await transfersTo(account, subjectId)).toHaveLength(1);
  expect(await booked(payout)).toBe(1);
});

it('a 500 in the middle, stored under the key without effect: looked up, not found, sent under a new key', async () => {
  const { subjectId, payout, awardId } = await anAward();
  await fault({ kind: 'error', stage: 'during', status: 500 });
  await app.drain();
  expect(await payouts(awardId)).toEqual([{ state: 'unknown', reason: 'provider_error' }]);
  for (let round = 0; round < 2; round++) {
    await app.clock.shift(10 * minute);
    await app.drain();
  }
  expect(await payouts(awardId)).toEqual([{ state: 'sent', reason: null }]);
  expect(await transfersTo(account, subjectId)).toHaveLength(1);
  expect(await app.db.query('select attempt from transfer where payout_id = $1', [payout.id])).toEqual([{ attempt: 2 }]);
});

it.each([['429', 429, 'rate_limit'], ['a lock of the provider', 429, 'lock_timeout'], ['409', 409, 'idempotency_key_in_use']])('F-06 %s: tried again later, no failure to be seen', async (_, status, code) => {
  const { subjectId, awardId } = await anAward();
  await fault({ kind: 'error', stage: 'before', status, code, times: 3 });
  await app.drain();
  expect(await payouts(awardId)).toEqual([{ state: 'sending', reason: code }]);
  for (let round = 0; round < 3; round++) {
    await app.clock.shift(10 * minute);
    await app.drain();
  }
  expect(await payouts(awardId)).toEqual([{ state: 'sent', reason: null }]);
  expect(await transfersTo(account, subjectId)).toHaveLength(1);
});

it('F-17 the provider’s event comes before our own answer: the transfer is ours by its metadata', async () => {
  const { subjectId, payout, awardId } = await anAward();
  await fault({ kind: 'truncate' });
  await app.drain();
  expect(await payouts(awardId)).toEqual([{ state: 'sent', reason: null }]);
  expect(await transfersTo(account, subjectId)).toHaveLength(1);
  expect(await booked(payout)).toBe(1);
});

it('F-07 all jobs lost after the commit of the release: the tick finds the payout', async () => {
  const { subjectId, awardId } = await anAward();
  await app.db.query('delete from outbox');
  await app.drain();
  expect(await payouts(awardId)).toEqual([{ state: 'sent', reason: null }]);
  expect(await transfersTo(account, subjectId)).toHaveLength(1);
});

it('F-08 a crash after the call, before its answer is stored: the same key gives the same transfer (F-45, threat 8)', async () => {
  const { subjectId, payout, awardId } = await anAward();
  await app.sandbox.control('POST', '/webhook-faults', { kind: 'drop', types: ['transfer.created'] });
  const { id, chargeRowId } = (await app.db.query<{ id: string; chargeRowId: string }>('select id, charge_row_id as "chargeRowId" from transfer where payout_id = $1', [payout.id]))[0]!;
  await fault({ kind: 'truncate', times: 1 });
  await app.drain();
  // what a killed process leaves: a claim that runs out, and money that went
  await app.db.query(`update payout set state = 'sending', tries = 0, leased_until = app_now() + interval '2 minutes', try_at = app_now() + interval '2 minutes' where id = $1`, [payout.id]);
  await app.drain();
  expect(await payouts(awardId)).toEqual([{ state: 'sending', reason: 'connection' }]);
  await app.clock.shift(3 * minute);
  await app.drain();
  expect(await payouts(awardId)).toEqual([{ state: 'sent', reason: null }]);
  const [made] = (await app.sandbox.stripe.transfers.list({ transfer_group: `subject_${subjectId}` })).data;
  expect(await app.db.query('select provider_id, charge_row_id from transfer where id = $1', [id])).toEqual([{ provider_id: made!.id, charge_row_id: chargeRowId }]);
  expect(await booked(payout)).toBe(1);
});

it('F-09, threat 8: the provider forgot the key: looked for before the leap, adopted, no second transfer', async () => {
  const { subjectId, payout, awardId } = await anAward();
  await app.sandbox.control('POST', '/webhook-faults', { kind: 'drop', types: ['transfer.created'] });
  await fault({ kind: 'truncate', times: 1 });
  await app.drain();
  expect(await payouts(awardId)).toEqual([{ state: 'unknown', reason: 'connection' }]);
  await app.clock.shift(25 * hour);
  await app.drain();
  expect(await payouts(awardId)).toEqual([{ state: 'sent', reason: null }]);
  expect(await transfersTo(account, subjectId)).toHaveLength(1);
  expect(await booked(payout)).toBe(1);
});

it('F-09 and where it never went: sent under a new key', async () => {
  const { subjectId, payout, awardId } = await anAward();
  await fault({ kind: 'reset', stage: 'before', times: 2 });
  await app.drain();
  await app.clock.shift(25 * hour);
  await app.drain();
  expect(await payouts(awardId)).toEqual([{ state: 'sent', reason: null }]);
  expect(await transfersTo(account, subjectId)).toHaveLength(1);
  expect(await app.db.query('select attempt from transfer where payout_id = $1', [payout.id])).toEqual([{ attempt: 2 }]);
});

it('F-10, threat 6: many workers take one row: one transfer, one posting', async () => {
  const { subjectId, payout, awardId } = await anAward();
  for (let job = 0; job < 4; job++) {
    await app.db.query(`insert into outbox (kind, name, queue, handler, payload) values ('job', 'payments.sendPayout', 'money', 'payments.sendPayout', $1)`, [{ payoutId: payout.id }]);
  }
  const deliveries = await app.app.get(Relay).take();
  await Promise.all([...deliveries, ...deliveries].map(({ id, handler }) => app.app.get(Runner).run(id, handler)));
  await app.drain();
  expect(await payouts(awardId)).toEqual([{ state: 'sent', reason: null }]);
  expect(await transfersTo(account, subjectId)).toHaveLength(1);
  expect(await booked(payout)).toBe(1);
});

it('threat 6: releases an award once, however often it is asked', async () => {
  const { subjectId, payout, awardId } = await anAward();
  expect((await release(app, subjectId, [{ organisationId: winner.organisationId, amount: 100_000n }], awardId)).map(({ id }) => id)).toEqual([payout.id]);
  await app.drain();
  expect(await transfersTo(account, subjectId)).toHaveLength(1);
});

it('F-25 F-35 one of three payees refused: the others are paid, the sums hold, and the one is paid alone later', async () => {
  const others = [await aFreelancer(app), await aFreelancer(app)];
  const [second] = [await aPayee(app, others[0]!, others[0]!.organisationId), await aPayee(app, others[1]!, others[1]!.organisationId)];
  const { subjectId } = await aPaidFunding(app, sponsor, organisation.id, { bounty: 100n, fee: 10n });
  await app.sandbox.control('POST', '/webhook-faults', { kind: 'drop', types: ['v2.*'], times: 0 });
  await app.sandbox.control('POST', `/accounts/${second}/onboarding`, { outcome: 'restricted' });
  const [{ awardId }] = (await release(app, subjectId, [
    { organisationId: winner.organisationId, amount: 34n }, { organisationId: others[0]!.organisationId, amount: 33n }, { organisationId: others[1]!.organisationId, amount: 33n },
  ])) as [Payout];
  await app.drain();
  const states = () => app.db.query('select organisation_id, amount::int, state, reason from payout where award_id = $1 order by array_position($2::uuid[], organisation_id)', [awardId, [winner, ...others].map(({ organisationId }) => organisationId)]);
  expect(await states()).toEqual([
    { organisation_id: winner.organisationId, amount: 34, state: 'sent', reason: null },
    { organisation_id: others[0]!.organisationId, amount: 33, state: 'blocked', reason: 'insufficient_capabilities_for_transfer' },
    { organisation_id: others[1]!.organisationId, amount: 33, state: 'sent', reason: null },
  ]);
  expect(await runChecks(app.database.databaseUrl, paymentsChecks)).toEqual([]);

  await app.sandbox.control('DELETE', '/webhook-faults');
  await app.sandbox.control('POST', `/accounts/${second}/onboarding`, { outcome: 'complete' });
  await app.drain();
  await app.clock.shift(5 * minute);
  await app.drain();
  expect((await states()).map((one) => one.state)).toEqual(['sent', 'sent', 'sent']);
  expect(await transfersTo(second!, subjectId)).toEqual([{ amount: 33, source_transaction: expect.any(String) }]);
});

it('F-26 the balance does not carry it: it waits for balance.available, and the amount stays', async () => {
  const { subjectId, awardId, payout } = await anAward();
  await fault({ kind: 'error', stage: 'during', status: 400, code: 'balance_insufficient' });
  await app.drain();
  expect(await payouts(awardId)).toEqual([{ state: 'ready', reason: 'balance_insufficient' }]);
  expect(await transfersTo(account, subjectId)).toEqual([]);
  await aPaidFunding(app, sponsor, organisation.id, { card: '4000000000000077' });
  await app.clock.shift(3 * 24 * hour);
  await app.drain();
  expect(await payouts(awardId)).toEqual([{ state: 'sent', reason: null }]);
  expect(await transfersTo(account, subjectId)).toEqual([{ amount: 100_000, source_transaction: expect.any(String) }]);
  expect(await app.db.query('select attempt from transfer where payout_id = $1', [payout.id])).toEqual([{ attempt: 2 }]);
});

it('F-27 an award larger than one charge is spread over charges and fundings, oldest first', async () => {
  const first = await aPaidFunding(app, sponsor, organisation.id, { bounty: 150_000_000n, fee: 0n });
  await aPaidFunding(app, sponsor, organisation.id, { subjectId: first.subjectId, bounty: 1_000n, fee: 0n });
  const [payout] = await release(app, first.subjectId, [{ organisationId: winner.organisationId, amount: 150_000_500n }]);
  await app.drain();
  expect(await app.db.query(`select t.amount::int, c.position, f.bounty::int, t.state from transfer t join charge c on c.id = t.charge_row_id join funding f on f.id = c.funding_id where t.payout_id = $1 order by f.created_at, c.position`, [payout!.id])).toEqual([
    { amount: 75_000_000, position: 1, bounty: 150_000_000, state: 'sent' },
    { amount: 75_000_000, position: 2, bounty: 150_000_000, state: 'sent' },
    { amount: 500, position: 1, bounty: 1_000, state: 'sent' },
  ]);
  expect((await app.db.query<{ state: string }>('select state from payout where id = $1', [payout!.id]))[0]!.state).toBe('sent');
});

it('settles what was pending on the provider’s day: the books show the provider’s own balance', async () => {
  await anAward();
  await app.drain();
  await app.clock.shift(3 * 24 * hour);
  await app.drain();
  const balance = await app.sandbox.stripe.balance.retrieve();
  const rows = await app.db.query<{ kind: string; balance: string }>(`select a.kind, b.balance from ledger_account a join ledger_balance b on b.account_id = a.id where a.kind in ('stripe_pending', 'stripe_available') order by a.kind`);
  expect(rows).toEqual([{ kind: 'stripe_available', balance: String(balance.available[0]!.amount) }, { kind: 'stripe_pending', balance: '0' }]);
});
