import { setTimeout as wait } from 'node:timers/promises';
import type { Act } from '../act';
import { API_VERSION } from '../act';
import { isAnythingDue, settle } from '../objects/settle';
import { readForm, readJson } from '../params/check';
import { type Match, matchRoute } from '../resources';
import { expand } from '../resources/expand';
import type { Call } from '../resources/route';
import { Ids } from '../store/ids';
import { PLATFORM } from '../store/rows';
import type { World } from '../store/world';
import { admit } from './admit';
import type { Counts } from './counts';
import { Refusal, serverError, v2Invalid } from './errors';
import type { Fault, Faults } from './faults';
import { parseForm } from './form';
import { type ApiMode, Idempotency, type Keyed } from './idempotency';

export interface ApiRequest {
  method: string;
  pathname: string;
  query: string;
  headers: Record<string, string | string[] | undefined>;
  body: string;
  /** Settles when the client has gone. */
  gone: Promise<void>;
}

/** What goes over the wire: an answer, whole or half, or nothing at all. */
export type Wire = { as: 'answer' | 'half'; status: number; headers: Record<string, string>; body: string } | { as: 'reset' } | { as: 'hang' };

export interface Shared {
  world: World;
  faults: Faults;
  counts: Counts;
  secretKey: string;
  publicUrl: () => string;
  country: string;
  log: (line: string) => void;
}

/** The part that stands in for api.stripe.com: the way every request takes, from the key check to the answer. */
export class Api {
  private readonly idempotency: Idempotency;
  private readonly requestIds = new Ids();

  constructor(private readonly shared: Shared) {
    this.idempotency = new Idempotency(shared.world);
  }

  async handle(request: ApiRequest): Promise<Wire> {
    const requestId = this.requestIds.next('req', 14);
    const headers: Record<string, string> = { 'request-id': requestId, 'stripe-version': API_VERSION };
    const match = matchRoute(request.method, request.pathname);
    try {
      const wire = await this.process(request, requestId, headers, match);
      this.shared.counts.request(match?.route.route ?? 'unknown', 'status' in wire ? wire.status : 0, headers['idempotent-replayed'] === 'true');
      return wire;
    } catch (error) {
      const refusal = error instanceof Refusal ? error : serverError(500);
      if (refusal !== error) this.shared.log(`a bug of the payments sandbox in ${request.method} ${request.pathname}: ${(error as Error).stack}`);
      this.shared.counts.request(match?.route.route ?? 'unknown', refusal.status, false);
      return answer(refusal.status, { ...headers, ...refusal.headers }, JSON.stringify(refusal.body()));
    }
  }

  private async process(request: ApiRequest, requestId: string, headers: Record<string, string>, found: Match | undefined): Promise<Wire> {
    const { owner, match } = admit(request, found, this.shared);
    const { world, faults } = this.shared;
    this.settleNow();

    const mode: ApiMode = request.pathname.startsWith('/v2/') ? 'v2' : 'v1';
    const raw = rawParams(request, mode);
    const key = request.headers['idempotency-key'] as string | undefined;
    const keyed = this.idempotency.keyed(mode, owner, key, request.method, request.pathname, raw);
    if (key !== undefined) headers['idempotency-key'] = key;
    const kept = keyed && this.idempotency.begin(keyed);
    const fault = faults.strike(request.method, request.pathname, kept !== null);

    try {
      const early = await this.strikeBefore(fault, request.gone);
      if (early) return early;
      if (kept) {
        headers['idempotent-replayed'] = 'true';
        headers['original-request'] = kept.requestId;
        return finish(fault, answer(kept.status, headers, kept.body));
      }
      const params = (mode === 'v2' && request.method !== 'GET' ? readJson : readForm)(match.route.route, raw as never);
      const call: Call = {
        world, owner, params, path: match.path, url: request.pathname, publicUrl: this.shared.publicUrl(), country: this.shared.country,
        request: request.method === 'GET' ? null : { id: requestId, idempotency_key: key ?? null },
      };
      return finish(fault, this.execute(call, match, keyed, fault, requestId, headers));
    } finally {
      this.idempotency.release(keyed !== null && kept === null ? keyed : null);
    }
  }

