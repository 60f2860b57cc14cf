import { Client } from 'pg';
import type { Command } from 'commander';
import { platformChecks, readConfig } from '@app/platform';
import { agreementsChecks } from '@app/agreements';
import { bountiesChecks } from '@app/bounties';
import { ledgerChecks } from '@app/ledger';
import { moderationChecks } from '@app/moderation';
import { paymentsChecks } from '@app/payments';
import { provenanceChecks } from '@app/provenance';

/** A rule that must always hold: a query that returns the rows that break it. */
export interface Check {
  name: string;
  says: string;
  sql: string;
}

export const checks: readonly Check[] = [...platformChecks, ...provenanceChecks, ...ledgerChecks, ...paymentsChecks, ...agreementsChecks, ...bountiesChecks, ...moderationChecks];

export interface Broken {
  name: string;
  says: string;
  rows: Record<string, unknown>[];
}

const rowsShown = 20;

/** Runs every check in one consistent snapshot; returns those that do not hold. */
export async function runChecks(databaseUrl: string, which: readonly Check[] = checks): Promise<Broken[]> {
  const client = new Client(databaseUrl);
  await client.connect();
  try {
    await client.query('begin transaction isolation level repeatable read read only');
    const broken: Broken[] = [];
    for (const { name, says, sql } of which) {
      const { rows } = await client.query<Record<string, unknown>>(`select * from (${sql}) as broken limit ${rowsShown}`);
      if (rows.length > 0) broken.push({ name, says, rows });
    }
    return broken;
  } finally {
    await client.end();
  }
}

export function addCheck(program: Command): void {
  program
    .command('check')
    .description('test every invariant of the database; exits 1 when one is broken')
    .action(async () => {
      const broken = await runChecks(readConfig(process.env).databaseUrl);
      const names = new Set(broken.map(({ name }) => name));
      for (const { name, says } of checks) process.stdout.write(`${names.has(name) ? 'BROKEN' : 'holds '} ${name}: ${says}\n`);
      for (const { name, rows } of broken) process.stdout.write(`\n${name}\n${rows.map((row) => `  ${JSON.stringify(row, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))}`).join('\n')}\n`);
      process.exitCode = broken.length > 0 ? 1 : 0;
    });
}
