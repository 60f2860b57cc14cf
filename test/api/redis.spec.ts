import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { CONFIG, type Config } from '@app/platform';
import { createApi } from '../../apps/api/http';
import { aConversation, say, type TestConversation } from '../../libs/threads/testing';
import type { Agent } from '../support/agent';
import { startTestApp, type TestApp } from '../support/app';
import { hasRedis, startRedis, type TestRedis } from '../support/redis';

if (!hasRedis) console.warn('skipped: two processes with REDIS_URL, since there is no redis-server here');

/** Two processes over one database and one Redis: what is said at one is heard at the other. */
(hasRedis ? describe : describe.skip)('with REDIS_URL', () => {
  let redis: TestRedis;
  let app: TestApp;
  let other: NestFastifyApplication;
  let talk: TestConversation;
  const gone = new AbortController();

  beforeAll(async () => {
    redis = await startRedis();
    app = await startTestApp({ REDIS_URL: redis.url });
    other = await createApi(app.app.get<Config>(CONFIG), { portal: false });
    await other.listen(0, '127.0.0.1');
    talk = await aConversation(app);
  });
  afterAll(async () => {
    gone.abort();
    await other?.close();
    await app?.close();
    await redis?.stop();
  });

  /** What a stream of the other process has written so far, once it is ready. */
  async function follow({ agent }: { agent: Agent }, path: string): Promise<() => string> {
    const { port } = other.getHttpServer().address() as { port: number };
    const cookie = [...agent.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    let text = '';
    const call = request({ port, path, headers: { cookie }, signal: gone.signal }, (answer) => answer.setEncoding('utf8').on('data', (part: string) => (text += part)).on('error', () => undefined));
    call.on('error', () => undefined).end();
    await until(() => text.includes('event: ready'));
    return () => text;
  }

  async function until(isSo: () => boolean): Promise<void> {
    for (const stop = Date.now() + 10_000; !isSo(); await sleep(20)) if (Date.now() > stop) throw new Error('it did not come');
  }

  it('a message posted at one process arrives at the other, and so does the hint that there is one, both over Redis', async () => {
    const { sponsor: { owner }, solver, thread } = talk;
    const [conversation, everything] = [await follow(owner, `/api/v1/threads/${thread.publicId}/live`), await follow(owner, '/api/v1/me/live')];
    await say(solver, thread, 'Do you hear me?');
    await app.drain();
    await until(() => conversation().includes('Do you hear me?') && everything().includes(thread.publicId));
    expect(everything()).toContain(`event: hint\ndata: {"type":"thread","id":"${thread.publicId}"}`);
    expect(everything()).not.toContain('Do you hear me?');
    const [, listening] = (await redis.client.pubsub('NUMSUB', 'guildhall_live')) as [string, number];
    expect([listening, await app.db.query(`select from pg_stat_activity where datname = current_database() and application_name = 'guildhall live'`)]).toEqual([1, []]);
  });
});
