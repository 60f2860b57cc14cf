import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseEnv } from 'node:util';
import { withClient } from '../../apps/standalone/database';

const main = resolve('dist/apps/standalone/main.js');

/** How much of everything there is to see. */
const demoCounts = `
  select (select count(*) from challenge)::int as challenges, (select count(distinct topic) from challenge, unnest(topics) as topic)::int as topics,
    (select count(*) from organisation)::int as organisations, (select count(distinct country) from organisation)::int as countries, (select count(distinct kind) from organisation)::int as kinds,
    (select count(*) from person)::int as people, (select count(*) from question)::int as questions, (select count(*) from message)::int as messages,
    (select count(*) from submission where versions > 0)::int as submissions, (select count(*) from scorecard)::int as scorecards, (select count(*) from agreement where state = 'in_force')::int as agreements,
    (select count(*) from payout where state = 'sent')::int as payouts, (select count(*) from organisation where verified_at is not null)::int as verified, (select count(*) from unit)::int as units`;

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

  async function start(env: NodeJS.ProcessEnv = {}, flags = ['--without', 'seed']) {
    const child = spawn(process.execPath, [main, ...flags], { env: { ...environment, DATA_DIR: dataDir, ...env } });
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
    const printed = [...first.output().matchAll(/^ {2}(\S.*?) {2,}(http\S+)$/gm)].map(([, name, address]) => [name, address] as const);
    expect(printed.map(([name]) => name)).toEqual(['Portal', 'API documentation', 'Mail inbox', 'Payments sandbox']);
    expect(await Promise.all(printed.map(async ([, address]) => (await fetch(address!, { headers: { accept: 'text/html' } })).status))).toEqual([200, 200, 200, 200]);
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

  it('fills in demo data: everybody printed signs in, challenges stand in every state, and the books are right', async () => {
    const demo = await start({ DATA_DIR: join(dataDir, 'demo') }, []);
    expect([demo.isReady, demo.output()]).toEqual([true, expect.stringContaining('the password of each is: ')]);
    const env = parseEnv(readFileSync(join(dataDir, 'demo', 'settings.env'), 'utf8')) as Record<string, string>;
    const password = /the password of each is: (.+)/.exec(demo.output())![1]!;
    const addresses = [...demo.output().matchAll(/^ {2}(\S+@\S+) /gm)].map(([, email]) => email!);
    expect(addresses.length).toBeGreaterThan(29);
    // one after the other: so many at once from one address would be too many
    for (const email of [addresses[0]!, addresses[1]!, addresses.at(-1)!]) {
      const answer = await fetch(`${env.PUBLIC_URL}/api/v1/sessions`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email, password }) });
      expect([email, answer.status]).toEqual([email, 201]);
    }
    const count = (sql: string) => withClient(env.DATABASE_MIGRATION_URL!, async (client) => (await client.query<{ n: unknown }>(sql)).rows.map(({ n }) => n));
    expect(await count('select email::text as n from person order by 1')).toEqual(addresses.sort());
    expect(await count('select distinct state as n from challenge order by 1')).toEqual(['approved', 'cancelled', 'completed', 'decided', 'draft', 'in_review', 'open', 'scheduled']);
    const [much] = await withClient(env.DATABASE_MIGRATION_URL!, async (client) => (await client.query<Record<string, number>>(demoCounts)).rows);
    const least = { challenges: 25, topics: 8, countries: 6, kinds: 9, organisations: 12, people: 30, questions: 1, messages: 1, submissions: 1, scorecards: 1, agreements: 1, payouts: 1, verified: 8, units: 2 };
    expect(Object.keys(much!).sort()).toEqual(Object.keys(least).sort());
    expect(Object.entries(least).filter(([what, number]) => much![what]! < number).map(([what]) => `${what}: ${much![what]}`)).toEqual([]);
    expect(await count('select state as n from report order by 1')).toEqual(['decided', 'open']);
    expect(await count('select clock_shift::text as n from platform')).toEqual(['00:00:00']);
    const { status, stdout } = spawnSync(process.execPath, [resolve('dist/apps/cli/main.js'), 'check'], { env: { ...environment, ...env }, encoding: 'utf8' });
    expect([status, stdout.match(/BROKEN.*/g)]).toEqual([0, null]);
    demo.interrupt();
    expect([await demo.exited, await left(demo.parts)]).toEqual([0, []]);
  }, 240_000);

  it('refuses data of another mode in one sentence', async () => {
    const other = await start({ MODE: 'test' });
    expect([other.isReady, await other.exited, other.output().trim()]).toEqual([false, 1, 'The database belongs to mode demo, not to test.']);
  }, 180_000);

  describe('what keeps it from starting is one sentence and a status of 1', () => {
    const held = createServer();
    const occupied = join(tmpdir(), `guildhall-one-file-${process.pid}`);
    beforeAll(async () => {
      writeFileSync(occupied, '');
      await new Promise<void>((done) => held.listen(0, '127.0.0.1', done));
    });
    afterAll(() => {
      held.close();
      rmSync(occupied);
    });
    const port = () => String((held.address() as AddressInfo).port);
    const version = () => join(dataDir, 'postgres', 'PG_VERSION');
    const withVersion = async (number: string, work: () => Promise<void>) => {
      const own = readFileSync(version());
      writeFileSync(version(), number);
      await work().finally(() => writeFileSync(version(), own));
    };
    const refuses = async (env: NodeJS.ProcessEnv, sentence: RegExp) => {
      const other = await start(env);
      expect([other.isReady, await other.exited, other.output().trim()]).toEqual([false, 1, expect.stringMatching(sentence)]);
    };

    it('a port in use', () => refuses({ PORT: port() }, /^[^\n]*Port \d+[^\n]*in use[^\n]*$/), 180_000);
    it('a place nothing can be written to', () => refuses({ DATA_DIR: join(occupied, 'data') }, /^[^\n]*guildhall-one-file-[^\n]*$/), 60_000);
    it('data of another PostgreSQL', () => withVersion('17\n', () => refuses({}, /^[^\n]*17[^\n]*$/)), 60_000);
  });
});
