import { type BeforeApplicationShutdown, Inject, Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { createPostgresBackend, Queue, withBackend, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import { Pool } from 'pg';
import { queueNames } from '@app/kernel';
import { CONFIG, type Config } from '../config';
import { queueSchema } from '../db/migrate';
import type { Delivery } from './relay';

type AnyQueue = Pick<Queue, 'addBulk' | 'close' | 'getJobCounts'>;
interface AnyWorker {
  close(): Promise<void>;
  waitUntilReady(): Promise<unknown>;
}

const jobOptions = { removeOnComplete: true, removeOnFail: true };

/** Rows of one job at most: they run side by side, each in its own transaction, so a job costs the queue a fraction per row. */
const rowsPerJob = 8n;
type Rows = Pick<Delivery, 'id' | 'handler'>[];

/** BullMQ on PostgreSQL, or on Redis when REDIS_URL is set. A queue carries only ids: the truth stays in the outbox. */
@Injectable()
export class Queues implements BeforeApplicationShutdown, OnApplicationShutdown {
  private readonly queues = new Map<string, AnyQueue>();
  private readonly workers: AnyWorker[] = [];
  private readonly log = new Logger('Queues');
  private pool?: Pool;
  private redis?: Redis;

  constructor(@Inject(CONFIG) private readonly config: Config) {}

  /** Adds under ids that say which rows are inside: a row given out again meets its own job there, and no second one is made. */
  async add(deliveries: readonly Delivery[]): Promise<void> {
    await Promise.all(
      grouped(deliveries, ({ queue }) => queue).map(([name, mine]) => {
        const jobs = grouped(mine, jobIdOf).map(([jobId, rows]) => ({ name, data: { rows: rows.map(({ id, handler }) => ({ id, handler })) }, opts: { ...jobOptions, jobId } }));
        return this.queue(name).addBulk(jobs);
      }),
    );
  }

  /** Starts working on all queues. */
  async work(run: (id: string, handler: string) => Promise<void>, concurrency = 2): Promise<void> {
    for (const name of queueNames) {
      this.workers.push(this.newWorker(name, async (job) => void (await Promise.all(job.data.rows.map(({ id, handler }) => run(id, handler)))), concurrency));
    }
    await Promise.all(this.workers.map((worker) => worker.waitUntilReady()));
  }

  async counts(): Promise<Record<string, Record<string, number>>> {
    const entries = await Promise.all(queueNames.map(async (name) => [name, await this.queue(name).getJobCounts('waiting', 'active', 'delayed', 'failed')] as const));
    return Object.fromEntries(entries);
  }

  /** Before any connection closes: a job that has begun needs its database and mail server to the end, or it is done once more. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.workers.map((worker) => worker.close()));
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([...this.queues.values()].map((queue) => queue.close()));
    this.redis?.disconnect();
    await this.pool?.end();
  }

  private queue(name: string): AnyQueue {
    const known = this.queues.get(name);
    if (known) return known;
    const queue: AnyQueue = this.config.redisUrl
      ? new Queue(name, { connection: this.redisConnection(), prefix: '{guildhall}' })
      : new (withBackend(createPostgresBackend).Queue)(name, { connection: this.postgresConnection() });
    this.queues.set(name, queue);
    return queue;
  }

  private newWorker(name: string, work: (job: { data: { rows: Rows } }) => Promise<void>, concurrency: number): AnyWorker {
    const worker = this.config.redisUrl
      ? new Worker<{ rows: Rows }, void>(name, work, { connection: this.redisConnection(), prefix: '{guildhall}', concurrency })
      : new (withBackend(createPostgresBackend).Worker)<{ rows: Rows }, void>(name, work, { connection: this.postgresConnection(), concurrency });
    // BullMQ reconnects by itself; without a listener the first lost connection would end the process
    (worker as { on(event: 'error', listener: (error: Error) => void): unknown }).on('error', (error) => this.log.warn(`queue ${name}: ${error.message}`));
    return worker;
  }

  /** One pool for all queues; each worker keeps one connection of it to listen. */
  private postgresConnection(): Pool {
    // every queue and every worker listens for its errors
    this.pool ??= new Pool({ connectionString: this.config.databaseUrl, options: `-c search_path=${queueSchema}`, max: 20 }).setMaxListeners(0).on('error', (error) =>
      this.log.warn(`queues: ${error.message}`),
    );
    return this.pool;
  }

  private redisConnection(): Redis {
    this.redis ??= new Redis(this.config.redisUrl!, { maxRetriesPerRequest: null });
    return this.redis;
  }
}

/** A function of the row alone, as long as it keeps its batch: the same neighbours share a job whenever and by whomever they are given out. */
function jobIdOf({ id, batch }: Delivery): string {
  return `outbox-${batch}-${BigInt(id) / rowsPerJob}`;
}

function grouped<T>(all: readonly T[], nameOf: (one: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const name = nameOf(one);
    const group = groups.get(name);
    if (group) group.push(one);
    else groups.set(name, [one]);
  }
  return [...groups];
}
