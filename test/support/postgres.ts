import { randomBytes } from 'node:crypto';
import { escapeIdentifier } from 'pg';
import { prepareDatabase, urlOf, withClient } from '../../apps/standalone/database';

/** What global-setup.ts tells the test processes, by way of the environment. */
export interface TestServer {
  adminUrl: string;
  template: string;
  migratePassword: string;
  appPassword: string;
}

/** A database of one test file's own, migrated, in mode `test`. */
export interface TestDatabase {
  /** As the role that serves. */
  databaseUrl: string;
  /** As the role that migrates and owns every table. */
  migrationUrl: string;
  /** As superuser, for breaking things on purpose. */
  superuserUrl: string;
  /** Removes it, whoever is still connected. */
  drop(): Promise<void>;
}

export const TEST_SERVER = 'GUILDHALL_TEST_SERVER';

/** Copies the migrated template: 40 to 200 ms. Only projects of jest.config.js with `withPostgres` may call it. */
export async function testDatabase(): Promise<TestDatabase> {
  const told = process.env[TEST_SERVER];
  if (!told) throw new Error('This jest project has no database: name the file *.db.spec.ts, or put it in test/api, test/stories or test/guards.');
  const { adminUrl, template, ...passwords } = JSON.parse(told) as TestServer;
  const name = `test_${randomBytes(6).toString('hex')}`;
  const { databaseUrl, migrationUrl } = await prepareDatabase(adminUrl, name, { ...passwords, template });
  return {
    databaseUrl,
    migrationUrl,
    superuserUrl: urlOf(adminUrl, name),
    drop: () => withClient(adminUrl, async (admin) => void (await admin.query(`drop database if exists ${escapeIdentifier(name)} with (force)`))),
  };
}
