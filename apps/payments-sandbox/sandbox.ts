import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Act } from './act';
import { mountControl } from './control/control';
import { Api } from './http/api';
import { Counts } from './http/counts';
import { Faults } from './http/faults';
import { mountApi, newServer } from './http/server';
import { mountPages } from './pages';
import { PLATFORM } from './store/rows';
import { World } from './store/world';
import { Dispatcher } from './webhooks/dispatcher';
import { WebhookFaults } from './webhooks/webhook-faults';

export const DEFAULT_SECRET_KEY = 'sk_test_guildhall_sandbox';

export interface SandboxOptions {
  /** 0 takes a free port. */
  port: number;
  /** Default loopback. */
  host?: string;
  /** The log is kept in `<dataDir>/sandbox`; it outlives the product's database. */
  dataDir: string;
  /** The one key the API accepts. */
  secretKey?: string;
  /** Where events go; none are delivered while it is not set. */
  webhookUrl?: string;
  /** Signs them; several, separated by commas, while one replaces the other. Needed with `webhookUrl`. */
  webhookSecret?: string;
  /** Where browsers reach the pages, if not where the server listens. */
  publicUrl?: string;
  /** The platform's country: decides where transfers may go. Default US. */
  country?: string;
  /** Makes ids repeat from run to run. */
  seed?: string;
  log?: (line: string) => void;
}

export interface Sandbox {
  url: string;
  port: number;
  /** Where events go from now on. */
  setWebhookUrl(url: string): void;
  close(): Promise<void>;
}

/** The endpoint of the settings; the control API can add more. */
const ENDPOINT = 'we_settings';

/** Starts the stand-in for the payment provider. For development and tests; refuses to run in production. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  if (process.env.MODE === 'production') throw new Error('The payments sandbox is not for production.');
  const log = options.log ?? (() => undefined);
  const world = new World(join(options.dataDir, 'sandbox'), options.seed);
  const faults = new Faults();
  const webhookFaults = new WebhookFaults();
  const counts = new Counts();
  const country = options.country ?? 'US';
  let publicUrl = options.publicUrl ?? '';
  let webhookUrl = options.webhookUrl;

  const writeEndpoint = () => {
    const secrets = (options.webhookSecret ?? '').split(',').filter((secret) => secret !== '');
    if (webhookUrl && secrets.length === 0) throw new Error('A webhook URL needs a webhook secret.');
    const row = webhookUrl ? { url: webhookUrl, secrets, payload: 'both' as const, types: [] } : null;
    if (row || world.get('endpoint', ENDPOINT)) world.change(() => world.put('endpoint', ENDPOINT, row));
  };
  writeEndpoint();

  const act = (): Act => ({ world, publicUrl, country, request: null, owner: PLATFORM });
  const api = new Api({ world, faults, counts, country, log, publicUrl: () => publicUrl, secretKey: options.secretKey ?? DEFAULT_SECRET_KEY });
  const settleNow = () => api.settleNow();
  const dispatcher = new Dispatcher(world, webhookFaults, log);

  const server = newServer();
  mountApi(server, api);
  mountControl(server, { world, faults, webhookFaults, dispatcher, counts, act, settleNow, restoreEndpoint: writeEndpoint });
  mountPages(server, { world, dispatcher, act, settleNow });
  const host = options.host ?? '127.0.0.1';
  try {
    await server.listen({ port: options.port, host });
  } catch (error) {
    dispatcher.close();
    world.close();
    throw error;
  }
  const { port } = server.server.address() as AddressInfo;
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  publicUrl ||= url;
  const ticking = setInterval(settleNow, 1000).unref();

  return {
    url,
    port,
    setWebhookUrl(next) {
      webhookUrl = next;
      writeEndpoint();
    },
    async close() {
      clearInterval(ticking);
      dispatcher.close();
      await server.close();
      world.close();
    },
  };
}
