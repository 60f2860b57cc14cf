import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { NestFactory } from '@nestjs/core';
import { Client } from 'pg';
import { systemActor } from '@app/kernel';
import { Ledger, LedgerModule } from '@app/ledger';
import { Db, PlatformModule, readConfig } from '@app/platform';
import type { Ground } from './ground';
import { compare, type Compared, type Row } from './table';

const run = promisify(execFile);
const owners = 10_000;
const clients = 8;
const seconds = 4;

/** One call of the posting function with its outbox row, against pgbench's TPC-B-like transaction on the same server. */
export async function benchLedger(ground: Ground): Promise<Row[]> {
  const pgbench = findPgbench();
  if (!pgbench) return [{ what: 'one posting with its outbox row', bar: 1.0, note: 'skipped: no pgbench on this machine' }];
  const tpcb = await prepareTpcb(pgbench, ground.adminUrl);
  await openAccounts(ground.databaseUrl);
  const posting = await compare(() => custom(pgbench, ground.databaseUrl, `random(1, ${owners})`), tpcb);
  const hot = await compare(() => custom(pgbench, ground.databaseUrl, '1'), tpcb, 1);
  const whole = await compare(() => changes(ground), tpcb, 1);
  const note = ({ ours, bare }: Compared) => `${ours.toFixed(0)}/s against ${bare.toFixed(0)}/s of pgbench's TPC-B-like, ${clients} clients`;
  return [
    { what: 'one posting with its outbox row', bar: 1.0, ratio: posting.ratio, note: note(posting) },
    { what: 'the same on one hot account', ratio: hot.ratio, note: note(hot) },
    { what: 'a whole db.change that posts', ratio: whole.ratio, note: note(whole) },
  ];
}

async function prepareTpcb(pgbench: string, adminUrl: string): Promise<() => Promise<number>> {
  const url = new URL(adminUrl);
  const admin = new Client(adminUrl);
  await admin.connect();
  await admin.query('create database tpcb');
  await admin.end();
  url.pathname = '/tpcb';
  await run(pgbench, ['-i', '-q', '-s', '20', url.href]);
  return () => transactionsPerSecond(pgbench, [url.href]);
}

/** The first two legs of paying a bounty in: the shape of most postings. */
async function custom(pgbench: string, databaseUrl: string, owner: string): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'guildhall-pgbench-'));
  const script = join(folder, 'post.sql');
  // from a payee's account to a bounty's, both of the same owner; the hot one takes from one account for all
  const from = owner === '1' ? `'stripe_pending'` : `'payable', 'owner', lpad(:owner::text, 32, 'a')::uuid`;
  writeFileSync(
    script,
    `\\set owner ${owner}
\\set key random(1, 9000000000000000)
insert into outbox (kind, name, payload) select 'event', 'bench.posted', jsonb_build_object('transaction', ledger_post('bench:' || :key, 'bench', jsonb_build_array(
  jsonb_build_object('kind', ${from}, 'currency', 'EUR', 'side', 'debit', 'amount', 100),
  jsonb_build_object('kind', 'bounty', 'owner', lpad(:owner::text, 32, '0')::uuid, 'currency', 'EUR', 'side', 'credit', 'amount', 100)), '{"capacity":"system"}'::jsonb));
`,
  );
  try {
    return await transactionsPerSecond(pgbench, ['-f', script, databaseUrl]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function transactionsPerSecond(pgbench: string, args: string[]): Promise<number> {
  const { stdout } = await run(pgbench, ['-n', '-c', String(clients), '-j', '2', '-T', String(seconds), '-M', 'prepared', ...args]);
  return Number(/tps = ([\d.]+)/.exec(stdout)![1]);
}

/** So that no posting of the measured run finds an account missing, or a payable empty. */
async function openAccounts(databaseUrl: string): Promise<void> {
  const client = new Client(databaseUrl);
  await client.connect();
  for (let from = 1; from <= owners; from += 1000) {
    await client.query(
      `select ledger_post('open:' || n, 'bench', jsonb_build_array(
         jsonb_build_object('kind', 'stripe_pending', 'currency', 'EUR', 'side', 'debit', 'amount', 2000000000),
         jsonb_build_object('kind', 'payable', 'owner', lpad(n::text, 32, 'a')::uuid, 'currency', 'EUR', 'side', 'credit', 'amount', 1000000000),
         jsonb_build_object('kind', 'bounty', 'owner', lpad(n::text, 32, '0')::uuid, 'currency', 'EUR', 'side', 'credit', 'amount', 1000000000)), '{"capacity":"system"}'::jsonb)
       from generate_series($1::int, $2::int) n`,
      [from, from + 999],
    );
  }
  await client.end();
}

/** The same posting as the service makes it: transaction, clock, posting, audit and outbox, from Node. */
async function changes(ground: Ground): Promise<number> {
  const app = await NestFactory.createApplicationContext({ module: class Bench {}, imports: [PlatformModule.with(readConfig(ground.env)), LedgerModule] }, { logger: ['error'] });
  const [db, ledger] = [app.get(Db), app.get(Ledger)];
  const end = performance.now() + seconds * 1000;
  let posted = 0;
  const client = async (number: number) => {
    for (let n = 0; performance.now() < end; n++, posted++) {
      const owner = String(((number * 997 + n) % owners) + 1);
      await db.change(systemActor('bench'), async (tx) => {
        await ledger.post(tx, {
          key: `change:${number}:${n}`, kind: 'bench',
          lines: [
            { kind: 'payable', owner: uuid(owner.padStart(32, 'a')), currency: 'EUR', side: 'debit', amount: 100n },
            { kind: 'bounty', owner: uuid(owner.padStart(32, '0')), currency: 'EUR', side: 'credit', amount: 100n },
          ],
        });
        tx.emit({ name: 'bench.posted' }, { n });
      });
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, number) => client(number)));
  await app.close();
  return posted / seconds;
}

function uuid(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function findPgbench(): string | undefined {
  const versions = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql') : [];
  return [...versions.map((version) => `/usr/lib/postgresql/${version}/bin/pgbench`), '/usr/bin/pgbench'].find((path) => existsSync(path));
}
