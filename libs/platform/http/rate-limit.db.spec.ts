import fastify, { type FastifyInstance } from 'fastify';
import type { INestApplicationContext } from '@nestjs/common';
import { testDatabase, type TestDatabase } from '../../../test/support/postgres';
import { Db } from '../db/db';
import { startPlatform, testConfig } from '../testing/test-platform';
import { toProblem } from './problem.filter';
import { addRateLimits } from './rate-limit';

describe('rate limits of two processes over one database', () => {
  let database: TestDatabase;
  let platform: INestApplicationContext;
  let servers: FastifyInstance[];

  beforeAll(async () => {
    database = await testDatabase();
    const config = testConfig(database.databaseUrl, { PORTAL_SECRET: 'between loaders and api' });
    platform = await startPlatform(config);
    servers = await Promise.all(
      [1, 2].map(async () => {
        const server = fastify();
        await addRateLimits(server, platform.get(Db), config);
        server.setErrorHandler((error, _request, reply) => {
          const { status, code } = toProblem(error);
          void reply.status(status).send({ code });
        });
        server.post('/strict', { config: { rateLimit: { max: 6 } } }, async () => 'ok');
        server.get('/list', async () => 'ok');
        await server.ready();
        return server;
      }),
    );
  });

  afterAll(async () => {
    await Promise.all(servers.map((server) => server.close()));
    await platform?.close();
    await database?.drop();
  });

  const ask = (n: number, method: 'GET' | 'POST', url: string, headers: Record<string, string> = {}) => servers[n % 2]!.inject({ method, url, headers });

  it('a strict route counts in the database: the seventh is refused, whoever asks which process', async () => {
    const statuses: number[] = [];
    for (let n = 0; n < 8; n++) statuses.push((await ask(n, 'POST', '/strict')).statusCode);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 429, 429]);
    const refused = await ask(0, 'POST', '/strict');
    expect(refused.json()).toEqual({ code: 'request_too_many' });
    expect(refused.headers).toMatchObject({ 'ratelimit-limit': '6', 'ratelimit-remaining': '0', 'retry-after': expect.stringMatching(/^\d+$/) });
  });

  it('ordinary routes learn of each other four times a second', async () => {
    for (let n = 0; n < 10; n++) await ask(0, 'GET', '/list');
    await new Promise((resolve) => setTimeout(resolve, 700));
    await ask(1, 'GET', '/list');
    await new Promise((resolve) => setTimeout(resolve, 700));
    const seen = await ask(1, 'GET', '/list');
    expect(Number(seen.headers['ratelimit-limit']) - Number(seen.headers['ratelimit-remaining'])).toBe(12);
  });

  it('counts the visitor, not the portal, and believes only who knows the secret', async () => {
    const remaining = async (headers: Record<string, string>) => Number((await ask(0, 'GET', '/list', headers)).headers['ratelimit-remaining']);
    const visitor = { 'x-guildhall-visitor': '203.0.113.9', 'x-guildhall-portal': 'between loaders and api' };
    expect(await remaining(visitor)).toBe(1199);
    expect(await remaining(visitor)).toBe(1198);
    expect(await remaining({ ...visitor, 'x-guildhall-portal': 'guessed' })).toBeLessThan(1190);
  });
});
