import { NestFactory } from '@nestjs/core';
import { randomUUID } from 'node:crypto';
import { Client, Pool } from 'pg';
import { systemActor } from '@app/kernel';
import { challengeCompleted } from '@app/challenges';
import { Db, readConfig, Relay, Runner } from '@app/platform';
import { WorkerModule } from '../apps/worker/worker.module';
import type { Ground } from './ground';
import { compare, type Row } from './table';

const people = 10_000;
const atOnce = 100;
const concurrency = 8;

/** From an event to the inboxes of all it concerns, each with its place in a digest, against the same rows written in the same portions and nothing else. */
export async function benchNotifications(ground: Ground): Promise<Row[]> {
  const owner = new Client(ground.migrationUrl);
  await owner.connect();
  const app = await NestFactory.createApplicationContext(WorkerModule.with(readConfig(ground.env)), { logger: ['error'] });
  const pool = new Pool({ connectionString: ground.databaseUrl, max: concurrency });
  try {
    const ids = await aCrowd(owner);
    const { ours, bare: limit, ratio } = await compare(() => fanOut(app.get(Db), app.get(Relay), app.get(Runner), owner), () => bare(pool, owner, ids));
    return [{ what: 'notification fan-out', ratio, note: `${ours.toFixed(0)} against ${limit.toFixed(0)} people/s of bare inserts of the same rows` }];
  } finally {
    await pool.end();
    await app.close();
    await owner.end();
  }
}

/** Managers of one organisation, who are told of what becomes of its challenges. */
async function aCrowd(owner: Client): Promise<string[]> {
  await owner.query(`
    insert into person (id, email, name, country, locale, state, email_verified_at, created_at, version)
      select gen_random_uuid(), 'bench' || n || '@example.org', 'Bench', 'NL', 'en', 'active', now(), now(), 1 from generate_series(1, ${people}) n;
    insert into organisation (id, slug, kind, name, country, state, created_at, version) values (gen_random_uuid(), 'bench-crowd', 'smb', 'Crowd', 'NL', 'active', now(), 1);
    insert into member (id, organisation_id, person_id, roles, joined_at, version)
      select gen_random_uuid(), o.id, p.id, '{manager}', now(), 1 from organisation o, person p where o.slug = 'bench-crowd' and p.name = 'Bench';
    analyze person; analyze member`);
  return (await owner.query<{ id: string }>(`select id from person where name = 'Bench' order by id`)).rows.map(({ id }) => id);
}

async function fanOut(db: Db, relay: Relay, runner: Runner, owner: Client): Promise<number> {
  await clean(owner);
  const challengeId = randomUUID();
  await owner.query(
    `insert into challenge (id, slug, sponsor_id, kind, entry, visibility, state, title, brief, topics, bounty, bounty_total, funded, decision_rule, pass_mark, judging_days, judge_roles, eligibility, created_at, edited_at, version)
     select $1, $2, id, 'prize', 'open', 'public', 'draft', 'Bench', '{}', '{}', 'none', 0, 0, 'by_ranking', 50, 14, '{independent}', '{}', now(), now(), 1 from organisation where slug = 'bench-crowd'`,
    [challengeId, challengeId],
  );
  const began = performance.now();
  await db.change(systemActor('bench'), async (tx) => tx.emit(challengeCompleted, { challengeId }));
  const inbox = async () => Number((await owner.query<{ n: string }>('select count(*) as n from inbox_item')).rows[0]!.n);
  while ((await inbox()) < people) {
    const rows = (await relay.take()).filter(({ handler }) => handler.startsWith('Telling.') || handler === 'notifications.deliver');
    await side(rows, ({ id, handler }) => runner.run(id, handler));
  }
  return people / ((performance.now() - began) / 1000);
}

async function bare(pool: Pool, owner: Client, ids: readonly string[]): Promise<number> {
  await clean(owner);
  const notification = randomUUID();
  await owner.query(`insert into notification (id, kind, subject_id, facts, path, created_at) values ($1, 'challenge_completed', $1, '{}', '/bench', now())`, [notification]);
  const portions = Array.from({ length: ids.length / atOnce }, (_, at) => ids.slice(at * atOnce, (at + 1) * atOnce));
  const began = performance.now();
  await side(portions, (portion) => write(pool, notification, portion));
  return ids.length / ((performance.now() - began) / 1000);
}

async function write(pool: Pool, notification: string, portion: readonly string[]): Promise<void> {
  const digests = portion.map(() => randomUUID());
  const client = await pool.connect();
  await client.query('begin');
  await client.query({ name: 'digests', text: 'insert into digest (id, person_id, due_at) select * from unnest($1::uuid[], $2::uuid[], array_fill(now(), array[$3::int]))', values: [digests, portion, portion.length] });
  await client.query({
    name: 'items',
    text: `insert into inbox_item (notification_id, person_id, kind, mail, digest_id, created_at) select $1, person, 'challenge_completed', 'digest', digest, now() from unnest($2::uuid[], $3::uuid[]) as r(person, digest)`,
    values: [notification, portion, digests],
  });
  await client.query('commit');
  client.release();
}

/** Some side by side, as workers do. */
async function side<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const left = [...all];
  await Promise.all(Array.from({ length: concurrency }, async () => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) await work(one);
  }));
}

async function clean(owner: Client): Promise<void> {
  await owner.query('truncate inbox_item, digest, notification, outbox');
}
