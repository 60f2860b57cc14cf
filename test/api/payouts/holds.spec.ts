import { randomUUID } from 'node:crypto';
import { after, day, minute, type OrganisationId, showId } from '@app/kernel';
import { paymentsChecks, type PayoutHold, PayoutHolds } from '@app/payments';
import { Client } from 'pg';
import { runChecks } from '../../../apps/cli/check';
import { aJudgedChallenge, awardOf, passAppeals, takes } from '../../../libs/bounties/testing';
import { aFreelancer, anOrganisation, aPerson, asStaff, aStaffMember, joinsStaff, type TestPerson } from '../../../libs/identity/testing';
import { aPaidFunding, aPayee, release } from '../../../libs/payments/testing';
import { startTestApp, type TestApp } from '../../support/app';
import { client, ok, refused } from '../../support/client';

type Winner = TestPerson & { organisationId: OrganisationId };

let app: TestApp;
let sponsor: TestPerson;
let organisation: { id: OrganisationId; publicId: string };
let finance: TestPerson;
let second: TestPerson;

beforeAll(async () => {
  app = await startTestApp();
  sponsor = await aPerson(app);
  organisation = await anOrganisation(app, sponsor);
  [finance, second] = [await aStaffMember(app, 'finance'), await aStaffMember(app, 'moderator')];
});
afterEach(async () => {
  await app.sandbox.control('DELETE', '/faults');
  expect(await runChecks(app.database.databaseUrl, paymentsChecks)).toEqual([]);
});
afterAll(() => app?.close());

const told = 'Your account changed the day it was paid; we look at it.';
const hold = async (id: string, who = finance) => app.db.change(await asStaff(app, who), (tx) => app.app.get(PayoutHolds).hold(tx, id as never, { reason: 'fraud', told, decisionId: randomUUID(), reviewAt: after(tx.now, 14 * day) }));
const letGo = async ({ id }: Pick<PayoutHold, 'id'>, who = second) => app.db.change(await asStaff(app, who), (tx) => app.app.get(PayoutHolds).release(tx, id, { reason: 'It was theirs.' }));
const outcome = (call: Promise<unknown>) => call.then(() => 'done', (error: { code?: string }) => error.code);
const sent = async (subjectId: string) => (await app.sandbox.stripe.transfers.list({ transfer_group: `subject_${subjectId}` })).data.length;
const stateOf = async (id: string) => (await app.db.query<{ state: string }>('select state from payout where id = $1', [id]))[0]!.state;
const list = (who: TestPerson) => ok(client(who).GET('/api/v1/admin/payouts', { params: { query: {} } }));

async function aWinner(): Promise<Winner> {
  const winner = await aFreelancer(app);
  await aPayee(app, winner, winner.organisationId);
  return winner;
}

/** Released, and not tried yet. */
async function aPayout(winner: Winner) {
  const funding = await aPaidFunding(app, sponsor, organisation.id);
  const [payout] = await release(app, funding.subjectId, [{ organisationId: winner.organisationId, amount: 100_000n }]);
  return { ...payout!, subjectId: funding.subjectId };
}

it('a held payout is not sent, its payee is told since when and why, and staff find it; a second person lets it go', async () => {
  const winner = await aWinner();
  const { id, subjectId } = await aPayout(winner);
  const placed = await hold(id);
  await app.drain();
  expect([await sent(subjectId), await stateOf(id)]).toEqual([0, 'ready']);

  const path = { id: showId('organisation', winner.organisationId) };
  const shown = { since: placed.since.toISOString(), reason: 'fraud', told, reviewAt: placed.reviewAt.toISOString() };
  expect((await ok(client(winner).GET('/api/v1/organisations/{id}/payouts', { params: { path } }))).items.map((payout) => payout.hold)).toEqual([shown]);
  expect((await list(finance)).items.map((payout) => [payout.id, payout.state, payout.hold, payout.since])).toEqual([
    [showId('payout', id), 'ready', { ...shown, id: showId('payoutHold', placed.id), placedById: showId('person', finance.id), decisionId: showId('moderationDecision', placed.decisionId) }, shown.since],
  ]);

  expect(await outcome(letGo(placed, finance))).toBe('payments_released_by_another');
  await letGo(placed);
  expect(await outcome(letGo(placed))).toBe(undefined);
  await app.drain();
  expect([await sent(subjectId), await stateOf(id), (await list(finance)).items]).toEqual([1, 'sent', []]);
  expect((await ok(client(winner).GET('/api/v1/organisations/{id}/payouts', { params: { path } }))).items.map((payout) => payout.hold)).toEqual([null]);
});

