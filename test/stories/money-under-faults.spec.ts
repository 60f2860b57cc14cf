import { randomUUID } from 'node:crypto';
import { minute, type OrganisationId, systemActor } from '@app/kernel';
import { Fundings, Payouts, paymentsChecks, Refunds, Reservations } from '@app/payments';
import { Relay, Runner, Tick } from '@app/platform';
import { runChecks } from '../../apps/cli/check';
import { aFreelancer, anOrganisation, aPerson } from '../../libs/identity/testing';
import { aFunding, aPayee, openPage, pay } from '../../libs/payments/testing';
import { startTestApp, type TestApp } from '../support/app';

const actor = systemActor('story');
const awards = 24;
const prize = 10_000n;

jest.setTimeout(100_000);

let app: TestApp;
beforeAll(async () => void (app = await startTestApp()));
afterAll(() => app?.close());

/** Workers that take what there is all at once; a job that fails is tried again in the next round, minutes later. */
async function round(): Promise<void> {
  await app.db.query('update outbox set run_after = now(), enqueued_at = null, failed_at = null');
  await app.app.get(Tick).run();
  const deliveries = await app.app.get(Relay).take();
  // every delivery comes twice, and nothing waits for anything
  await Promise.all([...deliveries, ...deliveries].map(({ id, handler }) => app.app.get(Runner).run(id, handler)));
  await app.clock.shift(20 * minute);
}

const trouble = [
  { match: '*', kind: 'reset', stage: 'before', probability: 0.1 },
  { match: '*', kind: 'reset', stage: 'after', probability: 0.15 },
  { match: '*', kind: 'error', stage: 'after', status: 500, probability: 0.1 },
  { match: '*', kind: 'error', stage: 'during', status: 500, probability: 0.1 },
  { match: '*', kind: 'error', stage: 'before', status: 429, probability: 0.1 },
  { match: '*', kind: 'truncate', probability: 0.1 },
];

it('pays every award once and refunds the rest once, whatever the provider, its events and the workers do', async () => {
  const sponsor = await aPerson(app);
  const organisation = await anOrganisation(app, sponsor);
  const payees: { organisationId: OrganisationId; account: string }[] = [];
  for (let number = 0; number < 4; number++) {
    const winner = await aFreelancer(app);
    payees.push({ organisationId: winner.organisationId, account: await aPayee(app, winner, winner.organisationId) });
  }
  const subjectId = randomUUID();
  const pages: string[] = [];
  const fundings = [];
  for (let number = 0; number < 3; number++) {
    const funding = await aFunding(app, organisation.id, { subjectId, bounty: 100_000n, fee: 10_000n });
    fundings.push(funding);
    pages.push(await openPage(app, sponsor, funding.id));
    for (const fault of number === 0 ? [...trouble.map((one) => ({ ...one, times: 0 }))] : []) await app.sandbox.control('POST', '/faults', fault);
    if (number === 0) {
      await app.sandbox.control('POST', '/webhook-faults', { kind: 'drop', types: ['transfer.*', 'checkout.*'], times: 5 });
      await app.sandbox.control('POST', '/webhook-faults', { kind: 'duplicate', times: 0 });
    }
    await pay(app, pages.at(-1)!);
    for (let rounds = 0; (await app.app.get(Fundings).ofSubject(subjectId)).some(({ funding: { state } }) => state !== 'captured'); rounds++) {
      if (rounds > 60) throw new Error('the funding was never captured');
      await round();
    }
    if (number < 2) await app.sandbox.control('DELETE', '/faults');
  }
  for (const fault of trouble) await app.sandbox.control('POST', '/faults', { ...fault, times: 0 });

  await Promise.all(
    Array.from({ length: awards }, (_, number) =>
      app.db.change(actor, async (tx) => {
        const awardId = randomUUID();
        await app.app.get(Reservations).reserve(tx, { awardId, subjectId, amount: prize });
        const [one, other] = [payees[number % 4]!, payees[(number + 1) % 4]!];
        await app.app.get(Payouts).release(tx, { awardId, subjectId, shares: [{ organisationId: one.organisationId, amount: 3_333n }, { organisationId: other.organisationId, amount: prize - 3_333n }] });
      }),
    ),
  );
  await app.db.change(actor, (tx) => app.app.get(Refunds).refundRest(tx, { subjectId, reason: 'story', keepFeePercent: 50 }));

  const unfinished = async () =>
    (await app.db.query<{ n: number }>(`select (select count(*) from payout where state <> 'sent')::int + (select count(*) from refund where state <> 'succeeded')::int as n`))[0]!.n;
  for (let rounds = 0; (await unfinished()) > 0; rounds++) {
    if (rounds > 150) throw new Error(`${await unfinished()} payouts and refunds were never finished`);
    // in the middle everything that was queued is lost
    if (rounds === 2) await app.db.query('delete from outbox');
    await round();
    expect(await runChecks(app.database.databaseUrl, paymentsChecks)).toEqual([]);
  }

  await app.sandbox.control('DELETE', '/faults');
  const got = [];
  for (const { account } of payees) {
    const transfers = await app.sandbox.stripe.transfers.list({ destination: account, limit: 100 }).autoPagingToArray({ limit: 1000 });
    got.push(transfers.reduce((sum, { amount }) => sum + amount, 0));
  }
  expect(got).toEqual(payees.map(() => (awards / 4) * Number(prize)));
  const back = await app.sandbox.stripe.refunds.list({ limit: 100 }).autoPagingToArray({ limit: 1000 });
  expect(back.reduce((sum, { amount }) => sum + amount, 0)).toBe(300_000 - awards * Number(prize) + 15_000);
  expect(await app.app.get(Fundings).held(app.db, subjectId)).toMatchObject({ bounty: 0n, fee: 0n });

  await app.clock.shift(5 * 24 * 60 * minute);
  // what met a fault last and waits to be tried again is tried now
  await app.db.query('update outbox set last_error = null, run_after = now(), enqueued_at = null, failed_at = null');
  await app.drain();
  const [balance] = (await app.sandbox.stripe.balance.retrieve()).available;
  const rows = await app.db.query(`select a.kind, b.balance::int from ledger_account a join ledger_balance b on b.account_id = a.id where a.kind in ('stripe_pending', 'stripe_available') order by a.kind`);
  expect(rows).toEqual([{ kind: 'stripe_available', balance: balance!.amount }, { kind: 'stripe_pending', balance: 0 }]);
});
