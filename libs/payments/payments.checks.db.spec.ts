import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { testDatabase, type TestDatabase } from '../../test/support/postgres';
import { paymentsChecks } from './payments.checks';

const [organisation, funding, charge, reservation, payout, transfer, refund] = Array.from({ length: 7 }, () => randomUUID());

/** Rows and postings of one funding of 100, of which 60 went out and 40 back: nothing is broken. */
const whole = `
  insert into organisation (id, kind, name, country, slug, state, created_at, version) values ('${organisation}', 'smb', 'O', 'NL', 'o', 'active', now(), 1);
  insert into funding values ('${funding}', gen_random_uuid(), '${organisation}', 'USD', 100, 10, 'captured', now(), now(), 1);
  insert into charge (id, funding_id, position, is_surplus, amount, bounty, fee, state, attempt, session_id, payment_intent_id, charge_id, provider_transaction_id, provider_fee, looks)
    values ('${charge}', '${funding}', 1, false, 110, 100, 10, 'paid', 1, 'cs', 'pi', 'ch', 'txn_1', 3, 0);
  insert into reservation values ('${reservation}', gen_random_uuid(), '${funding}', 60, 'released');
  insert into payout (id, award_id, subject_id, organisation_id, currency, amount, state, tries, created_at, sent_at)
    select '${payout}', award_id, gen_random_uuid(), '${organisation}', 'USD', 60, 'sent', 0, now(), now() from reservation;
  insert into transfer (id, payout_id, charge_row_id, amount, state, attempt, provider_id) values ('${transfer}', '${payout}', '${charge}', 60, 'sent', 1, 'tr_1');
  insert into refund (id, funding_id, subject_id, organisation_id, charge_row_id, currency, amount, bounty, fee, reason, state, attempt, tries, created_at)
    values ('${refund}', '${funding}', gen_random_uuid(), '${organisation}', '${charge}', 'USD', 40, 40, 0, 'r', 'succeeded', 1, 0, now());
  ${post(`charge:${charge}:paid`, 'charge_paid', [['stripe_pending', null, 'debit', 110], ['bounty', funding!, 'credit', 100], ['fee_unearned', funding!, 'credit', 10]])}
  ${post(`charge:${charge}:fee`, 'provider_fee', [['stripe_fee', null, 'debit', 3], ['stripe_pending', null, 'credit', 3]], 'txn_1')}
  ${post('released', 'award_released', [['bounty', funding!, 'debit', 60], ['payable', organisation!, 'credit', 60]])}
  ${post('sending', 'transfer_sending', [['payable', organisation!, 'debit', 60], ['payout_clearing', payout!, 'credit', 60]])}
  ${post(`transfer:${transfer}:sent`, 'transfer_sent', [['payout_clearing', payout!, 'debit', 60], ['stripe_pending', null, 'credit', 60]])}
  ${post('made', 'refund_made', [['bounty', funding!, 'debit', 40], ['refund_clearing', refund!, 'credit', 40]])}
  ${post('refunded', 'refund_paid', [['refund_clearing', refund!, 'debit', 40], ['stripe_pending', null, 'credit', 40]])}`;

function post(key: string, kind: string, lines: [string, string | null, 'debit' | 'credit', number][], transaction?: string): string {
  const rows = JSON.stringify(lines.map(([account, owner, side, amount]) => ({ kind: account, owner, currency: 'USD', side, amount })));
  return `select ledger_post(key => '${key}', what => '${kind}', lines => '${rows}', who => '{"capacity":"system"}', provider_txn => ${transaction ? `'${transaction}'` : 'null'});`;
}

describe('each invariant of money, broken by a superuser, is reported', () => {
  let database: TestDatabase;
  let client: Client;

  beforeAll(async () => {
    database = await testDatabase();
    client = new Client(database.superuserUrl);
    await client.connect();
    await client.query(whole);
  });
  afterAll(async () => {
    await client?.end();
    await database?.drop();
  });

  const broken = async () => {
    const names = [];
    for (const { name, sql } of paymentsChecks) if ((await client.query(sql)).rows.length > 0) names.push(name);
    return names;
  };

  it('holds for whole books', async () => expect(await broken()).toEqual([]));

  const breakages = [
    ['paid-charges-are-in-the-books', `update charge set bounty = 101, amount = 111`],
    ['paid-charges-are-in-the-books', post('stray', 'charge_paid', [['stripe_pending', null, 'debit', 1], ['bounty', randomUUID(), 'credit', 1]])],
    ['captured-fundings-are-paid', `update funding set state = 'pending', captured_at = null`],
    ['bounties-are-conserved', `update reservation set amount = 59`],
    ['released-is-paid-out-to-payees', `update payout set amount = 59`],
    ['sent-transfers-are-in-the-books-once', `update transfer set state = 'created', provider_id = null`],
    ['sent-transfers-are-in-the-books-once', `update payout set state = 'ready', sent_at = null`],
    ['payout-clearing-is-what-is-on-its-way', post('more', 'manual', [['stripe_pending', null, 'debit', 5], ['payout_clearing', payout!, 'credit', 5]])],
    ['payables-are-unsent-payouts', post('gift', 'manual', [['stripe_pending', null, 'debit', 5], ['payable', organisation!, 'credit', 5]])],
    ['held-payouts-stay', `set session_replication_role = replica; update payout set state = 'unknown', sent_at = null, stopped_at = now();
      insert into payout_hold (id, payout_id, state, since, reason, told, decision_id, placed_by, review_at) values (gen_random_uuid(), '${payout}', 'in_force', now(), 'r', 't', gen_random_uuid(), gen_random_uuid(), now() + interval '1 day');
      set session_replication_role = origin`],
    ['refunds-clear', `update refund set state = 'sending'`],
    ['charges-give-no-more-than-they-took', `update refund set amount = 51, bounty = 51`],
    ['provider-fees-are-booked', `update charge set provider_transaction_id = 'txn_2'`],
  ] as const;

  it.each(breakages)('%s: %s', async (name, sql) => {
    await client.query('begin');
    await client.query(sql);
    const found = await broken();
    await client.query('rollback');
    expect(found).toContain(name);
  });

  it('has a breakage for every check', () => expect(paymentsChecks.map(({ name }) => name).filter((name) => !breakages.some(([broken]) => broken === name))).toEqual([]));
});