it('its organisation finds by their state the payouts that wait, however many came since', async () => {
  const winner = await aWinner();
  const waiting = await aPayout(winner);
  const placed = await hold(waiting.id);
  const { id } = await aPayout(winner);
  await app.drain();
  const path = { id: showId('organisation', winner.organisationId) };
  const ids = async (query: object) => (await ok(client(winner).GET('/api/v1/organisations/{id}/payouts', { params: { path, query } }))).items.map((payout) => payout.id);
  expect([await ids({ limit: 1 }), await ids({ state: 'ready', limit: 1 }), await ids({ state: 'awaiting_payee' })]).toEqual([[showId('payout', id)], [showId('payout', waiting.id)], []]);
  expect(await refused(client(winner).GET('/api/v1/organisations/{id}/payouts', { params: { path, query: { state: 'lost' as 'sent' } } }))).toBe('422 request_invalid');
  await letGo(placed);
  await app.drain();
});

it('what is on its way, lost or sent cannot be held, nor what is held already', async () => {
  const winner = await aWinner();
  const lost = await aPayout(winner);
  await app.sandbox.control('POST', '/webhook-faults', { kind: 'drop', types: ['transfer.created'] });
  await app.sandbox.control('POST', '/faults', { match: 'POST /v1/transfers', kind: 'reset', stage: 'after', times: 2 });
  await app.drain();
  expect([await stateOf(lost.id), await outcome(hold(lost.id))]).toEqual(['unknown', 'payments_on_its_way']);
  await app.db.query(`update payout set state = 'sending' where id = $1`, [lost.id]);
  expect(await outcome(hold(lost.id))).toBe('payments_on_its_way');
  await app.sandbox.control('DELETE', '/webhook-faults');
  const gone = await aPayout(winner);
  await app.sandbox.control('DELETE', '/faults');
  await app.clock.shift(5 * minute);
  await app.drain();
  expect([await stateOf(gone.id), await outcome(hold(gone.id))]).toEqual(['sent', 'payments_on_its_way']);
  const fresh = await aPayout(winner);
  const placed = await hold(fresh.id);
  expect(await outcome(hold(fresh.id, second))).toBe('payments_already_held');
  await letGo(placed);
  await app.drain();
});

it('staff of the payee neither hold nor release; support and others do not either', async () => {
  const winner = await aWinner();
  const { id } = await aPayout(winner);
  await joinsStaff(app, winner, 'finance');
  expect(await outcome(hold(id, winner))).toBe('payments_own_organisation');
  const placed = await hold(id);
  expect(await outcome(letGo(placed, winner))).toBe('payments_own_organisation');
  for (const who of [await aStaffMember(app, 'support'), await aPerson(app)]) expect(await outcome(letGo(placed, who))).toBe('payments_own_organisation');
  await letGo(placed);
  await app.drain();
});

it('a hold and a sending that meet: either it was held before anything was sent, or it is sent and not held', async () => {
  const winner = await aWinner();
  for (let round = 0; round < 6; round++) {
    const { id, subjectId } = await aPayout(winner);
    const [placed] = await Promise.all([hold(id).catch(() => undefined), app.drain()]);
    await app.drain();
    expect([await stateOf(id), await sent(subjectId)]).toEqual(placed ? ['ready', 0] : ['sent', 1]);
    if (placed) await letGo(placed);
    await app.drain();
    expect(await sent(subjectId)).toBe(1);
  }
});

