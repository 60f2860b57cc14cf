import { type INestApplicationContext, Injectable } from '@nestjs/common';
import { anonymous, defineEvent, defineJob } from '@app/kernel';
import { testDatabase, type TestDatabase } from '../../../test/support/postgres';
import { hasRedis, startRedis, type TestRedis } from '../../../test/support/redis';
import { Db } from '../db/db';
import type { Tx } from '../db/tx';
import { startPlatform, testConfig } from '../testing/test-platform';
import { Does, DoesOutside, Due, On } from './handlers';
import { Queues } from './queues';
import { Relay } from './relay';
import { Runner } from './runner';
import { Tick } from './tick';
import { WorkLoop } from './worker';

const unheard = defineEvent<{ n: number }>('spec.unheard');
const heard = defineEvent<{ n: number }>('spec.heard');
const write = defineJob<{ n: number }>('spec.write', 'general');
const call = defineJob<{ n: number }>('spec.call', 'mail');
const stumble = defineJob<{ n: number }>('spec.stumble', 'money');

@Injectable()
class Listeners {
  stumbles = 0;
  calls: number[] = [];
  waiting = 3;

  @On(heard)
  async first({ n }: { n: number }, tx: Tx) {
    await tx.query(`insert into seen values ('first', $1)`, [n]);
  }

  @On(heard, { queue: 'matching' })
  async second({ n }: { n: number }, tx: Tx) {
    await tx.query(`insert into seen values ('second', $1)`, [n]);
  }

  @Does(write)
  async write({ n }: { n: number }, tx: Tx) {
    await tx.query(`insert into seen values ('write', $1)`, [n]);
  }

  @DoesOutside(call)
  async call({ n }: { n: number }) {
    this.calls.push(n);
  }

  @Does(stumble)
  async stumble({ n }: { n: number }, tx: Tx) {
    await tx.query(`insert into seen values ('stumble', $1)`, [n]);
    if (this.stumbles++ < 2) throw new Error('stumbled');
  }

  @Due('counting down')
  async countDown(limit: number) {
    const taken = Math.min(limit, this.waiting, 1);
    this.waiting -= taken;
    return taken;
  }

  @Due('always broken')
  async broken(_limit: number): Promise<number> {
    throw new Error('broken');
  }
}

if (!hasRedis) console.warn('skipped: queues on Redis, since there is no redis-server here');

