import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { Client, Pool } from 'pg';
import type { Actor } from '@app/kernel';
import { runChecks } from '../../apps/cli/check';
import { testDatabase, type TestDatabase } from '../../test/support/postgres';
import { type AccountKind, accountKinds, Ledger, ledgerChecks, type Line, normalSide } from './index';

const ledger = new Ledger();
const actor: Actor = { capacity: 'system', memberships: [], staffRoles: [], requestId: 'spec' };
const EUR = 'EUR' as const;
const line = (kind: AccountKind, side: Line['side'], amount: bigint, owner?: string, currency: Line['currency'] = EUR): Line => ({ kind, side, amount, owner, currency });

/** Written by hand, as somebody with the owner's password would: amounts on the accounts of these kinds, debits above zero. */
const byHand = (amounts: Partial<Record<AccountKind, number>>, reverses = 'null') => `
  insert into ledger_transaction (posting_key, kind, actor, reverses_id, account_ids, signed_amounts)
  select 'by hand', 'x', '{"capacity":"system"}', ${reverses}, array_agg(a.id order by a.id), array_agg(l.amount order by a.id)
  from (values ${Object.entries(amounts).map(([kind, amount]) => `('${kind}', ${amount}::bigint)`).join(', ')}) l (kind, amount) join ledger_account a on a.kind = l.kind and a.currency = 'EUR'`;