it('waiting for the payee and a retry happen meanwhile, sending does not', async () => {
  const winner = await aFreelancer(app);
  const { id, subjectId } = await aPayout(winner);
  expect(await stateOf(id)).toBe('awaiting_payee');
  const placed = await hold(id);
  await aPayee(app, winner, winner.organisationId);
  await app.drain();
  expect([await stateOf(id), await sent(subjectId)]).toEqual(['ready', 0]);
  await letGo(placed);
  await app.sandbox.control('POST', '/faults', { match: 'POST /v1/transfers', kind: 'error', stage: 'during', status: 400, code: 'parameter_invalid_integer' });
  await app.drain();
  expect(await stateOf(id)).toBe('failed');
  const again = await hold(id, second);
  await ok(client(finance).PUT('/api/v1/admin/payouts/{id}/retry', { params: { path: { id: showId('payout', id) } }, body: { reason: 'Mended.' } }));
  await app.drain();
  expect([await stateOf(id), await sent(subjectId)]).toEqual(['ready', 0]);
  await letGo(again, finance);
  await app.drain();
  expect([await stateOf(id), await sent(subjectId)]).toEqual(['sent', 1]);
});

it('the payee reads of it in the award, the sponsor does not', async () => {
  const { sponsor: payer, solvers: [winner] } = await aJudgedChallenge(app, [9]);
  await takes(winner!, payer);
  await passAppeals(app);
  const { path } = await awardOf(winner!);
  const [{ id }] = (await app.db.query<{ id: string }>('select id from payout where organisation_id = $1', [winner!.organisationId])) as [{ id: string }];
  const placed = await hold(id);
  const read = async (who: TestPerson) => ((await who.agent.get(path).expect(200)).body as { payouts: object[] }).payouts;
  expect(await read(winner!)).toEqual([{ id: showId('payout', id), organisationId: showId('organisation', winner!.organisationId), amount: expect.any(Object), state: 'awaiting_payee', hold: { since: placed.since.toISOString(), reason: 'fraud', told, reviewAt: placed.reviewAt.toISOString() } }]);
  expect(JSON.stringify((await payer.owner.agent.get(path).expect(200)).body)).not.toContain('hold');
});

it('the database itself sends nothing held, holds nothing sent, and lets nobody release their own', async () => {
  const winner = await aWinner();
  const { id } = await aPayout(winner);
  const placed = await hold(id);
  const db = new Client(app.database.databaseUrl);
  await db.connect();
  const code = (sql: string, params: unknown[] = []) => db.query(sql, params).then(() => 'taken', (error: { code: string }) => error.code);
  const insert = (payoutId: string) => code(`insert into payout_hold (id, payout_id, state, since, reason, told, decision_id, placed_by, review_at) values (gen_random_uuid(), $1, 'in_force', now(), 'r', 't', gen_random_uuid(), $2, now() + interval '1 day')`, [payoutId, finance.id]);
  try {
    expect([
      await code(`update payout set state = 'sending' where id = $1`, [id]),
      await code(`update payout_hold set state = 'released', released_at = now(), released_by = placed_by where id = $1`, [placed.id]),
      await code(`update payout_hold set state = 'released' where id = $1`, [placed.id]),
      await code(`update payout_hold set told = 'other' where id = $1`, [placed.id]),
      await code('delete from payout_hold where id = $1', [placed.id]),
      await insert(id),
    ]).toEqual(['23514', '23514', '23514', '42501', '42501', '23505']);
    await letGo(placed);
    await app.drain();
    expect([await stateOf(id), await insert(id)]).toEqual(['sent', '23514']);
  } finally {
    await db.end();
  }
});
