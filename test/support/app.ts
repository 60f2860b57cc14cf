import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LoggerService } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Db, readConfig, Relay, Runner, Tick } from '@app/platform';
import { createLogKey } from '@app/provenance';
import { createApi } from '../../apps/api/http';
import { aSandbox, type TestSandbox, WEBHOOK_SECRET } from '../../apps/payments-sandbox/testing';
import { Agent } from './agent';
import { type Mailbox, openMailbox, type ReceivedMail } from './mailbox';
import { testDatabase, type TestDatabase } from './postgres';

/** The api and the worker's parts in this process, over a database and a mail server of their own. */
export interface TestApp {
  app: NestFastifyApplication;
  db: Db;
  database: TestDatabase;
  url: string;
  /** The payment provider's stand-in; its events come to this api, and its clock goes with the platform's. */
  sandbox: TestSandbox;
  /** A new visitor without cookies. */
  http(): Agent;
  /** Relays, runs and ticks until nothing is left to do. @throws when a job failed */
  drain(): Promise<void>;
  /** The platform's time: business time, not that of sessions and tokens. */
  clock: { now(): Promise<Date>; shift(ms: number): Promise<void>; set(date: Date): Promise<void> };
  /** What was mailed so far, oldest first; to one address, if named. */
  mails(to?: string): ReceivedMail[];
  /** The mail server, which can refuse. */
  mailbox: Mailbox;
  close(): Promise<void>;
}

const mostRounds = 500;

/** `env` overrides settings, as a process gets them; `portal` serves the built portal too. */
export async function startTestApp(env: NodeJS.ProcessEnv = {}, { portal = false, logger }: { portal?: boolean; logger?: LoggerService } = {}): Promise<TestApp> {
  const database = await testDatabase();
  const mailbox = await openMailbox();
  const sandbox = await aSandbox();
  const dataDir = mkdtempSync(join(tmpdir(), 'guildhall-app-'));
  const config = readConfig(
    {
      MODE: 'test',
      PORT: '0',
      PUBLIC_URL: 'http://localhost:3000',
      DATA_DIR: dataDir,
      DATABASE_URL: database.databaseUrl,
      DATABASE_MIGRATION_URL: database.migrationUrl,
      SMTP_URL: mailbox.url,
      SECRETS_KEYS: `test:${randomBytes(32).toString('base64')}`,
      LOG_SIGNING_KEY: createLogKey('guildhall.test/log').signingKey,
      STRIPE_API_BASE: sandbox.url,
      STRIPE_WEBHOOK_SECRET: WEBHOOK_SECRET,
      PORTAL_SECRET: randomBytes(32).toString('base64url'),
      RATE_LIMITS: 'off',
      PASSWORD_COST: '10',
      ...env,
    },
    'test',
  );
  const release = async () => {
    await sandbox.remove();
    await mailbox.close();
    await database.drop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  const app = await createApi(config, { portal, logger }).catch(async (error: unknown) => {
    await release();
    throw error;
  });
  await app.listen(config.port, '127.0.0.1');
  const url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  const db = app.get(Db);
  sandbox.setWebhookUrl(`${url}/provider-events/stripe`);
  const setClock = async (date: Date) => {
    await db.pool.query(`update platform set clock_shift = $1::timestamptz - clock_timestamp()`, [date]);
    const { offset_ms } = await sandbox.control<{ offset_ms: number }>('GET', '/clock');
    const wanted = date.getTime() - Date.now();
    if (wanted > offset_ms) await sandbox.control('POST', '/clock', { offset_ms: wanted });
  };

  return {
    app, db, database, url, sandbox, mailbox,
    http: () => new Agent(url),
    drain: () => drain(app, db, sandbox),
    clock: {
      now: () => db.now(),
      shift: async (ms) => setClock(new Date((await db.now()).getTime() + ms)),
      set: setClock,
    },
    mails: (to) => mailbox.mails.filter((mail) => to === undefined || mail.to.toLowerCase() === to.toLowerCase()),
    async close() {
      await app.close();
      await release();
    },
  };
}

/** What a worker does, without queues, so that a test knows when it is over. */
async function drain(app: NestFastifyApplication, db: Db, sandbox: TestSandbox): Promise<void> {
  for (let round = 0; round < mostRounds; round++) {
    await sandbox.control('POST', '/webhooks/idle');
    const deliveries = await app.get(Relay).take();
    for (const { id, handler } of deliveries) await app.get(Runner).run(id, handler);
    const taken = deliveries.length > 0 ? 0 : await app.get(Tick).run();
    const failed = await db.query<{ name: string; last_error: string }>('select name, last_error from outbox where last_error is not null');
    if (failed.length > 0) throw new Error(failed.map(({ name, last_error }) => `${name} failed: ${last_error}`).join('\n'));
    if (deliveries.length === 0 && taken === 0) return;
  }
  throw new Error(`there is still something to do after ${mostRounds} rounds`);
}
