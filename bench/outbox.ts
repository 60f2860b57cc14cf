import { Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { createPostgresBackend, withBackend } from 'bullmq';
import { Client, Pool } from 'pg';
import { anonymous, defineJob } from '@app/kernel';
import { Db, Does, PlatformModule, queueSchema, readConfig, type Tx, WorkLoop } from '@app/platform';
import type { Ground } from './ground';
import type { Row } from './table';

const messages = 4000;
const concurrency = 8;
const note = defineJob<{ n: number }>('bench.note', 'general');
const { Queue, Worker } = withBackend(createPostgresBackend);

@Injectable()
class Notes {
  @Does(note)
  async note({ n }: { n: number }, tx: Tx): Promise<void> {
    await tx.query('insert into bench_note (n) values ($1)', [n]);
  }
}

@Module({ providers: [Notes] })
class NotesModule {}

/** From a committed outbox to handlers that write one row, against bare BullMQ on the same backend whose handler writes the same row. */
export async function benchOutbox(ground: Ground): Promise<Row[]> {
  const owner = new Client(ground.migrationUrl);
  await owner.connect();
  await owner.query('create table bench_note (n int); grant all on bench_note to guildhall_app');
  const done = async () => Number((await owner.query<{ n: string }>('select count(*) as n from bench_note')).rows[0]!.n);
  try {
    const bare = await bareQueue(ground.databaseUrl, done);
    await owner.query('truncate bench_note');
    const ours = await outbox(ground, done);
    return [{ what: 'outbox to handler', bar: 0.8, ratio: ours / bare, note: `${ours.toFixed(0)} against ${bare.toFixed(0)} messages/s of bare BullMQ on PostgreSQL` }];
  } finally {
    await owner.end();
  }
}

async function bareQueue(databaseUrl: string, done: () => Promise<number>): Promise<number> {
  const pool = new Pool({ connectionString: databaseUrl, max: concurrency });
  const connection = new Pool({ connectionString: databaseUrl, options: `-c search_path=${queueSchema}`, max: 20 });
  const queue = new Queue('general', { connection });
  const began = performance.now();
  const jobs = Array.from({ length: messages }, (_, n) => ({ name: 'bench.note', data: { n }, opts: { removeOnComplete: true, jobId: `bare-${n}` } }));
  for (let from = 0; from < messages; from += 1000) await queue.addBulk(jobs.slice(from, from + 1000));
  const worker = new Worker<{ n: number }, void>('general', async ({ data: { n } }) => void (await pool.query('insert into bench_note (n) values ($1)', [n])), { connection, concurrency });
  await until(done);
  const perSecond = messages / ((performance.now() - began) / 1000);
  await worker.close();
  await queue.close();
  await connection.end();
  await pool.end();
  return perSecond;
}

async function outbox(ground: Ground, done: () => Promise<number>): Promise<number> {
  const app = await NestFactory.createApplicationContext({ module: NotesModule, imports: [PlatformModule.with(readConfig(ground.env))] }, { logger: ['error'] });
  for (let from = 0; from < messages; from += 1000) {
    await app.get(Db).change(anonymous, async (tx) => {
      for (let n = from; n < from + 1000; n++) tx.enqueue(note, { n });
    });
  }
  const began = performance.now();
  await app.get(WorkLoop).start();
  await until(done);
  const perSecond = messages / ((performance.now() - began) / 1000);
  await app.close();
  return perSecond;
}

async function until(done: () => Promise<number>): Promise<void> {
  for (const stop = Date.now() + 120_000; (await done()) < messages; ) {
    if (Date.now() > stop) throw new Error('not all messages were handled within two minutes');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
