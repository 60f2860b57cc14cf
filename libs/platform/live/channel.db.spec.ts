import { setTimeout as sleep } from 'node:timers/promises';
import { Client, Pool } from 'pg';
import { testDatabase, type TestDatabase } from '../../../test/support/postgres';
import { hasRedis, startRedis, type TestRedis } from '../../../test/support/redis';
import { channelName, type LiveChannel } from './channel';
import { PostgresChannel } from './postgres-channel';
import { RedisChannel } from './redis-channel';

if (!hasRedis) console.warn('skipped: live updates on Redis, since there is no redis-server here');

describe.each(hasRedis ? ['PostgreSQL', 'Redis'] : ['PostgreSQL'])('a channel on %s', (backend) => {
  let database: TestDatabase;
  let redis: TestRedis | undefined;
  let pool: Pool;
  const channels: LiveChannel[] = [];

  beforeAll(async () => {
    database = await testDatabase();
    redis = backend === 'Redis' ? await startRedis() : undefined;
    pool = new Pool({ connectionString: database.databaseUrl });
  });
  afterEach(() => Promise.all(channels.splice(0).map((channel) => channel.close())));
  afterAll(async () => {
    await pool?.end();
    await redis?.stop();
    await database?.drop();
  });

  function aChannel(): LiveChannel {
    const channel = redis ? new RedisChannel(redis.url) : new PostgresChannel(() => pool, database.databaseUrl);
    channels.push(channel);
    return channel;
  }

  async function listener(): Promise<string[]> {
    const heard: string[] = [];
    await aChannel().listen((message) => heard.push(message));
    return heard;
  }

  async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
    for (const stop = Date.now() + 20_000; !(await isSo()); await sleep(20)) if (Date.now() > stop) throw new Error('it did not come');
  }

  it('carries every message to all who listen, in order and as it is', async () => {
    const [first, second] = [await listener(), await listener()];
    const messages = ['a', `{"text":"it's ünïcode"}`, 'x'.repeat(7900)];
    const sender = aChannel();
    for (const message of messages) await sender.publish(message);
    await until(() => first.length === 3 && second.length === 3);
    expect([first, second]).toEqual([messages, messages]);
  });

  it('keeps nothing for who listens later', async () => {
    const sender = aChannel();
    await sender.publish('before');
    const heard = await listener();
    await sender.publish('after');
    await until(() => heard.length > 0);
    expect(heard).toEqual(['after']);
  });

  it('hears again after its connection was lost', async () => {
    const heard = await listener();
    expect(await loseConnections()).toBe(1);
    const sender = aChannel();
    await until(async () => (await sender.publish('back'), heard.length > 0));
    expect(new Set(heard)).toEqual(new Set(['back']));
  });

  it('ends while it cannot connect', async () => {
    const channel = redis ? new RedisChannel('redis://127.0.0.1:1') : new PostgresChannel(() => pool, 'postgres://nobody@127.0.0.1:1/none');
    const outcome = channel.listen(() => undefined).catch(() => 'never heard');
    await sleep(100);
    await channel.close();
    expect(await Promise.race([outcome, sleep(100, 'never heard')])).toBe('never heard');
  });

  /** As a restart of the server or a network would; answers how many connections listened. */
  async function loseConnections(): Promise<number> {
    if (redis) {
      const [, count] = (await redis.client.pubsub('NUMSUB', channelName)) as [string, number];
      await redis.client.call('CLIENT', 'KILL', 'TYPE', 'pubsub');
      return count;
    }
    const owner = new Client(database.databaseUrl);
    await owner.connect();
    const { rowCount } = await owner.query(`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'guildhall live'`);
    await owner.end();
    return rowCount!;
  }
});
