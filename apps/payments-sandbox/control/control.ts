import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Act } from '../act';
import { type Faults, oneOf, text } from '../http/faults';
import type { Counts } from '../http/counts';
import { Refusal } from '../http/errors';
import { onboard, OUTCOMES, transfersStatus } from '../objects/account';
import { paySession } from '../objects/checkout';
import { testCard } from '../objects/test-cards';
import type { World } from '../store/world';
import type { Dispatcher } from '../webhooks/dispatcher';
import type { WebhookFaults } from '../webhooks/webhook-faults';
import { moveClock } from './clock';
import { readSeed, sow } from './seed';
import { stateOf } from './state';

export interface Controls {
  world: World;
  faults: Faults;
  webhookFaults: WebhookFaults;
  dispatcher: Dispatcher;
  counts: Counts;
  /** An act of the world outside: no request behind it. */
  act: () => Act;
  settleNow: () => void;
  /** Writes the endpoint of the settings again after a reset. */
  restoreEndpoint: () => void;
}

type Input = Record<string, unknown>;

/** A refusal of the control API: `{ "error": "a plain sentence" }`, nothing like Stripe's, so that nobody mistakes one for the other. */
class ControlError extends Error {
  constructor(readonly status: number, message: string) {
    super(message);
  }
}

/** What tests and people steer the stand-in with. None of it exists at Stripe; every path begins with `/control/`. */
export function mountControl(app: FastifyInstance, c: Controls): void {
  const on = (method: 'GET' | 'POST' | 'DELETE', url: string, handle: (input: Input, path: Record<string, string>) => unknown) =>
    app.route({ method, url: `/control${url}`, handler: (request, reply) => answer(request, reply, handle) });

  on('GET', '/state', () => (c.settleNow(), stateOf(c.world)));
  on('GET', '/counts', () => c.counts);
  on('POST', '/reset', ({ seed }) => {
    c.world.reset(seed === undefined ? undefined : text(seed, 'seed'));
    c.faults.clear();
    c.webhookFaults.clear();
    c.counts.clear();
    c.restoreEndpoint();
    return { reset: true };
  });
  on('POST', '/seed', (input) => {
    const plan = readSeed(input);
    return c.world.change(() => sow(c.act(), plan));
  });

  on('POST', '/checkout/sessions/:id/complete', (input, { id }) => {
    c.settleNow();
    const session = c.world.get('session', id!);
    if (!session) throw new ControlError(404, `there is no session ${id}`);
    if (session.object.status !== 'open') throw new ControlError(409, `the session is ${session.object.status}`);
    const card = testCard(text(input.card ?? '4242424242424242', 'card'));
    if (!card) throw new ControlError(400, 'card is none of the test numbers');
    const payer = { email: text(input.email ?? 'payer@example.com', 'email'), name: text(input.name ?? 'Test Payer', 'name') };
    const charge = c.world.change(() => paySession(c.act(), id!, card, payer));
    return { outcome: charge.paid ? 'paid' : 'declined', charge, session: c.world.get('session', id!)!.object };
  });
  on('POST', '/accounts/:id/onboarding', (input, { id }) => {
    const account = c.world.get('account', id!);
    if (!account) throw new ControlError(404, `there is no account ${id}`);
    if (account.object.closed) throw new ControlError(409, 'the account is closed');
    if (transfersStatus(account.object) === undefined) throw new ControlError(409, 'the account never asked for transfers');
    return c.world.change(() => onboard(c.act(), id!, oneOf(input.outcome ?? 'complete', OUTCOMES, 'outcome')));
  });

  const clock = () => ({ now: new Date(c.world.now()).toISOString(), now_ms: c.world.now(), offset_ms: c.world.get('clock', 'clock')?.offsetMs ?? 0 });
  on('GET', '/clock', clock);
  on('POST', '/clock', (input) => {
    moveClock(c.world, input);
    c.settleNow();
    return clock();
  });

  on('GET', '/faults', () => c.faults.list());
  on('POST', '/faults', (input) => c.faults.add(input));
  on('DELETE', '/faults', () => (c.faults.clear(), { removed: true }));
  on('DELETE', '/faults/:id', (_input, { id }) => ({ removed: c.faults.remove(id!) }));
  on('GET', '/webhook-faults', () => c.webhookFaults.list());
  on('POST', '/webhook-faults', (input) => c.webhookFaults.add(input));
  on('DELETE', '/webhook-faults', () => (c.webhookFaults.clear(), { removed: true }));
  on('DELETE', '/webhook-faults/:id', (_input, { id }) => ({ removed: c.webhookFaults.remove(id!) }));

  on('GET', '/webhooks/endpoints', () => Object.fromEntries(c.world.all('endpoint')));
  on('POST', '/webhooks/endpoints', (input) => {
    const id = c.world.ids.next('we');
    const endpoint = readEndpoint(input);
    c.world.change(() => c.world.put('endpoint', id, endpoint));
    return { id, ...endpoint };
  });
  on('DELETE', '/webhooks/endpoints/:id', (_input, { id }) => {
    if (!c.world.get('endpoint', id!)) throw new ControlError(404, `there is no endpoint ${id}`);
    c.world.change(() => c.world.put('endpoint', id!, null));
    return { removed: true };
  });
  on('POST', '/webhooks/flush', () => ({ released: c.dispatcher.flush() }));
  on('POST', '/webhooks/idle', async () => {
    await c.dispatcher.idle();
    return { idle: true };
  });
  on('POST', '/events/:id/redeliver', (_input, { id }) => {
    if (!c.world.get('event', id!) && !c.world.get('v2_event', id!)) throw new ControlError(404, `there is no event ${id}`);
    return { deliveries: c.dispatcher.redeliver(id!) };
  });
}

function readEndpoint(input: Input) {
  const url = text(input.url, 'url');
  if (!/^https?:\/\/\S+$/.test(url)) throw new Error('url must be an http address');
  const types = (Array.isArray(input.types) ? input.types : []).map((type) => text(type, 'types'));
  return { url, secrets: text(input.secret, 'secret').split(','), payload: oneOf(input.payload ?? 'both', ['snapshot', 'thin', 'both'] as const, 'payload'), types };
}

async function answer(request: FastifyRequest, reply: FastifyReply, handle: (input: Input, path: Record<string, string>) => unknown): Promise<unknown> {
  reply.type('application/json');
  try {
    return JSON.stringify(await handle(inputOf(request), request.params as Record<string, string>));
  } catch (error) {
    const status = error instanceof ControlError || error instanceof Refusal ? error.status : 400;
    return reply.code(status).send(JSON.stringify({ error: (error as Error).message }));
  }
}

function inputOf(request: FastifyRequest): Input {
  const body = (request.body as string | undefined) ?? '';
  if (body === '') return {};
  const input: unknown = JSON.parse(body);
  if (input === null || typeof input !== 'object' || Array.isArray(input)) throw new Error('the body must be a JSON object');
  return input as Input;
}
