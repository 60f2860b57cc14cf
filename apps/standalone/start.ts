import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startSandbox } from '../payments-sandbox/sandbox';
import { projectRoot, startChild, whyItEnded, type Child } from './child';
import { makeDataDir } from './data-dir';
import { prepareDatabase } from './database';
import { startInbox } from './mail';
import { chooseParts } from './parts';
import { startPostgres } from './postgres';
import type { Running } from './running';
import { openSecrets, type Secrets } from './secrets';
import { chooseAddresses, chooseSecrets, writeSettings } from './settings';
import { StartError } from './start-error';

export interface StartOptions {
  argv: readonly string[];
  env: NodeJS.ProcessEnv;
  running: Running;
  print: (line: string) => void;
  /** Called when a part ends that nobody stopped. */
  broke: (sentence: string) => void;
}

/** Starts the chosen parts and says where they are. Throws StartError. */
export async function start({ argv, env, running, print, broke }: StartOptions): Promise<void> {
  const mode = env.MODE || 'demo';
  const parts = chooseParts(argv, env, mode);
  const dataDir = resolve(env.DATA_DIR || '.data');
  const logDir = join(dataDir, 'logs');
  const demoAccounts = join(dataDir, 'demo-accounts.txt');
  makeDataDir(dataDir);
  const secrets = openSecrets(dataDir);
  const addresses = await chooseAddresses(env, parts);
  const settings: NodeJS.ProcessEnv = {
    MODE: mode, DATA_DIR: dataDir, PORT: String(addresses.port), PUBLIC_URL: addresses.publicUrl,
    ...(await chooseSecrets(env, mode, secrets, addresses.publicUrl)),
    DATABASE_URL: env.DATABASE_URL, DATABASE_MIGRATION_URL: env.DATABASE_MIGRATION_URL, SMTP_URL: env.SMTP_URL,
  };
  const lines: [string, string][] = [];

  if (parts.has('postgres')) {
    const database = await startDatabase(dataDir, secrets, running, broke);
    Object.assign(settings, { DATABASE_URL: database.databaseUrl, DATABASE_MIGRATION_URL: database.migrationUrl });
    if (database.isNew) rmSync(demoAccounts, { force: true });
    lines.push(['Database', `127.0.0.1:${database.port}`]);
  }
  if (parts.has('mail')) {
    const inbox = await startInbox({ webPort: addresses.mailPort, directory: join(dataDir, 'mail') });
    running.add('the mail inbox', () => inbox.stop());
    Object.assign(settings, { SMTP_URL: inbox.smtpUrl, MAIL_URL: inbox.url });
    lines.push(['Mail inbox', inbox.url]);
  }
  if (parts.has('sandbox')) {
    const sandbox = await startSandbox({
      port: addresses.sandboxPort, dataDir, secretKey: env.STRIPE_SECRET_KEY, webhookUrl: addresses.webhookUrl,
      webhookSecret: settings.STRIPE_WEBHOOK_SECRET, country: env.PLATFORM_COUNTRY,
    });
    running.add('the payments sandbox', () => sandbox.close());
    lines.push(['Payments sandbox', sandbox.url]);
  }
  // Without a key of the provider the sandbox is meant, even one that runs elsewhere.
  if (!env.STRIPE_SECRET_KEY) settings.STRIPE_API_BASE = env.STRIPE_API_BASE || `http://127.0.0.1:${addresses.sandboxPort}`;
  writeSettings(dataDir, settings);

  const childEnv = { ...env, ...settings, PORTAL_SECRET: env.PORTAL_SECRET || randomBytes(32).toString('base64url') };
  const child = (name: string, script: string, ...args: string[]): Child => {
    const started = startChild({ name, script, args, env: childEnv, logDir });
    running.add(name, () => started.stop());
    return started;
  };
  const command = async (name: string): Promise<string> => {
    const ending = await child(name, 'cli/main.js', name).exited;
    if (ending.status !== 0 && !running.isStopping) throw new StartError(whyItEnded({ name, logDir }, ending));
    return ending.stdout;
  };

  const servers = (['api', 'worker'] as const).filter((part) => parts.has(part));
  if (servers.length > 0 || parts.has('seed')) {
    if (!settings.DATABASE_URL) throw new StartError('There is no database: leave postgres among the parts or set DATABASE_URL.');
    await command('migrate');
  }
  await Promise.all(
    servers.map(async (name) => {
      const server = child(name, `${name}/main.js`);
      void server.exited.then((ending) => broke(whyItEnded({ name, logDir }, ending)));
      await server.ready;
    }),
  );
  if (parts.has('api')) lines.unshift(['Portal', addresses.publicUrl], ['API documentation', `${addresses.publicUrl}/docs`]);
  if (parts.has('seed') && !existsSync(demoAccounts)) {
    print('Making demo data; this happens once.');
    const accounts = await command('seed');
    if (!running.isStopping) writeFileSync(demoAccounts, accounts, { mode: 0o600 });
  }
  if (running.isStopping) return;

  print(`\nGuildhall runs in mode ${mode}; its data is in ${dataDir}\n`);
  for (const [name, address] of lines) print(`  ${name.padEnd(18)} ${address}`);
  if (parts.has('api') && !existsSync(join(projectRoot, 'apps/portal/build/server/index.js'))) print('\nThe portal is not built, so only the API answers; npm run build makes it.');
  if (existsSync(demoAccounts)) print(`\n${readFileSync(demoAccounts, 'utf8').trim()}`);
  print(`\nOther commands: node --env-file=${join(dataDir, 'settings.env')} dist/apps/cli/main.js --help\nCtrl-C stops everything.`);
}

async function startDatabase(dataDir: string, secrets: Secrets, running: Running, broke: (sentence: string) => void) {
  const lastWords: string[] = [];
  const postgres = await startPostgres({ dataDir, log: (line) => void (lastWords.push(line) > 20 && lastWords.shift()) });
  running.add('the database', () => postgres.stop());
  void postgres.exited.then(() => broke(`The database ended: ${lastWords.at(-1) ?? 'it gave no reason'}`));
  const passwords = { migratePassword: secrets.keep('GUILDHALL_MIGRATE_PASSWORD'), appPassword: secrets.keep('GUILDHALL_APP_PASSWORD') };
  return { port: postgres.port, ...(await prepareDatabase(postgres.adminUrl, 'guildhall', passwords)) };
}
