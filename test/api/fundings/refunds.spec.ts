import { randomUUID } from 'node:crypto';
import { hour, minute, type OrganisationId, showId, systemActor } from '@app/kernel';
import { type Funding, Fundings, paymentsChecks, Refund, Refunds, Reservations } from '@app/payments';
import { runChecks } from '../../../apps/cli/check';
import { aFreelancer, aPerson, aStaffMember, anOrganisation, type TestPerson } from '../../../libs/identity/testing';
import { aFunding, aPaidFunding, aPayee, openPage, pay, release } from '../../../libs/payments/testing';
import { Books } from '../../../libs/payments/books.service';
import { startTestApp, type TestApp } from '../../support/app';
import { client, ok } from '../../support/client';

let app: TestApp;
let sponsor: TestPerson;
let organisation: { id: OrganisationId; publicId: string };

beforeAll(async () => {
  app = await startTestApp();
  sponsor = await aPerson(app);
  organisation = await anOrganisation(app, sponsor);
  // the provider keeps its fee of what is refunded: the platform needs money of its own
  await aPaidFunding(app, sponsor, organisation.id, { bounty: 1_000n, fee: 50_000_000n, card: '4000000000000077' });
});
afterEach(async () => {
  await app.sandbox.control('DELETE', '/faults');
  await app.sandbox.control('DELETE', '/webhook-faults');
  expect(await runChecks(app.database.databaseUrl, paymentsChecks)).toEqual([]);
});
afterAll(() => app?.close());

const actor = systemActor('test');
const held = (subjectId: string) => app.app.get(Fundings).held(app.db, subjectId);
const refundRest = (subjectId: string, keepFeePercent = 0) => app.db.change(actor, (tx) => app.app.get(Refunds).refundRest(tx, { subjectId, reason: 'nobody_submitted', keepFeePercent }));
const reserve = (subjectId: string, amount: bigint, awardId: string = randomUUID()) => app.db.change(actor, async (tx) => (await app.app.get(Reservations).reserve(tx, { awardId, subjectId, amount }), awardId));
const refunds = (subjectId: string) => app.db.query('select amount::int, bounty::int, fee::int, state, reason from refund where subject_id = $1 order by created_at, amount', [subjectId]);
const atProvider = async (funding: Funding) => {
  const [{ payment_intent_id: intent }] = (await app.db.query<{ payment_intent_id: string }>('select payment_intent_id from charge where funding_id = $1 order by position limit 1', [funding.id])) as [{ payment_intent_id: string }];
  return (await app.sandbox.stripe.refunds.list({ payment_intent: intent })).data.map(({ amount, status }) => ({ amount, status }));
};
const earned = async (subjectId: string) => (await app.db.query<{ n: number }>(`select coalesce(sum(e.amount), 0)::int as n from ledger_transaction t join ledger_entry e on e.transaction_id = t.id and e.side = 'debit' where t.kind = 'fee_earned' and t.subject = $1`, [subjectId]))[0]!.n;

it.each([[0, 110_000, 10_000, 0], [50, 105_000, 5_000, 5_000], [100, 100_000, 0, 10_000]] as const)('gives everything back and keeps %i %% of the fee, once', async (keep, amount, fee, kept) => {
  const funding = await aPaidFunding(app, sponsor, organisation.id);
  await refundRest(funding.subjectId, keep);
  await refundRest(funding.subjectId, keep);
  expect(await held(funding.subjectId)).toMatchObject({ bounty: 0n, fee: 0n });
  await app.drain();
  expect(await refunds(funding.subjectId)).toEqual([{ amount, bounty: 100_000, fee, state: 'succeeded', reason: 'nobody_submitted' }]);
  expect(await atProvider(funding)).toEqual([{ amount, status: 'succeeded' }]);
  expect(await earned(funding.subjectId)).toBe(kept);
});

it('gives back only what no award has reserved, and the rest when it comes free', async () => {
  const funding = await aPaidFunding(app, sponsor, organisation.id);
  const awardId = await reserve(funding.subjectId, 60_000n);
  await refundRest(funding.subjectId);
  expect(await held(funding.subjectId)).toMatchObject({ bounty: 60_000n, fee: 0n });
  await app.db.change(actor, (tx) => app.app.get(Reservations).free(tx, awardId));
  await app.db.change(actor, (tx) => app.app.get(Reservations).free(tx, awardId));
  await refundRest(funding.subjectId);
  await app.drain();
  expect(await refunds(funding.subjectId)).toEqual([
    { amount: 50_000, bounty: 40_000, fee: 10_000, state: 'succeeded', reason: 'nobody_submitted' },
    { amount: 60_000, bounty: 60_000, fee: 0, state: 'succeeded', reason: 'nobody_submitted' },
  ]);
});

