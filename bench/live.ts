import { createHash, randomUUID } from 'node:crypto';
import { get, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { NestFactory } from '@nestjs/core';
import { Client, Pool } from 'pg';
import { showId } from '@app/kernel';
import { readConfig } from '@app/platform';
import { WorkerModule } from '../apps/worker/worker.module';
import { Live } from '../libs/platform/live/live';
import { type Ground, startServer } from './ground';
import { compare, type Row } from './table';

const people = 400;
const hints = 25;
const perMessage = 100;

interface Watcher {
  personId: string;
  sessionId: string;
}

/** Hints to many open pages over two API processes, against two bare processes that listen, ask the same about the sessions and write the same bytes. */
export async function benchLive(ground: Ground): Promise<Row[]> {
  const watchers = await aCrowd(ground.migrationUrl);
  const worker = await NestFactory.createApplicationContext(WorkerModule.with(readConfig(ground.env)), { logger: ['error'] });
  const pool = new Pool({ connectionString: ground.databaseUrl });
  const script = (name: string) => startServer(join(__dirname, name), ground.env);
  const apis = [await script('../apps/api/main.js'), await script('../apps/api/main.js')];
  const bares = [await script('bare-live.js'), await script('bare-live.js')];
  const pages: Page[] = [];
  try {
    const spread = async (urls: { url: string }[], path: (one: Watcher) => string) => {
      const opened = await Promise.all(watchers.map((one, at) => openPage(`${urls[at % urls.length]!.url}${path(one)}`, one)));
      pages.push(...opened);
      return opened;
    };
    const ours = await spread(apis, () => '/api/v1/me/live');
    const bare = await spread(bares, ({ personId, sessionId }) => `/${personId}/${sessionId}`);
    const ids = watchers.map(({ personId }) => personId);
    const fanOut = await compare(
      () => timed(ours, (id) => worker.get(Live).send({ people: ids, type: 'challenge', id })),
      () => timed(bare, async (id) => {
        for (let at = 0; at < ids.length; at += perMessage) await pool.query('select pg_notify($1, $2)', ['bench_live', JSON.stringify({ people: ids.slice(at, at + perMessage), type: 'challenge', shown: showId('challenge', id) })]);
      }),
    );
    return [{ what: 'live fan-out over two processes', ratio: fanOut.ratio, note: `${fanOut.ours.toFixed(0)} against ${fanOut.bare.toFixed(0)} hints/s to ${people} open pages, whose sessions are asked for` }];
  } finally {
    for (const page of pages) page.close();
    await pool.end();
    await worker.close();
    for (const server of [...apis, ...bares]) await server.stop();
  }
}

const secretOf = (personId: string) => `bench-${personId}`;

async function aCrowd(migrationUrl: string): Promise<Watcher[]> {
  const client = new Client(migrationUrl);
  await client.connect();
  const watchers = Array.from({ length: people }, () => ({ personId: randomUUID(), sessionId: randomUUID() }));
  await client.query(
    `insert into person (id, email, name, country, locale, state, email_verified_at, created_at, version)
     select id, 'live' || id || '@example.org', 'Bench', 'NL', 'en', 'active', now(), now(), 1 from unnest($1::uuid[]) id`,
    [watchers.map(({ personId }) => personId)],
  );
  await client.query(
    `insert into session (id, token_hash, person_id, created_at, authenticated_at, last_seen_at, expires_at, network)
     select id, hash, person, now(), now(), now(), now() + interval '1 day', '127.0.0.0' from unnest($1::uuid[], $2::text[], $3::uuid[]) r(id, hash, person)`,
    [watchers.map(({ sessionId }) => sessionId), watchers.map(({ personId }) => createHash('sha256').update(secretOf(personId)).digest('hex')), watchers.map(({ personId }) => personId)],
  );
  await client.query('analyze person; analyze session');
  await client.end();
  return watchers;
}

interface Page {
  seen: number;
  close(): void;
}

/** Resolves once the stream says it is ready. */
function openPage(url: string, { personId }: Watcher): Promise<Page> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent: false, headers: { cookie: `__Host-sid=${secretOf(personId)}` } }, (response: IncomingMessage) => {
      if (response.statusCode !== 200) return reject(new Error(`${url} answered ${response.statusCode}`));
      const page: Page = { seen: 0, close: () => request.destroy() };
      let rest = '';
      response.setEncoding('utf8').on('data', (text: string) => {
        const events = (rest + text).split('\n\n');
        rest = events.pop()!;
        for (const event of events) {
          if (event.includes('event: ready')) resolve(page);
          if (event.includes('event: hint')) page.seen += 1;
        }
      });
      response.on('error', () => undefined);
    });
    request.on('error', reject);
  });
}

/** Hints a second, from the first that is sent until everybody has seen all. */
async function timed(pages: readonly Page[], send: (id: string) => Promise<void>): Promise<number> {
  for (const page of pages) page.seen = 0;
  const began = performance.now();
  for (let n = 0; n < hints; n++) await send(randomUUID());
  for (const giveUp = began + 60_000; pages.some(({ seen }) => seen < hints); await new Promise((resolve) => setTimeout(resolve, 2))) {
    if (performance.now() > giveUp) throw new Error('some pages never heard of it');
  }
  return (hints * pages.length) / ((performance.now() - began) / 1000);
}
