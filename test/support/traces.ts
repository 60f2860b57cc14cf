import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { CONFIG, type Config } from '@app/platform';
import type { TestApp } from './app';
import type { TestDatabase } from './postgres';

/** A row of the outbox goes when its work is done: each as it was put there, and as it was when it failed, stays in a table of the test. */
export async function keepOutbox(database: TestDatabase): Promise<void> {
  await asSuperuser(database, (client) =>
    client.query(`
      create schema kept;
      create table kept.outbox as select * from outbox;
      create function kept.keep() returns trigger language plpgsql security definer as 'begin insert into kept.outbox select new.*; return null; end';
      create trigger keep after insert or update of payload, last_error on outbox for each row execute function kept.keep();
    `),
  );
}

/** Every column of every table, as the superuser reads them: a line a row, with the name of its table. */
export async function everyRow(database: TestDatabase): Promise<string> {
  return asSuperuser(database, async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')
       union all select format('%I.%I', schemaname, matviewname) from pg_matviews`,
    );
    let dump = '';
    for (const { name } of tables) dump += (await client.query<{ row: string }>(`select t::text as row from ${name} t`)).rows.map(({ row }) => `${name} ${row}\n`).join('');
    return dump;
  });
}

export async function asSuperuser<T>(database: TestDatabase, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client(database.superuserUrl);
  await client.connect();
  return work(client).finally(() => client.end());
}

/** Every file that was stored, after the name it has on the disk. */
export function everyBlob({ app }: Pick<TestApp, 'app'>): string[] {
  const root = join(app.get<Config>(CONFIG).dataDir, 'files');
  return readdirSync(root, { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).map((one) => `${one.name} ${readFileSync(join(one.parentPath, one.name), 'latin1')}`);
}

/** A word that stands nowhere unless a test plants it. */
export const word = () => `zq${randomBytes(8).toString('hex')}`;

/** Names of the words that stand in a text: also as hex and as base64, in which bytes are printed. */
export function traced(haystack: string, words: readonly (readonly [name: string, text: string])[]): string[] {
  const lower = haystack.toLowerCase();
  return words.filter(([, text]) => shapes(text).some((shape) => lower.includes(shape.toLowerCase()))).map(([name]) => name);
}

function shapes(text: string): string[] {
  const base64 = [0, 1, 2].map((shift) => Buffer.from(' '.repeat(shift) + text).toString('base64').slice(shift === 0 ? 0 : 4, -4));
  return [text, Buffer.from(text).toString('hex'), ...base64];
}
