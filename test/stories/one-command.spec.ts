import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseEnv } from 'node:util';
import { withClient } from '../../apps/standalone/database';

const main = resolve('dist/apps/standalone/main.js');

/** What `npm start` runs once everything is built, as a whole: real processes on a data directory of their own. */
describe('the one command', () => {
  let dataDir: string;
  const running: (() => void)[] = [];

  beforeAll(() => {
    if (!existsSync(main)) throw new Error('Nothing is built: run `npm run build:server` first.');
    dataDir = mkdtempSync(join(tmpdir(), 'guildhall-one-'));
  });
  afterAll(() => {
    for (const kill of running) kill();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const environment = { PATH: process.env.PATH, HOME: process.env.HOME, PORT: '0', SANDBOX_PORT: '0', MAIL_WEB_PORT: '0', PASSWORD_COST: '10' };
  const settings = () => parseEnv(readFileSync(join(dataDir, 'settings.env'), 'utf8')) as Record<string, string>;
  /** One that nobody has taken note of yet (Z) has ended too. */
  const ended = (pid: number) => /^(?:Z|$)/.test(spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim());

  /** Those that do not end within a moment: the shell that watches over the database is told last. */
  async function left(parts: number[]): Promise<number[]> {
    for (const stop = Date.now() + 3_000; Date.now() < stop && !parts.every(ended); ) await sleep(50);
    return parts.filter((pid) => !ended(pid));
  }

  async function start(env: NodeJS.ProcessEnv = {}) {
    const child = spawn(process.execPath, [main, '--without', 'seed'], { env: { ...environment, DATA_DIR: dataDir, ...env } });
    running.push(() => child.kill('SIGKILL'));
    let output = '';
    const exited = new Promise<number | null>((done) => child.once('close', done));
    const ready = new Promise<boolean>((done) => {
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()).includes('Ctrl-C stops everything.') && done(true));
      void exited.then(() => done(false));
    });
    const isReady = await ready;
    const parts = isReady ? execFileSync('ps', ['-o', 'pid=', '--ppid', String(child.pid)], { encoding: 'utf8' }).trim().split(/\s+/).map(Number) : [];
    return { isReady, output: () => output, parts, exited, interrupt: () => child.kill('SIGINT') };
  }

  it('starts everything, ends all of it when it is interrupted, and goes on where it was', async () => {
    const first = await start();
    expect([first.isReady, first.output()]).toEqual([true, expect.stringContaining('Guildhall runs in mode demo')]);
    // the database and its guard, the api and the worker
    expect(first.parts.length).toBeGreaterThanOrEqual(3);
    const { PUBLIC_URL, DATABASE_MIGRATION_URL } = settings();
    expect((await fetch(`${PUBLIC_URL}/health/ready`)).status).toBe(200);
    expect(await (await fetch(`${PUBLIC_URL}/metrics`)).text()).toMatch(/^guildhall_process_cpu_seconds_total \d/m);
    await withClient(DATABASE_MIGRATION_URL!, (client) => client.query(`create table kept as select 'this' as word`));

    first.interrupt();
    expect(await first.exited).toBe(0);
    expect(await left(first.parts)).toEqual([]);
    await expect(fetch(`${PUBLIC_URL}/health/live`)).rejects.toThrow();

    const second = await start();
    expect(second.isReady).toBe(true);
    const again = settings();
    expect(await withClient(again.DATABASE_MIGRATION_URL!, async (client) => (await client.query('select word from kept')).rows as unknown[])).toEqual([{ word: 'this' }]);
    second.interrupt();
    expect([await second.exited, await left(second.parts)]).toEqual([0, []]);
  }, 180_000);

  it('refuses data of another mode in one sentence', async () => {
    const other = await start({ MODE: 'test' });
    expect([other.isReady, await other.exited, other.output().trim()]).toEqual([false, 1, 'The database belongs to mode demo, not to test.']);
  }, 180_000);
});