describe('the ledger in the database', () => {
  let database: TestDatabase;
  let pool: Pool;

  const open = async () => {
    database = await testDatabase();
    pool = new Pool({ connectionString: database.databaseUrl, max: 20 }).on('error', () => undefined);
  };
  const close = async () => {
    await pool?.end();
    await database?.drop();
  };

  /** A transaction of the serving role, as `db.change` gives it to the ledger. */
  async function change<T>(work: (tx: never) => Promise<T>): Promise<T> {
    const client = await pool.connect();
    try {
      await client.query('begin');
      const result = await work({ actor, query: async (sql: string, params: unknown[]) => (await client.query(sql, params)).rows } as never);
      await client.query('commit');
      return result;
    } catch (error) {
      await client.query('rollback');
      throw error;
    } finally {
      client.release();
    }
  }

  const post = (key: string, lines: Line[], more: object = {}) => change((tx) => ledger.post(tx, { key, kind: 'spec', lines, ...more }));
  const paid = (owner: string, amount: bigint, key = randomUUID() as string) => post(key, [line('stripe_pending', 'debit', amount), line('bounty', 'credit', amount, owner)]);
  const balance = (kind: AccountKind, owner?: string) => change((tx) => ledger.balanceOf(tx, { kind, owner, currency: EUR }));
  const count = async (table: string) => Number((await pool.query<{ n: string }>(`select count(*) as n from ${table}`)).rows[0]!.n);

  describe('on one database', () => {
    beforeAll(open);
    afterAll(close);

    it('knows the account kinds that the code names', async () => {
      const { rows } = await pool.query<{ kind: string; class: string; owned: boolean; allow_negative: boolean; normal_side: string }>('select kind, class, owned, allow_negative, normal_side from ledger_account_kind');
      const named = Object.entries(accountKinds).map(([kind, { class: what, owned, mayBeNegative }]) => ({ kind, class: what, owned, allow_negative: mayBeNegative, normal_side: normalSide(kind as AccountKind) }));
      expect(rows.sort((a, b) => a.kind.localeCompare(b.kind))).toEqual(named.sort((a, b) => a.kind.localeCompare(b.kind)));
    });

    it('posts a fact once, whatever is repeated', async () => {
      const owner = randomUUID();
      const ids = await Promise.all(Array.from({ length: 10 }, () => paid(owner, 100n, 'once')));
      expect(new Set(ids).size).toBe(1);
      expect(await balance('bounty', owner)).toEqual({ balance: 100n, held: 0n });
      await expect(paid(owner, 101n, 'once')).rejects.toMatchObject({ code: 'LD001' });
      expect(await count(`ledger_transaction where posting_key = 'once'`)).toBe(1);
    });

    it.each<[string, Line[], string]>([
      ['unbalanced', [line('stripe_pending', 'debit', 2n), line('platform_fee', 'credit', 1n)], 'LD002'],
      ['a single line', [line('stripe_pending', 'debit', 1n)], '23514'],
      ['balanced, but in two currencies', [line('stripe_pending', 'debit', 1n, undefined, 'EUR'), line('bank', 'credit', 1n, undefined, 'EUR'), line('stripe_pending', 'debit', 1n, undefined, 'USD'), line('bank', 'credit', 1n, undefined, 'USD')], 'LD002'],
      ['balanced only across currencies', [line('stripe_pending', 'debit', 1n, undefined, 'EUR'), line('platform_fee', 'credit', 1n, undefined, 'USD')], 'LD002'],
      ['no lines', [], '23514'],
      ['what takes back what it gives', [line('stripe_pending', 'debit', 1n), line('stripe_pending', 'credit', 1n)], '23514'],
      ['a line without a side', [line('stripe_pending', 'debit', 1n), line('platform_fee', 'credit', 1n), line('bank', undefined as never, 1n)], '23502'],
      ['a zero amount', [line('stripe_pending', 'debit', 0n), line('platform_fee', 'credit', 0n)], '23514'],
      ['a negative amount', [line('stripe_pending', 'debit', -1n), line('platform_fee', 'credit', -1n)], '23514'],
      ['below zero where that is forbidden', [line('bounty', 'debit', 1n, randomUUID()), line('platform_fee', 'credit', 1n)], 'ledger_insufficient_funds'],
      ['an owner where there is none', [line('stripe_pending', 'debit', 1n, randomUUID()), line('platform_fee', 'credit', 1n)], '23503'],
      ['no owner where there is one', [line('stripe_pending', 'debit', 1n), line('bounty', 'credit', 1n)], '23503'],
      ['a kind nobody knows', [line('pocket' as AccountKind, 'debit', 1n), line('platform_fee', 'credit', 1n)], 'LD005'],
    ])('refuses %s, and writes nothing', async (_, lines, code) => {
      const before = await count('ledger_entry');
      await expect(post('bad', lines)).rejects.toMatchObject({ code });
      expect([await count(`ledger_transaction where posting_key = 'bad'`), await count('ledger_entry')]).toEqual([0, before]);
    });

    it('sums up the lines of one account', async () => {
      const owner = randomUUID();
      const id = await post('twice', [line('stripe_pending', 'debit', 5n), line('bounty', 'credit', 2n, owner), line('bounty', 'credit', 3n, owner)]);
      expect((await pool.query(`select side, amount from ledger_entry where transaction_id = $1 order by side`, [id])).rows).toEqual([{ side: 'debit', amount: '5' }, { side: 'credit', amount: '5' }]);
      expect(await post('twice', [line('bounty', 'credit', 5n, owner), line('stripe_pending', 'debit', 5n)])).toBe(id);
    });

    it.each<[string, Line[], object]>([
      ['another subject', [line('stripe_pending', 'debit', 1n), line('platform_fee', 'credit', 1n)], { subject: randomUUID() }],
      ['another kind', [line('stripe_pending', 'debit', 1n), line('platform_fee', 'credit', 1n)], { kind: 'other' }],
      ['another object of the provider', [line('stripe_pending', 'debit', 1n), line('platform_fee', 'credit', 1n)], { providerObject: 'ch_2' }],
      ['other accounts', [line('stripe_pending', 'debit', 1n), line('bank', 'credit', 1n)], {}],
      ['the other way round', [line('stripe_pending', 'credit', 1n), line('platform_fee', 'debit', 1n)], {}],
    ])('refuses a key again for %s', async (key, lines, more) => {
      await post(key, [line('stripe_pending', 'debit', 1n), line('platform_fee', 'credit', 1n)]);
      await expect(post(key, lines, more)).rejects.toMatchObject({ code: 'LD001' });
    });

    it('books a provider’s transaction once', async () => {
      const lines = [line('stripe_pending', 'debit', 1n), line('platform_fee', 'credit', 1n)];
      await post('a', lines, { providerTransactionId: 'txn_1' });
      await expect(post('b', lines, { providerTransactionId: 'txn_1' })).rejects.toMatchObject({ code: '23505' });
    });

    it('reverses once, by the mirror image', async () => {
      const owner = randomUUID();
      const id = await paid(owner, 70n);
      const undo = (key: string) => change((tx) => ledger.reverse(tx, { key, transactionId: id, reason: 'spec' }));
      await undo('undo');
      expect(await balance('bounty', owner)).toEqual({ balance: 0n, held: 0n });
      await undo('undo');
      await expect(undo('again')).rejects.toMatchObject({ code: '23505' });
    });

    describe('holds', () => {
      let owner: string;
      beforeEach(() => void (owner = randomUUID()));
      const hold = (key: string, amount: bigint) => change((tx) => ledger.hold(tx, { key, amount, account: { kind: 'bounty', owner, currency: EUR } }));
      const release = (key: string, amount: bigint) => post(`release ${key}`, [line('bounty', 'debit', amount, owner), line('payable', 'credit', amount, owner)], { hold: key });

      it('keep their part of a balance until they are posted or voided, once', async () => {
        await paid(owner, 100n);
        await hold('one', 60n);
        await hold('one', 60n);
        await expect(hold('two', 41n)).rejects.toMatchObject({ code: 'ledger_insufficient_funds', status: 409 });
        await expect(post('take', [line('bounty', 'debit', 41n, owner), line('payable', 'credit', 41n, owner)])).rejects.toMatchObject({ code: 'ledger_insufficient_funds' });
        await expect(release('one', 61n)).rejects.toMatchObject({ code: 'LD006' });
        await release('one', 50n);
        expect(await balance('bounty', owner)).toEqual({ balance: 50n, held: 0n });
        await expect(change((tx) => ledger.voidHold(tx, 'one'))).rejects.toMatchObject({ code: 'LD006' });
        await hold('three', 50n);
        await change((tx) => ledger.voidHold(tx, 'three'));
        await change((tx) => ledger.voidHold(tx, 'three'));
        expect(await balance('bounty', owner)).toEqual({ balance: 50n, held: 0n });
      });

      it('let exactly one of many racers through', async () => {
        await paid(owner, 100n);
        const results = await Promise.allSettled([
          ...Array.from({ length: 20 }, (_, n) => hold(`race ${n}`, 60n)),
          ...Array.from({ length: 20 }, (_, n) => post(`refund ${n}`, [line('bounty', 'debit', 60n, owner), line('refund_clearing', 'credit', 60n, owner)])),
        ]);
        expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
        const after = await balance('bounty', owner);
        expect([after.balance - after.held]).toEqual([40n]);
        expect(await runChecks(database.superuserUrl, ledgerChecks)).toEqual([]);
      });
    });

    it('keeps its sums under 200 postings at once on one account', async () => {
      const owner = randomUUID();
      await Promise.all(Array.from({ length: 200 }, (_, n) => paid(owner, BigInt(n + 1))));
      expect(await balance('bounty', owner)).toEqual({ balance: 20_100n, held: 0n });
      expect(await runChecks(database.superuserUrl, ledgerChecks)).toEqual([]);
    });

    it('agrees with a small model whatever is posted in whatever order, and never deadlocks', async () => {
      const owners = Array.from({ length: 4 }, () => randomUUID() as string);
      for (const owner of owners) await paid(owner, 1000n);
      const model = owners.map(() => 1000n);
      const move = fc.record({ from: fc.nat(3), by: fc.integer({ min: 1, max: 3 }), amount: fc.integer({ min: 1, max: 400 }) }).map(({ from, by, amount }) => ({ from, to: (from + by) % 4, amount }));
      let keys = 0;
      await fc.assert(
        fc.asyncProperty(fc.array(move, { minLength: 1, maxLength: 12 }), async (moves) => {
          const results = await Promise.allSettled(moves.map(({ from, to, amount }) => post(`move ${keys++}`, [line('bounty', 'debit', BigInt(amount), owners[from]), line('bounty', 'credit', BigInt(amount), owners[to])])));
          results.forEach((result, n) => {
            const { from, to, amount } = moves[n]!;
            if (result.status === 'rejected') return expect((result.reason as { code: string }).code).toBe('ledger_insufficient_funds');
            model[from]! -= BigInt(amount);
            model[to]! += BigInt(amount);
          });
          const balances = await Promise.all(owners.map(async (owner) => (await balance('bounty', owner)).balance));
          expect(balances).toEqual(model);
          expect(balances.every((one) => one >= 0n)).toBe(true);
        }),
        { numRuns: 25 },
      );
      expect(await runChecks(database.superuserUrl, ledgerChecks)).toEqual([]);
    });

    describe('refuses the serving role', () => {
      it.each([
        'update ledger_entry set amount = 1', 'delete from ledger_entry', 'truncate ledger_entry', 'update ledger_transaction set kind = kind', 'delete from ledger_transaction',
        'update ledger_balance set balance = 0', 'delete from ledger_balance', 'update ledger_hold set amount = 1', 'delete from ledger_hold_resolution', 'update ledger_account set currency = $$USD$$',
        `insert into ledger_entry (transaction_id, account_id, currency, side, amount) values (gen_random_uuid(), 1, 'EUR', 'debit', 1)`,
        `insert into ledger_transaction (posting_key, kind, actor, account_ids, signed_amounts) values ('x', 'x', '{}', '{1,2}', '{1,-1}')`,
        `insert into ledger_balance (account_id, normal_side, allow_negative) values (1, 'debit', true)`, `update ledger_account_kind set allow_negative = true`,
        'alter table ledger_entry disable trigger all', 'drop table ledger_entry', 'select ledger_open_accounts($$[]$$)',
      ])('%s', async (sql) => {
        await paid(randomUUID(), 5n);
        await expect(pool.query(sql)).rejects.toMatchObject({ code: '42501' });
      });
    });

    describe('refuses even the owner of the tables', () => {
      it.each<string[]>([
        ...['update ledger_entry set amount = 1', 'delete from ledger_entry', 'truncate ledger_entry', 'delete from ledger_transaction', 'truncate ledger_transaction cascade', 'update ledger_balance set balance = balance + 1', 'delete from ledger_balance']
          .map((sql) => [sql, sql, 'LD003']),
        ['an entry of its own', `insert into ledger_entry (transaction_id, account_id, account_version, currency, side, amount, balance_after) select id, 1, 9, 'EUR', 'debit', 1, 1 from ledger_transaction limit 1`, 'LD004'],
        ['a transaction without lines', `insert into ledger_transaction (posting_key, kind, actor, account_ids, signed_amounts) values ('empty', 'x', '{"capacity":"system"}', '{}', '{}')`, '23514'],
        ['an account without an amount', `insert into ledger_transaction (posting_key, kind, actor, account_ids, signed_amounts) values ('uneven', 'x', '{"capacity":"system"}', '{1,2}', '{1}')`, '23514'],
        ['accounts nobody opened', `insert into ledger_transaction (posting_key, kind, actor, account_ids, signed_amounts) values ('nowhere', 'x', '{"capacity":"system"}', '{998,999}', '{1,-1}')`, '23502'],
        ['unbalanced', byHand({ stripe_pending: 2, platform_fee: -1 }), 'LD002'],
        ['nothing', byHand({ stripe_pending: 0, platform_fee: 0 }), '23514'],
        ['across currencies', `insert into ledger_account (kind, currency, normal_side, allow_negative) values ('platform_fee', 'JPY', 'credit', true);
          insert into ledger_transaction (posting_key, kind, actor, account_ids, signed_amounts)
          select 'across', 'x', '{"capacity":"system"}', array_agg(id), '{1,-1}' from ledger_account where (kind, currency) in (('stripe_pending', 'EUR'), ('platform_fee', 'JPY'))`, 'LD002'],
        ['a reversal that is no mirror', byHand({ stripe_pending: -4, platform_fee: 4 }, '(select id from ledger_transaction limit 1)'), 'LD007'],
      ])('%s', async (_, sql, code) => {
        await paid(randomUUID(), 5n);
        await post(randomUUID(), [line('stripe_pending', 'debit', 1n), line('platform_fee', 'credit', 1n)]);
        const owner = new Client(database.migrationUrl);
        await owner.connect();
        await expect(owner.query(sql)).rejects.toMatchObject({ code });
        await owner.end();
      });
    });

  });

  describe('a broken invariant is reported by its name', () => {
    beforeEach(open);
    afterEach(close);
    const breaks: [string, string][] = [
      ['ledger-transactions-balance', `update ledger_entry set amount = amount + 1 where side = 'debit'`],
      ['ledger-transactions-balance', 'delete from ledger_transaction'],
      ['ledger-entries-are-the-lines', 'update ledger_transaction set signed_amounts = array(select 2 * s from unnest(signed_amounts) s)'],
      ['ledger-balances-are-sums', 'update ledger_balance set balance = balance + 1'],
      ['ledger-held-is-open-holds', 'update ledger_balance set held = held + 1 where allow_negative'],
      ['ledger-covers-what-it-owes', 'alter table ledger_balance drop constraint ledger_balance_covered; update ledger_balance set balance = -1 where not allow_negative'],
      ['ledger-sums-to-zero', `delete from ledger_entry where side = 'credit'`],
      ['ledger-clearing-returns-to-zero', `update ledger_transaction set at = at - interval '90 days'`],
      ['ledger-reversals-mirror', `update ledger_entry e set amount = 7 from ledger_transaction t where t.id = e.transaction_id and t.reverses_id is not null and e.side = 'debit'`],
    ];

    it.each(breaks)('%s', async (name, sql) => {
      const owner = randomUUID();
      const id = await paid(owner, 100n);
      await change((tx) => ledger.reverse(tx, { key: 'undo', transactionId: id, reason: 'spec' }));
      await paid(owner, 100n);
      await post('refund', [line('bounty', 'debit', 30n, owner), line('refund_clearing', 'credit', 30n, owner)]);
      expect(await runChecks(database.superuserUrl, ledgerChecks)).toEqual([]);
      const superuser = new Client(database.superuserUrl);
      await superuser.connect();
      await superuser.query('set session_replication_role = replica');
      await superuser.query(sql);
      await superuser.end();
      expect((await runChecks(database.superuserUrl, ledgerChecks)).map((broken) => broken.name)).toContain(name);
    });

    it('each of them has such a test', () => expect([...new Set(breaks.map(([name]) => name))].sort()).toEqual(ledgerChecks.map(({ name }) => name).sort()));
  });
});
