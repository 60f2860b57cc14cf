import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Stripe from 'stripe';
import { type Sandbox, type SandboxOptions, DEFAULT_SECRET_KEY, startSandbox } from './sandbox';

export const WEBHOOK_SECRET = 'whsec_test_guildhall';

/** A sandbox in a directory of its own, the real SDK pointed at it, and a way to the control API. */
export async function aSandbox(options: Partial<SandboxOptions> = {}) {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'payments-sandbox-'));
  const sandbox: Sandbox = await startSandbox({ port: 0, webhookSecret: WEBHOOK_SECRET, ...options, dataDir });
  const stripe = sdk(sandbox);
  const control = async <T = Record<string, unknown>>(method: string, path: string, body?: object): Promise<T> => {
    const response = await fetch(`${sandbox.url}/control${path}`, { method, ...(body && { body: JSON.stringify(body) }) });
    const answer = (await response.json()) as T & { error?: string };
    if (!response.ok) throw new Error(`${response.status} ${answer.error}`);
    return answer;
  };
  return {
    ...sandbox,
    stripe,
    dataDir,
    control,
    async remove() {
      await sandbox.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export type TestSandbox = Awaited<ReturnType<typeof aSandbox>>;

/** The SDK as production code makes it, without retries, so that a test sees each answer. */
export function sdk(sandbox: { port: number }, key = DEFAULT_SECRET_KEY): Stripe {
  return new Stripe(key, { host: '127.0.0.1', port: sandbox.port, protocol: 'http', maxNetworkRetries: 0, telemetry: false, timeout: 5000 });
}

export interface Received {
  body: string;
  signature: string;
}

/** A receiver of webhooks that keeps what it got; `answer` may say another status than 200. */
export async function aReceiver(answer: (nth: number) => number = () => 200) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      received.push({ body, signature: String(request.headers['stripe-signature']) });
      response.writeHead(answer(received.length)).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    received,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/provider-events/stripe`,
    types: () => received.map(({ body }) => (JSON.parse(body) as { type: string }).type),
    close: () => new Promise((resolve) => (server.close(resolve), server.closeAllConnections())),
  };
}

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** The parameters of a hosted Checkout page for one line. */
export function checkoutOf(amount: number, more: Stripe.Checkout.SessionCreateParams = {}): Stripe.Checkout.SessionCreateParams {
  return {
    mode: 'payment',
    success_url: 'http://127.0.0.1:1/done?session={CHECKOUT_SESSION_ID}',
    cancel_url: 'http://127.0.0.1:1/cancelled',
    line_items: [{ quantity: 1, price_data: { currency: 'usd', unit_amount: amount, product_data: { name: 'Bounty' } } }],
    ...more,
  };
}

/** A charge paid on a Checkout page. */
export async function aCharge(sandbox: TestSandbox, amount: number, more: Stripe.Checkout.SessionCreateParams = {}, card = '4242424242424242'): Promise<Stripe.Charge> {
  const session = await sandbox.stripe.checkout.sessions.create(checkoutOf(amount, more));
  const { charge } = await sandbox.control<{ charge: Stripe.Charge }>('POST', `/checkout/sessions/${session.id}/complete`, { card });
  return charge;
}

export const recipient: Stripe.V2.Core.AccountCreateParams = {
  contact_email: 'payee@example.org',
  display_name: 'Payee',
  dashboard: 'express',
  identity: { country: 'US', entity_type: 'individual' },
  configuration: { recipient: { capabilities: { stripe_balance: { stripe_transfers: { requested: true } } } } },
  defaults: { currency: 'usd', responsibilities: { fees_collector: 'application', losses_collector: 'application' } },
};

/** A payee who went through onboarding. */
export async function aPayee(sandbox: TestSandbox, outcome = 'complete', more: Stripe.V2.Core.AccountCreateParams = {}): Promise<string> {
  const account = await sandbox.stripe.v2.core.accounts.create({ ...recipient, ...more });
  await sandbox.control('POST', `/accounts/${account.id}/onboarding`, { outcome });
  return account.id;
}

export const DAY = 24 * 60 * 60 * 1000;

/** The refusal of a call, as the SDK throws it. */
export async function refusal(call: Promise<unknown>): Promise<{ type: string; statusCode?: number; code?: string; param?: string; message: string }> {
  try {
    await call;
  } catch (error) {
    const { type, statusCode, code, param, message } = error as Stripe.errors.StripeError;
    return { type, ...(statusCode && { statusCode }), ...(code && { code }), ...(param && { param }), message };
  }
  throw new Error('the call was not refused');
}
