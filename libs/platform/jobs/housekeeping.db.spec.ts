import type { INestApplicationContext } from '@nestjs/common';
import { testDatabase, type TestDatabase } from '../../../test/support/postgres';
import { Db } from '../db/db';
import { startPlatform, testConfig } from '../testing/test-platform';
import { eachDue } from './each-due';
import { Tick } from './tick';

describe('what the tick does by itself', () => {
  let database: TestDatabase;
  let context: INestApplicationContext;
  let db: Db;

  beforeAll(async () => {
    database = await testDatabase();
    context = await startPlatform(testConfig(database.databaseUrl));
    db = context.get(Db);
  });
  afterAll(async () => {
    await context?.close();
    await database?.drop();
  });

  it('forgets kept answers after a week, and counts of visitors an hour after they ran out', async () => {
    await db.query(`insert into idempotency_key (owner, key, fingerprint, created_at) select 'o', age, '', now() - age::interval from unnest(array['8 days', '6 days']) as a(age)`);
    await db.query(`insert into rate_limit select age, 1, now() - age::interval from unnest(array['2 hours', '1 minute', '-1 minute']) as a(age)`);
    await context.get(Tick).run();
    expect(await db.query('select key from idempotency_key')).toEqual([{ key: '6 days' }]);
    expect(await db.query('select bucket from rate_limit order by bucket')).toEqual([{ bucket: '-1 minute' }, { bucket: '1 minute' }]);
  });

  it('does what fell due one by one: what fails stops nobody else, and nothing of it is kept', async () => {
    const done = await eachDue(db, 'spec', `select id from unnest(array['a', 'b', 'c']) id`, 3, async (tx, { id }) => {
      await tx.query(`insert into rate_limit values ($1, 1, now())`, [id]);
      if (id === 'a') throw new Error('poison');
      return id === 'c';
    });
    expect(done).toBe(1);
    expect(await db.query(`select bucket from rate_limit where bucket in ('a', 'b', 'c') order by bucket`)).toEqual([{ bucket: 'b' }, { bucket: 'c' }]);
  });
});
