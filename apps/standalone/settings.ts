import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { reservePort } from './ports';
import type { Part } from './parts';
import type { Secrets } from './secrets';
import { cannotWrite } from './start-error';

/** Addresses, chosen before anything starts so that each part can be told of the others. */
export interface Addresses {
  port: number;
  publicUrl: string;
  sandboxPort: number;
  mailPort: number;
  webhookUrl: string;
}

/** Reads the settings that are addresses and sees that the ports of the chosen parts are free. Throws StartError. */
export async function chooseAddresses(env: NodeJS.ProcessEnv, parts: ReadonlySet<Part>): Promise<Addresses> {
  const host = env.HOST ?? '127.0.0.1';
  const reserve = (part: Part, setting: string, text: string, address?: string) => (parts.has(part) ? reservePort(setting, text, address) : Number(text));
  const port = await reserve('api', 'PORT', env.PORT || '3000', host);
  const reachable = ['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host;
  return {
    port,
    publicUrl: env.PUBLIC_URL || `http://localhost:${port}`,
    sandboxPort: await reserve('sandbox', 'SANDBOX_PORT', env.SANDBOX_PORT || '4242'),
    mailPort: await reserve('mail', 'MAIL_WEB_PORT', env.MAIL_WEB_PORT || '1080'),
    webhookUrl: env.SANDBOX_WEBHOOK_URL || `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}/provider-events/stripe`,
  };
}

/** The secrets of an installation. Outside production what is missing is made once and kept; there it stays missing. */
export async function chooseSecrets(env: NodeJS.ProcessEnv, mode: string, kept: Secrets, publicUrl: string): Promise<NodeJS.ProcessEnv> {
  const names = ['SECRETS_KEYS', 'LOG_SIGNING_KEY', 'STRIPE_WEBHOOK_SECRET'] as const;
  if (mode === 'production') return Object.fromEntries(names.flatMap((name) => (env[name] ? [[name, env[name]]] : [])));
  const isNew = !env.LOG_SIGNING_KEY && !kept.has('LOG_SIGNING_KEY');
  const logKey = isNew ? (await import('./log-key.js')).createLogKey(`${new URL(publicUrl).host}/log`).signingKey : '';
  const make = {
    SECRETS_KEYS: () => `k1:${randomBytes(32).toString('base64')}`,
    LOG_SIGNING_KEY: () => logKey,
    STRIPE_WEBHOOK_SECRET: () => `whsec_${randomBytes(24).toString('base64url')}`,
  };
  return Object.fromEntries(names.map((name) => [name, env[name] || kept.keep(name, make[name])]));
}

/** Leaves the settings where another command can take them: `node --env-file=<dataDir>/settings.env …`. */
export function writeSettings(dataDir: string, settings: NodeJS.ProcessEnv): void {
  const path = join(dataDir, 'settings.env');
  const lines = Object.entries(settings).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${JSON.stringify(value)}\n`]));
  try {
    writeFileSync(path, lines.join(''), { mode: 0o600 });
  } catch (error) {
    throw cannotWrite(path, error);
  }
}
