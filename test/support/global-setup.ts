import './resolve-aliases';
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runMigrations } from '@app/platform';
import { prepareDatabase } from '../../apps/standalone/database';
import { startPostgres, type RunningPostgres } from '../../apps/standalone/postgres';
import { processInfo } from '../../apps/standalone/process-info';
import { randomSecret } from '../../apps/standalone/secrets';
import { TEST_SERVER, type TestServer } from './postgres';

declare global {
  var stopTestServer: (() => Promise<void>) | undefined;
}

/**
 * One PostgreSQL for the whole run, with one migrated database to copy. Several projects name this file; jest runs a
 * file once, however many projects name it.
 */
export default async function setUp(): Promise<void> {
  dropAbandoned();
  const dataDir = mkdtempSync(join(tmpdir(), `guildhall-test-${process.pid}-`));
  chmodSync(dataDir, 0o711); // passable for the database user when root runs the tests
  const postgres = await startPostgres({ dataDir, durable: false });
  globalThis.stopTestServer = async () => {
    await postgres.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    process.env[TEST_SERVER] = JSON.stringify(await prepareTemplate(postgres));
  } catch (error) {
    await globalThis.stopTestServer();
    throw error;
  }
}

async function prepareTemplate({ adminUrl }: RunningPostgres): Promise<TestServer> {
  const template = 'guildhall_template';
  const passwords = { migratePassword: randomSecret(), appPassword: randomSecret() };
  const { migrationUrl } = await prepareDatabase(adminUrl, template, passwords);
  await runMigrations(migrationUrl, 'test');
  return { adminUrl, template, ...passwords };
}

/** Directories of runs that were killed; their server went with them. */
function dropAbandoned(): void {
  for (const name of readdirSync(tmpdir())) {
    const pid = /^guildhall-test-(\d+)-/.exec(name)?.[1];
    if (!pid || processInfo(Number(pid))) continue;
    try {
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
    } catch {
      // another user's; theirs to remove
    }
  }
}
