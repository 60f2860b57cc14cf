import { spawn, spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { freePort } from './free-port';

export interface TestRedis {
  url: string;
  client: Redis;
  stop(): Promise<void>;
}

/** Not from npm: what needs it says `skipped` where the machine has none. */
export const hasRedis = spawnSync('redis-server', ['--version']).status === 0;

/** A server of its own on a free loopback port, which keeps nothing. */
export async function startRedis(): Promise<TestRedis> {
  const port = await freePort();
  const server = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], { stdio: 'ignore', cwd: '/' });
  const ended = new Promise<void>((done) => server.once('close', () => done()));
  const url = `redis://127.0.0.1:${port}`;
  const client = new Redis(url, { retryStrategy: () => 50, maxRetriesPerRequest: null });
  client.on('error', () => undefined);
  for (const stop = Date.now() + 20_000; client.status !== 'ready'; await sleep(20)) if (Date.now() > stop) throw new Error('redis-server did not start.');
  return {
    url,
    client,
    async stop() {
      client.disconnect();
      server.kill('SIGTERM');
      await ended;
    },
  };
}
