import { request as httpRequest } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { aPerson } from '../../libs/identity/testing';
import { startTestApp, type TestApp } from '../support/app';

/** What passes by itself is a 503 that says when to come back, and nobody takes all of a process. */
describe('overload and outages', () => {
  let app: TestApp;

  beforeEach(async () => {
    app = await startTestApp({ RATE_LIMITS: 'on' });
  });
  afterEach(() => app?.close());

  const unavailable = { status: 503, retryAfter: '5', type: 'application/problem+json; charset=utf-8', code: 'request_unavailable' };
  const ask = async (path = '/api/v1/challenges') => {
    const response = await fetch(app.url + path);
    const { code } = (await response.json()) as { code?: string };
    return { status: response.status, retryAfter: response.headers.get('retry-after'), type: response.headers.get('content-type'), code };
  };

  it('whoever gets no connection to the database in time is told to come back', async () => {
    const { pool } = app.db;
    expect(pool.options).toMatchObject({ max: 20, connectionTimeoutMillis: 10_000 });
    const taken = await Promise.all(Array.from({ length: 20 }, () => pool.connect()));
    pool.options.connectionTimeoutMillis = 100;
    const answer = await ask();
    for (const client of taken) client.release();
    pool.options.connectionTimeoutMillis = 10_000;
    expect(answer).toEqual(unavailable);
    expect(await ask()).toMatchObject({ status: 200, retryAfter: null });
  });

  it('a connection that is ended in the middle is an outage, and the next request has a new one', async () => {
    const admin = await app.db.pool.connect();
    const answers = Promise.all(Array.from({ length: 6 }, () => ask()));
    await admin.query(`select pg_terminate_backend(pid) from pg_stat_activity where usename = current_user and datname = current_database() and pid <> pg_backend_pid()`);
    admin.release();
    for (const answer of await answers) if (answer.status !== 200) expect(answer).toEqual(unavailable);
    expect(await ask()).toMatchObject({ status: 200 });
  });

  it('one session may have 32 requests under way, and others are answered meanwhile', async () => {
    const { agent } = await aPerson(app);
    const cookie = [...agent.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const { port } = new URL(app.url);
    // their bodies never come
    const statuses: (number | undefined)[] = [];
    const waiting = Array.from({ length: 40 }, () => {
      const call = httpRequest({ host: '127.0.0.1', port, method: 'POST', path: '/api/v1/organisations', headers: { cookie, 'content-type': 'application/json', 'content-length': 10 } });
      call.on('error', () => undefined).on('response', (response) => statuses.push(response.resume().statusCode)).flushHeaders();
      return call;
    });
    const ours = () => fetch(`${app.url}/api/v1/me`, { headers: { cookie } });
    try {
      await until(() => statuses.length === 8);
      expect(new Set(statuses)).toEqual(new Set([429]));
      const refused = await ours();
      expect([refused.status, refused.headers.get('retry-after'), ((await refused.json()) as { code: string }).code]).toEqual([429, '1', 'request_too_many']);
      expect((await ask()).status).toBe(200);
    } finally {
      for (const call of waiting) call.destroy();
    }
    await until(async () => (await ours()).status === 200);
  });
});

async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  for (const stop = Date.now() + 10_000; !(await isTrue()); await sleep(20)) if (Date.now() > stop) throw new Error('It did not happen within 10 s.');
}