  private async strikeBefore(fault: Fault | null, gone: Promise<void>): Promise<Wire | null> {
    if (!fault) return null;
    if (fault.kind === 'latency') await Promise.race([wait(fault.ms, undefined, { ref: false }), gone]);
    if (fault.stage !== 'before') return null;
    if (fault.kind === 'error') throw new Refusal(fault.status, faultBody(fault), fault.status === 429 ? { 'stripe-rate-limited-reason': 'endpoint-rate' } : {});
    if (fault.kind === 'reset') return { as: 'reset' };
    if (fault.kind === 'hang') {
      await gone;
      return { as: 'hang' };
    }
    return null;
  }

  /** Runs the endpoint in one change, together with the answer kept for its key. A refusal by the business is an answer too, and kept. */
  private execute(call: Call, match: Match, keyed: Keyed | null, fault: Fault | null, requestId: string, headers: Record<string, string>): Wire {
    const { world } = this.shared;
    const isV1 = keyed?.mode === 'v1';
    if (fault?.kind === 'error' && fault.stage === 'during') {
      const body = JSON.stringify({ error: faultBody(fault) });
      if (isV1) world.change(() => this.idempotency.keep(keyed, fault.status, body, requestId));
      return answer(fault.status, { ...headers, 'stripe-should-retry': 'false' }, body);
    }
    try {
      return world.change(() => {
        const result = match.route.handle(call as Call<never>);
        const body = JSON.stringify(expand(world, result, (call.params.expand as string[] | undefined) ?? []));
        if (fault?.kind === 'error') {
          const error = JSON.stringify({ error: faultBody(fault) });
          // v1 keeps whatever it answered; v2 goes on with the work, and a retry sees its success.
          if (keyed) this.idempotency.keep(keyed, isV1 ? fault.status : 200, isV1 ? error : body, requestId);
          return answer(fault.status, { ...headers, ...(isV1 && { 'stripe-should-retry': 'false' }) }, error);
        }
        if (keyed) this.idempotency.keep(keyed, 200, body, requestId);
        return answer(200, headers, body);
      });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const body = JSON.stringify(error.body());
      if (isV1) world.change(() => this.idempotency.keep(keyed, error.status, body, requestId));
      return answer(error.status, { ...headers, ...error.headers }, body);
    }
  }

  /** Lets the clock do its work first, so that nobody sees a session open that is past its time. */
  settleNow(): void {
    const { world, country } = this.shared;
    const act: Act = { world, owner: PLATFORM, publicUrl: this.shared.publicUrl(), country, request: null };
    if (isAnythingDue(act)) world.change(() => settle(act));
  }
}

function answer(status: number, headers: Record<string, string>, body: string): Wire {
  return { as: 'answer', status, headers: { 'content-type': 'application/json', 'cache-control': 'no-cache, no-store', ...headers }, body };
}

/** The network's part: the work is done, the answer does not arrive. */
function finish(fault: Fault | null, wire: Wire): Wire {
  if (fault?.kind === 'truncate' && wire.as === 'answer') return { ...wire, as: 'half' };
  if (fault?.stage !== 'after') return wire;
  if (fault.kind === 'reset') return { as: 'reset' };
  if (fault.kind === 'hang') return { as: 'hang' };
  return wire;
}

function faultBody(fault: Fault) {
  const type = fault.status >= 500 ? ('api_error' as const) : ('invalid_request_error' as const);
  const code = fault.code ?? (fault.status === 429 ? 'rate_limit' : undefined);
  return { ...(code && { code }), message: `An error occurred with our system (switched on in the payments sandbox).`, type };
}

function rawParams(request: ApiRequest, mode: ApiMode): unknown {
  if (request.method === 'GET') return parseForm(request.query);
  if (mode === 'v1') return parseForm(request.body);
  if (request.body === '') return {};
  try {
    return JSON.parse(request.body);
  } catch {
    throw v2Invalid('invalid_fields', 'The request body is not valid JSON.');
  }
}