describe.each(hasRedis ? ['PostgreSQL', 'Redis'] : ['PostgreSQL'])('outbox, relay, runner, with queues on %s', (backend) => {
  let database: TestDatabase;
  let redis: TestRedis | undefined;
  let app: INestApplicationContext;
  let db: Db;

  beforeAll(async () => {
    database = await testDatabase();
    redis = backend === 'Redis' ? await startRedis() : undefined;
    app = await startPlatform(testConfig(database.databaseUrl, { LOG_LEVEL: 'silent', REDIS_URL: redis?.url }), { providers: [Listeners] });
    app.useLogger(false);
    db = app.get(Db);
    await owner(`create table seen (who text, n int); grant all on seen to guildhall_app`);
  });

  beforeEach(async () => {
    await db.query('delete from seen');
    await db.query('delete from outbox');
  });

  afterAll(async () => {
    await app?.close();
    await redis?.stop();
    await database?.drop();
  });

  async function owner(sql: string) {
    const { Client } = await import('pg');
    const client = new Client(database.migrationUrl);
    await client.connect();
    await client.query(sql);
    await client.end();
  }

  const seen = async () => (await db.query<{ who: string; n: number }>('select who, n from seen order by n, who')).map(({ who, n }) => `${who} ${n}`);
  const left = async () => (await db.query<{ n: number }>('select count(*)::int as n from outbox'))[0]!.n;

  async function deleteJobs() {
    if (redis) await redis.client.flushall();
    else await db.query('delete from bullmq.job');
  }

  /** What the queues hold, by the backend's own word. */
  async function jobs(): Promise<{ id: string; rows: string }[]> {
    if (!redis) return db.query<{ id: string; rows: string }>(`select id, data->>'rows' as rows from bullmq.job order by id`);
    const keys = (await redis.client.keys('*:outbox-*')).sort();
    return Promise.all(keys.map(async (key) => ({ id: key, rows: JSON.stringify((JSON.parse((await redis!.client.hget(key, 'data'))!) as { rows: unknown }).rows) })));
  }

  it('spreads an event to each listener once, and forgets one nobody hears', async () => {
    await db.change(anonymous, async (tx) => {
      tx.emit(unheard, { n: 0 });
      tx.emit(heard, { n: 1 });
      tx.enqueue(write, { n: 2 });
      tx.enqueue(write, { n: 3 }, new Date(Date.now() + 60_000));
    });
    const deliveries = await app.get(Relay).take();
    expect(deliveries.map(({ handler, queue }) => `${handler} ${queue}`).sort()).toEqual(['Listeners.first general', 'Listeners.second matching', 'spec.write general']);
    expect(await app.get(Relay).take()).toEqual([]);
    for (const { id, handler } of [...deliveries, ...deliveries]) await app.get(Runner).run(id, handler);
    expect(await seen()).toEqual(['first 1', 'second 1', 'write 2']);
    expect(await left()).toBe(1);
  });

  it('runs one delivery once when two workers have it', async () => {
    await db.change(anonymous, async (tx) => tx.enqueue(write, { n: 1 }));
    const [delivery] = await app.get(Relay).take();
    await Promise.all(Array.from({ length: 8 }, () => app.get(Runner).run(delivery!.id, delivery!.handler)));
    expect(await seen()).toEqual(['write 1']);
  });

  it('tries again after a failure, with nothing half done', async () => {
    await db.change(anonymous, async (tx) => tx.enqueue(stumble, { n: 1 }));
    for (let attempt = 0; attempt < 3; attempt++) {
      const [delivery] = await app.get(Relay).take();
      await app.get(Runner).run(delivery!.id, delivery!.handler);
      if (attempt < 2) {
        expect(await seen()).toEqual([]);
        expect(await db.query('select attempts, last_error, enqueued_at, failed_at, run_after > now() as waits from outbox')).toEqual([
          { attempts: attempt + 1, last_error: 'stumbled', enqueued_at: null, failed_at: null, waits: true },
        ]);
      }
      await db.query(`update outbox set run_after = now()`);
    }
    expect(await seen()).toEqual(['stumble 1']);
    expect(await left()).toBe(0);
  });

  it('keeps what nobody handles or what fails for good, for a person to see', async () => {
    await db.query(`insert into outbox (kind, name, queue, handler, payload, attempts) values ('job', 'spec.gone', 'general', 'spec.gone', '{}', 19)`);
    const [delivery] = await app.get(Relay).take();
    await app.get(Runner).run(delivery!.id, delivery!.handler);
    expect(await db.query('select name, attempts, failed_at is not null as failed, last_error from outbox')).toEqual([{ name: 'spec.gone', attempts: 20, failed: true, last_error: 'nobody handles spec.gone' }]);
    expect(await app.get(Relay).take()).toEqual([]);
    expect(await app.get(Relay).sweep(0)).toBe(0);
  });

  it('ticks until nothing is due, whatever fails', async () => {
    expect(await app.get(Tick).run()).toBe(3);
    expect(await app.get(Tick).run()).toBe(0);
  });

  it('puts a row into one job only, however often a long backlog is given out again and by however many', async () => {
    const queues = app.get(Queues);
    const relay = app.get(Relay);
    const waiting = async () => Object.fromEntries(Object.entries(await queues.counts()).flatMap(([name, { waiting }]) => (waiting ? [[name, waiting]] : [])));
    const giveOut = async () => queues.add(await relay.take(70));
    await deleteJobs();
    for (let n = 0; n < 100; n++) await db.change(anonymous, async (tx) => (tx.enqueue(n % 3 ? write : call, { n }), tx.emit(heard, { n })));
    for (let round = 0; round < 6; round++) await giveOut();
    const first = await waiting();
    const before = await jobs();
    expect(await left()).toBe(300);
    const inJobs = before.flatMap(({ rows }) => (JSON.parse(rows) as { id: string }[]).map(({ id }) => id));
    expect([inJobs.length, new Set(inJobs).size]).toEqual([300, 300]);

    // some of the rows are done meanwhile, so what is left would fall into other groups
    await db.query('delete from outbox where id % 5 = 0');
    for (let sweep = 0; sweep < 10; sweep++) {
      await relay.sweep(0);
      await Promise.all([giveOut(), giveOut(), giveOut()]);
      for (let round = 0; round < 4; round++) await giveOut();
    }
    expect(await waiting()).toEqual(first);
    expect(await jobs()).toEqual(before);
  });

  it('gives what has to be tried again a job of its own, though the job it was in still runs', async () => {
    await db.change(anonymous, async (tx) => (tx.enqueue(stumble, { n: 1 }), tx.enqueue(write, { n: 2 })));
    app.get(Listeners).stumbles = 1;
    const before = await app.get(Relay).take();
    const failing = before.find(({ handler }) => handler === 'spec.stumble')!;
    await app.get(Runner).run(failing.id, failing.handler);
    await db.query('update outbox set run_after = now()');
    const [again] = await app.get(Relay).take();
    expect([again!.id, again!.batch === failing.batch]).toEqual([failing.id, false]);
  });

  it('loses nothing when all jobs of all queues are deleted in the middle', async () => {
    const many = 300;
    const add = (from: number) =>
      db.change(anonymous, async (tx) => {
        for (let n = from; n < from + many; n++) tx.enqueue(n % 2 ? write : call, { n });
      });
    await add(0);
    const queues = app.get(Queues);
    await queues.add(await app.get(Relay).take());
    await deleteJobs();
    await app.get(WorkLoop).start();
    await add(many);
    expect(await app.get(Relay).sweep(0)).toBeGreaterThan(0);
    for (const stop = Date.now() + 20_000; (await left()) > 0 && Date.now() < stop; ) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await left()).toBe(0);
    expect(await seen()).toEqual(Array.from({ length: 2 * many }, (_, n) => n).filter((n) => n % 2).map((n) => `write ${n}`));
    expect([...new Set(app.get(Listeners).calls)].sort((a, b) => a - b)).toEqual(Array.from({ length: 2 * many }, (_, n) => n).filter((n) => n % 2 === 0));
  });
});
