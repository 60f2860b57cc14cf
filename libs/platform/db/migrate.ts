import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { runMigrations as runQueueMigrations } from 'bullmq';
import { queueNames } from '@app/kernel';
import { migrations } from '../../../migrations';
import { BadSetting, type Mode } from '../config';
import { SnakeCase } from './naming';

export const queueSchema = 'bullmq';

/**
 * Brings the database to the newest version as the migrating role (BullMQ's own tables too) and writes the mode into it once.
 * @throws BadSetting when the database belongs to another mode.
 */
export async function runMigrations(migrationUrl: string, mode: Mode): Promise<string[]> {
  const source = new DataSource({ type: 'postgres', url: migrationUrl, migrations, migrationsTransactionMode: 'each', namingStrategy: new SnakeCase() });
  await source.initialize();
  try {
    const ran = await source.runMigrations();
    await source.query(`insert into platform (mode) values ($1) on conflict do nothing`, [mode]);
    await assertMode(source, mode);
    await migrateQueues(migrationUrl);
    return ran.map(({ name }) => name);
  } finally {
    await source.destroy();
  }
}

/** @throws BadSetting when the database was made for another mode, or was never migrated. */
export async function assertMode(db: { query(sql: string): Promise<unknown> }, mode: Mode): Promise<void> {
  const rows = (await db.query(`select mode from platform`).catch(() => [])) as { mode: string }[];
  if (rows.length === 0) throw new BadSetting('The database is empty: run `guildhall migrate` first.');
  if (rows[0]!.mode !== mode) throw new BadSetting(`The database belongs to mode ${rows[0]!.mode}, not to ${mode}.`);
}

async function migrateQueues(migrationUrl: string): Promise<void> {
  const client = new Client(migrationUrl);
  await client.connect();
  try {
    await runQueueMigrations(client as never, queueSchema);
    // BullMQ makes a sequence at a queue's first job; the serving role may not create anything, so they are made here
    for (const name of queueNames) await client.query(`set search_path = ${queueSchema}; select next_job_id('${name}')`);
    await client.query(`
      grant usage on schema ${queueSchema} to guildhall_app;
      grant select, insert, update, delete on all tables in schema ${queueSchema} to guildhall_app;
      grant usage, select, update on all sequences in schema ${queueSchema} to guildhall_app;
      grant execute on all functions in schema ${queueSchema} to guildhall_app;
    `);
  } finally {
    await client.end();
  }
}