it('reserves an award once, and never more than is held', async () => {
  const funding = await aPaidFunding(app, sponsor, organisation.id);
  const awardId = await reserve(funding.subjectId, 60_000n);
  await reserve(funding.subjectId, 60_000n, awardId);
  await expect(reserve(funding.subjectId, 40_001n)).rejects.toMatchObject({ code: 'payments_not_enough_held' });
  await reserve(funding.subjectId, 40_000n);
  expect(await app.app.get(Fundings).proof(funding.subjectId)).toMatchObject([{ captured: 100_000n, reserved: 100_000n, released: 0n, left: 100_000n }]);
});

it('an award freed and announced again is reserved again', async () => {
  const funding = await aPaidFunding(app, sponsor, organisation.id);
  const awardId = await reserve(funding.subjectId, 60_000n);
  await app.db.change(actor, (tx) => app.app.get(Reservations).free(tx, awardId));
  await reserve(funding.subjectId, 70_000n, awardId);
  expect(await app.app.get(Fundings).proof(funding.subjectId)).toMatchObject([{ reserved: 70_000n }]);
});

it('F-11, threat 7: twenty refunds and awards race for one funding: never more out than in', async () => {
  const funding = await aPaidFunding(app, sponsor, organisation.id);
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, (_, at) => (at % 4 === 0 ? refundRest(funding.subjectId) : reserve(funding.subjectId, 30_000n))));
  const { bounty } = await held(funding.subjectId);
  const back = (await refunds(funding.subjectId)).reduce((sum, one) => sum + Number(one.bounty), 0);
  const reserved = outcomes.filter(({ status }, at) => at % 4 !== 0 && status === 'fulfilled').length * 30_000;
  expect(back + reserved).toBe(100_000);
  expect(bounty).toBe(BigInt(reserved));
  expect(outcomes.flatMap((one) => (one.status === 'rejected' ? [(one.reason as { code: string }).code] : [])).filter((code) => code !== 'payments_not_enough_held')).toEqual([]);
  await app.drain();
});

it('returns parts of several charges from the newest, so that awards find theirs in the oldest', async () => {
  const funding = await aFunding(app, organisation.id, { bounty: 150_000_000n, fee: 0n });
  for (let page = 0; page < 2; page++) {
    await pay(app, await openPage(app, sponsor, funding.id));
    await app.drain();
  }
  const winner = await aFreelancer(app);
  await aPayee(app, winner, winner.organisationId);
  await reserve(funding.subjectId, 10n);
  await release(app, funding.subjectId, [{ organisationId: winner.organisationId, amount: 60_000_000n }]);
  await refundRest(funding.subjectId);
  await app.drain();
  expect(await app.db.query('select r.amount::int, c.position from refund r join charge c on c.id = r.charge_row_id where r.subject_id = $1 order by c.position', [funding.subjectId])).toEqual([
    { amount: 14_999_990, position: 1 }, { amount: 75_000_000, position: 2 },
  ]);
});

it('closes a funding that is half paid, and gives the half back', async () => {
  const funding = await aFunding(app, organisation.id, { bounty: 150_000_000n, fee: 0n });
  await pay(app, await openPage(app, sponsor, funding.id));
  await app.drain();
  const page = await openPage(app, sponsor, funding.id);
  await refundRest(funding.subjectId);
  await app.drain();
  expect(await refunds(funding.subjectId)).toMatchObject([{ amount: 75_000_000, state: 'succeeded' }]);
  expect((await app.sandbox.stripe.checkout.sessions.retrieve(page)).status).toBe('expired');
  expect(await app.db.query('select state from funding where id = $1', [funding.id])).toEqual([{ state: 'expired' }]);
});

it.each([
  ['its answer is lost', { kind: 'reset', stage: 'after', times: 2 }, 5 * minute],
  ['a 500 after execution', { kind: 'error', stage: 'after', status: 500 }, 5 * minute],
  ['a 500 without effect, stored under the key', { kind: 'error', stage: 'during', status: 500 }, 5 * minute],
  ['the key is forgotten after a day', { kind: 'truncate' }, 25 * hour],
])('refunds once where %s', async (_, fault, wait) => {
  const funding = await aPaidFunding(app, sponsor, organisation.id);
  await app.sandbox.control('POST', '/webhook-faults', { kind: 'drop', types: ['refund.*'], times: 0 });
  await app.sandbox.control('POST', '/faults', { match: 'POST /v1/refunds', ...fault });
  await refundRest(funding.subjectId);
  await app.drain();
  for (let round = 0; round < 2; round++) {
    await app.clock.shift(wait);
    await app.drain();
  }
  expect(await refunds(funding.subjectId)).toMatchObject([{ amount: 110_000, state: 'succeeded' }]);
  expect(await atProvider(funding)).toEqual([{ amount: 110_000, status: 'succeeded' }]);
});

