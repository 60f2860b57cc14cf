import { randomBytes } from 'node:crypto';
import { escapeIdentifier } from 'pg';
import { DataSource } from 'typeorm';
import { runMigrations } from '@app/platform';
import { TEST_SERVER, type TestServer } from '../test/support/postgres';
import { prepareDatabase, withClient } from '../apps/standalone/database';
import { migrations } from '.';

const { adminUrl, migratePassword, appPassword } = JSON.parse(process.env[TEST_SERVER]!) as TestServer;
/** From here on each was written on top of all before it. */
const inOrder = 1764000000047;
const isBeside = ({ name }: { name: string }) => !/Notifications\d+$/.test(name) && Number(name.slice(-13)) < inOrder;
const names = ['early', 'late'].map((name) => `${name}_${randomBytes(6).toString('hex')}`);

afterAll(async () => {
  await withClient(adminUrl, async (admin) => {
    for (const name of names) await admin.query(`drop database if exists ${escapeIdentifier(name)} with (force)`);
  });
});

/** Every column, index, rule and right of every table, and what may be chosen. */
async function made(url: string): Promise<unknown[]> {
  return withClient(url, async (client) => [
    (await client.query(`select table_name, column_name, data_type from information_schema.columns where table_schema = 'public' order by 1, 2`)).rows,
    (await client.query(`select indexdef from pg_indexes where schemaname = 'public' order by 1`)).rows,
    (await client.query(`select conrelid::regclass::text as "table", conname, pg_get_constraintdef(oid) as rule from pg_constraint where connamespace = 'public'::regnamespace order by 1, 2`)).rows,
    (await client.query(`select grantee, table_name, privilege_type from information_schema.role_table_grants where table_schema = 'public' order by 1, 2, 3`)).rows,
    (await client.query('select kind, choice from notification_choice order by 1, 2')).rows,
  ]);
}

it('migrations that were written beside others come out the same on a database that has run the later numbers already', async () => {
  const [early, late] = (await Promise.all(names.map(async (name) => (await prepareDatabase(adminUrl, name, { migratePassword, appPassword })).migrationUrl))) as [string, string];
  const source = await new DataSource({ type: 'postgres', url: late, migrations: migrations.filter(isBeside), migrationsTransactionMode: 'each' }).initialize();
  await source.runMigrations();
  await source.destroy();
  expect((await runMigrations(late, 'test')).length).toBeGreaterThan(0);
  await runMigrations(early, 'test');
  expect(await made(late)).toEqual(await made(early));
});
