import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Config } from '../config';
import type { Db } from '../db/db';
import { requestProblems } from './problems';
import { visitorAddress } from './visitor';

const flushEvery = 250;
const window = 60_000;
const readsPerWindow = 1200;
const writesPerWindow = 300;

type Answer = (error: Error | null, result?: { current: number; ttl: number }) => void;
interface Count {
  shared: number;
  unflushed: number;
  resetsAt: number;
  isStrict: boolean;
}

/**
 * Counts requests for all processes together: hits are added up here and written to one table four times a second, so a
 * read costs no query. Routes with a limit of their own (signing in) count in the database at once.
 */
class SharedCounts {
  private readonly counts = new Map<string, Count>();
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly db: Db) {
    this.timer = setInterval(() => void this.flush().catch(() => undefined), flushEvery).unref();
  }

  async hit(key: string, timeWindow: number, isStrict: boolean): Promise<{ current: number; ttl: number }> {
    const now = Date.now();
    let count = this.counts.get(key);
    if (!count || count.resetsAt <= now) this.counts.set(key, (count = { shared: 0, unflushed: 0, resetsAt: now + timeWindow, isStrict }));
    count.unflushed++;
    if (isStrict) await this.write([[key, count]]);
    return { current: count.shared + count.unflushed, ttl: Math.max(0, count.resetsAt - now) };
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    await this.flush().catch(() => undefined);
  }

  private async flush(): Promise<void> {
    const now = Date.now();
    for (const [key, count] of this.counts) if (count.resetsAt <= now) this.counts.delete(key);
    const dirty = [...this.counts].filter(([, count]) => count.unflushed > 0);
    if (dirty.length > 0) await this.write(dirty);
  }

  private async write(dirty: [string, Count][]): Promise<void> {
    const hits = dirty.map(([bucket, count]) => ({ bucket, hits: count.unflushed, left: count.resetsAt - Date.now() }));
    for (const [, count] of dirty) count.unflushed = 0;
    const rows = await this.db.query<{ bucket: string; hits: number; left: number }>(
      `insert into rate_limit as r (bucket, hits, resets_at)
       select bucket, hits, now() + make_interval(secs => "left" / 1000.0)
       from jsonb_to_recordset($1::jsonb) as h(bucket text, hits int, "left" float) order by bucket
       on conflict (bucket) do update set
         hits = case when r.resets_at <= now() then excluded.hits else r.hits + excluded.hits end,
         resets_at = case when r.resets_at <= now() then excluded.resets_at else r.resets_at end
       returning bucket, hits, extract(epoch from resets_at - now()) * 1000 as "left"`,
      [JSON.stringify(hits)],
    );
    for (const row of rows) {
      const count = this.counts.get(row.bucket);
      if (count) Object.assign(count, { shared: row.hits, resetsAt: Date.now() + Number(row.left) });
    }
  }
}

/** Limits per visitor's address, with `RateLimit` headers; routes set their own by `@RouteConfig({ rateLimit: { max } })`. */
export async function addRateLimits(fastify: FastifyInstance, db: Db, config: Config): Promise<void> {
  const counts = new SharedCounts(db);
  fastify.addHook('onClose', () => counts.close());

  class Store {
    private route = '';

    incr(key: string, answer: Answer, timeWindow: number): void {
      counts.hit(`${this.route}${key}`, timeWindow, this.route !== '').then(
        (result) => answer(null, result),
        (error: Error) => answer(error),
      );
    }

    /** Of a route with a limit of its own: it counts apart from all others. */
    child({ routeInfo: { method, url } }: { routeInfo: { method: string | string[]; url: string } }): Store {
      return Object.assign(new Store(), { route: `${String(method)} ${url} ` });
    }
  }

  await fastify.register(rateLimit, {
    global: true,
    timeWindow: window,
    max: (request: FastifyRequest) => (isRead(request) ? readsPerWindow : writesPerWindow),
    keyGenerator: (request: FastifyRequest) => `${isRead(request) ? 'read' : 'write'} ${visitorAddress(request, config)}`,
    allowList: (request: FastifyRequest) => request.url.startsWith('/assets/') || request.url.startsWith('/health/') || request.url.startsWith('/provider-events/'),
    store: Store as never,
    skipOnError: true,
    enableDraftSpec: true,
    errorResponseBuilder: (_request, { after }) => requestProblems.tooMany({ detail: `Try again in ${after}.` }),
  });
}

function isRead({ method }: FastifyRequest): boolean {
  return method === 'GET' || method === 'HEAD';
}