it('our balance does not carry it: pending at the provider, paid when money comes', async () => {
  const funding = await aPaidFunding(app, sponsor, organisation.id, { currency: 'EUR' });
  await refundRest(funding.subjectId);
  await app.drain();
  expect(await refunds(funding.subjectId)).toMatchObject([{ amount: 110_000, state: 'pending' }]);
  // staff see that it waits, and for what
  expect((await ok(client(await aStaffMember(app, 'finance')).GET('/api/v1/admin/refunds'))).items).toMatchObject([{ state: 'pending', reason: 'insufficient_funds', amount: { amount: 110_000, currency: 'EUR' } }]);
  await aPaidFunding(app, sponsor, organisation.id, { currency: 'EUR' });
  await app.sandbox.stripe.balance.retrieve();
  await app.drain();
  expect(await refunds(funding.subjectId)).toMatchObject([{ amount: 110_000, state: 'succeeded' }]);
});

it('and where the event of it is lost, it is asked for', async () => {
  const funding = await aPaidFunding(app, sponsor, organisation.id, { currency: 'GBP' });
  await refundRest(funding.subjectId);
  await app.drain();
  await app.sandbox.control('POST', '/webhook-faults', { kind: 'drop', types: ['refund.*'], times: 0 });
  await aPaidFunding(app, sponsor, organisation.id, { currency: 'GBP' });
  await app.clock.shift(24 * hour);
  await app.drain();
  expect(await refunds(funding.subjectId)).toMatchObject([{ amount: 110_000, state: 'succeeded' }]);
});

it('what the sponsor’s bank sends back stands in the statement, and is owed again', async () => {
  const funding = await aPaidFunding(app, sponsor, organisation.id);
  await refundRest(funding.subjectId);
  await app.drain();
  await app.db.change(actor, async (tx) => app.app.get(Books).refundFailed(tx, (await tx.findOne(Refund, { fundingId: funding.id }))!, true));
  const { items } = await ok(client(sponsor).GET('/api/v1/organisations/{id}/statement', { params: { path: { id: organisation.publicId }, query: { challengeId: showId('challenge', funding.subjectId) } } }));
  expect(items.map(({ kind, amount, fee }) => [kind, amount.amount, fee?.amount])).toEqual([['refund_returned', 110_000, 10_000], ['refund', 110_000, 10_000], ['charge', 110_000, 10_000]]);
});

it('a refund the provider refuses is still owed, never revenue', async () => {
  const funding = await aPaidFunding(app, sponsor, organisation.id);
  await app.sandbox.control('POST', '/faults', { match: 'POST /v1/refunds', kind: 'error', stage: 'during', status: 400, code: 'charge_disputed' });
  await refundRest(funding.subjectId);
  await app.drain();
  expect(await refunds(funding.subjectId)).toMatchObject([{ amount: 110_000, state: 'failed' }]);
  expect(await app.db.query(`select e.side, e.amount::int from ledger_transaction t join ledger_entry e on e.transaction_id = t.id join ledger_account a on a.id = e.account_id and a.kind = 'refund_failed_owed' where t.subject = $1`, [funding.subjectId])).toEqual([{ side: 'credit', amount: 110_000 }]);
});

it('F-36 a bounty without a fee, in a currency without cents', async () => {
  const funding = await aPaidFunding(app, sponsor, organisation.id, { bounty: 51n, fee: 0n, currency: 'JPY' });
  const winner = await aFreelancer(app);
  await aPayee(app, winner, winner.organisationId);
  const [payout, ...others] = await release(app, funding.subjectId, [{ organisationId: winner.organisationId, amount: 51n }, { organisationId: organisation.id, amount: 0n }]);
  expect(others).toEqual([]);
  await app.drain();
  expect(await app.db.query('select amount::int, currency, state from payout where id = $1', [payout!.id])).toEqual([{ amount: 51, currency: 'JPY', state: 'sent' }]);
  await refundRest(funding.subjectId);
  expect(await refunds(funding.subjectId)).toEqual([]);
});

