import { type ChildProcess, fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runMigrations } from '@app/platform';
import { createLogKey } from '@app/provenance';
import { prepareDatabase } from '../apps/standalone/database';
import { startPostgres } from '../apps/standalone/postgres';

/** A durable PostgreSQL of this run's own, migrated, and the settings of a process over it. */
export interface Ground {
  adminUrl: string;
  databaseUrl: string;
  migrationUrl: string;
  env: NodeJS.ProcessEnv;
  stop(): Promise<void>;
}

export async function prepareGround(): Promise<Ground> {
  const dataDir = mkdtempSync(join(tmpdir(), 'guildhall-bench-'));
  const postgres = await startPostgres({ dataDir });
  const passwords = { migratePassword: randomBytes(18).toString('base64url'), appPassword: randomBytes(18).toString('base64url') };
  const { databaseUrl, migrationUrl } = await prepareDatabase(postgres.adminUrl, 'guildhall', passwords);
  await runMigrations(migrationUrl, 'test');
  return {
    adminUrl: postgres.adminUrl,
    databaseUrl,
    migrationUrl,
    env: {
      ...process.env, MODE: 'test', PORT: '0', DATA_DIR: dataDir, DATABASE_URL: databaseUrl, DATABASE_MIGRATION_URL: migrationUrl, RATE_LIMITS: 'off', LOG_LEVEL: 'error',
      SECRETS_KEYS: `bench:${randomBytes(32).toString('base64')}`, LOG_SIGNING_KEY: createLogKey('guildhall.bench/log').signingKey,
    },
    async stop() {
      await postgres.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** A server in a process of its own that says `{ ready: url }` when it listens. */
export async function startServer(script: string, env: NodeJS.ProcessEnv): Promise<{ url: string; stop(): Promise<void> }> {
  const child: ChildProcess = fork(script, { env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const url = await new Promise<string>((resolve, reject) => {
    child.once('message', (message: { ready: string }) => resolve(message.ready.replace('[::1]', '127.0.0.1')));
    child.once('exit', (code) => reject(new Error(`${script} ended with ${code}`)));
  });
  return {
    url,
    stop: () =>
      new Promise((resolve) => {
        child.removeAllListeners('exit').once('exit', () => resolve());
        child.kill('SIGTERM');
      }),
  };
}
