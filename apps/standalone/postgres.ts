import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findPlace, makeOwned, type Place } from './postgres-place';
import { processInfo } from './process-info';
import { cannotWrite, StartError } from './start-error';

const MAJOR_VERSION = '18';

export interface PostgresOptions {
  /** The database is kept in `<dataDir>/postgres`. */
  dataDir: string;
  /** Loopback port; a free one when left out. */
  port?: number;
  /** Gets each line the server logs. Statements are never among them: they may hold sealed text. */
  log?: (line: string) => void;
  /** `false` gives up every guarantee after a power cut, for tests. */
  durable?: boolean;
}

export interface RunningPostgres {
  /** Connection of the superuser, for preparing databases only. */
  adminUrl: string;
  port: number;
  /** Settles when the server has ended, whoever ended it. */
  exited: Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts the embedded PostgreSQL on a data directory, making it first when there is none. It stops when this process
 * ends, however it ends. Throws StartError when something is in the way that a person can put right.
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const place = findPlace(options.dataDir);
  const password = openCluster(place, options);
  await endPrevious(place, options.dataDir);
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await freePort());
    const server = launch(place, port, options);
    const failure = await server.ready;
    if (!failure) return { adminUrl: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`, port, exited: server.exited, stop: () => server.stop() };
    await server.stop();
    // Workers of a server that was killed live on for a moment; a free port may be taken between finding and using it.
    const passing = /shared memory block.*still in use/s.test(failure) || (options.port === undefined && /could not bind/.test(failure));
    if (!passing || attempt === 20) throw explain(failure, port, options.dataDir);
    await sleep(250);
  }
}

/** Makes the cluster under another name first: a start that dies half-way leaves nothing that looks like a database. */
function openCluster(place: Place, { durable = true, dataDir }: PostgresOptions): string {
  const passwordFile = join(place.data, 'superuser.password');
  try {
    checkVersion(place);
    return readFileSync(passwordFile, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw cannotWrite(dataDir, error);
  }
  const password = randomBytes(24).toString('hex');
  const fresh = `${place.data}.new-${process.pid}`;
  const hand = mkdtempSync(join(tmpdir(), 'guildhall-'));
  try {
    dropAbandoned(place.data);
    makeOwned(fresh, place);
    const pwfile = join(hand, 'password');
    writeFileSync(pwfile, password, { mode: 0o600 });
    if (place.uid !== undefined) for (const path of [hand, pwfile]) chownSync(path, place.uid, place.gid ?? place.uid);
    const made = spawnSync(join(place.bin, 'initdb'), [
      '--pgdata', fresh, '--username', 'postgres', '--pwfile', pwfile, '--auth', 'scram-sha-256', '--encoding', 'UTF8',
      '--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8', ...(durable ? [] : ['--no-sync']),
    ], { ...as(place), encoding: 'utf8' });
    if (made.status !== 0) throw explain(made.stderr || String(made.error), 0, dataDir);
    // Kept inside the cluster: the two are of no use without each other.
    writeFileSync(join(fresh, basename(passwordFile)), password, { mode: 0o600 });
    renameSync(fresh, place.data);
    if (place.link) symlinkSync(place.data, place.link);
    return password;
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    throw ['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '') ? inUse(dataDir) : cannotWrite(dataDir, error);
  } finally {
    rmSync(hand, { recursive: true, force: true });
  }
}

function checkVersion(place: Place): void {
  const version = readFileSync(join(place.data, 'PG_VERSION'), 'utf8').trim();
  if (version !== MAJOR_VERSION) throw new StartError(`${place.data} was made by PostgreSQL ${version} and this is ${MAJOR_VERSION}; move it away or use the older release.`);
}

function dropAbandoned(data: string): void {
  for (const name of readdirSync(dirname(data))) {
    const pid = name.startsWith(`${basename(data)}.new-`) ? Number(name.split('-').pop()) : 0;
    if (pid > 0 && !processInfo(pid)) rmSync(join(dirname(data), name), { recursive: true, force: true });
  }
}

/**
 * Deals with the postmaster.pid of an earlier start. Every server carries the id of the process that started it in its
 * name; one whose parent is still that process belongs to somebody, any other was left behind and is stopped.
 */
async function endPrevious(place: Place, dataDir: string): Promise<void> {
  const lock = join(place.data, 'postmaster.pid');
  const pid = lockHolder(lock);
  if (!pid) return;
  const info = processInfo(pid);
  if (!info) return; // PostgreSQL itself recovers from this
  if (!info.command.includes(place.data)) {
    // The number was given to another program since; PostgreSQL would take that for a running server.
    rmSync(lock, { force: true });
    return;
  }
  if (info.command.includes(clusterName(info.parent))) throw inUse(dataDir, info.parent);
  try {
    process.kill(pid, 'SIGINT');
    if (await gone(pid, 20_000)) return;
    process.kill(pid, 'SIGQUIT');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw inUse(dataDir, pid);
  }
  if (!(await gone(pid, 10_000))) throw inUse(dataDir, pid);
}

function lockHolder(lock: string): number | undefined {
  try {
    return Number(readFileSync(lock, 'utf8').split('\n')[0]) || undefined;
  } catch {
    return undefined;
  }
}

async function gone(pid: number, milliseconds: number): Promise<boolean> {
  for (const end = Date.now() + milliseconds; Date.now() < end; await sleep(50)) if (!processInfo(pid)) return true;
  return false;
}

function launch(place: Place, port: number, { durable = true, log }: PostgresOptions) {
  const settings = {
    cluster_name: clusterName(process.pid),
    listen_addresses: '127.0.0.1', port, unix_socket_directories: '', max_connections: 200,
    timezone: 'UTC', log_timezone: 'UTC', jit: 'off',
    // Errors are not logged: the failing statement and the refused value would be.
    log_min_messages: 'log', log_min_error_statement: 'panic', log_checkpoints: 'off', logging_collector: 'off',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', wal_level: 'minimal', max_wal_senders: 0 }),
  };
  const server = spawn(join(place.bin, 'postgres'), ['-D', place.data, ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])], {
    ...as(place), stdio: ['ignore', 'ignore', 'pipe'],
    detached: true, // Ctrl-C reaches a whole terminal group; the database must outlive those who use it
  });
  let output = '';
  server.stderr.setEncoding('utf8').on('data', (text: string) => {
    output = (output + text).slice(-4000);
    for (const line of text.split('\n').filter(Boolean)) log?.(line);
  });
  const exited = new Promise<void>((done) => server.once('close', () => done()).once('error', (error) => { output += error.message; done(); }));
  const guard = guardFor(server, place);
  void exited.then(() => guard?.kill('SIGKILL'));
  return {
    exited,
    /** Undefined once connections are accepted, else what the server said before it ended. */
    ready: isReady(server, place, exited).then((ready) => (ready ? undefined : output)),
    async stop(): Promise<void> {
      const stubborn = setTimeout(() => server.kill('SIGQUIT'), 20_000);
      server.kill('SIGINT');
      await exited;
      clearTimeout(stubborn);
    },
  };
}

async function isReady(server: ChildProcess, place: Place, exited: Promise<void>): Promise<boolean> {
  let ended = server.pid === undefined;
  void exited.then(() => (ended = true));
  for (; !ended; await sleep(20)) {
    // The eighth line is the state; the first tells whether the file is this server's yet.
    const lock = await readFile(join(place.data, 'postmaster.pid'), 'utf8').catch(() => '');
    const [pid, , , , , , , state] = lock.split('\n');
    if (Number(pid) === server.pid && state?.trim() === 'ready') return true;
  }
  return false;
}

/** A shell that waits for the end of its input, which comes when this process dies in any way, and then stops the server. */
function guardFor(server: ChildProcess, place: Place): ChildProcess | undefined {
  if (process.platform === 'win32' || server.pid === undefined) return undefined;
  const guard = spawn('/bin/sh', ['-c', 'read line; kill -INT "$1" 2>/dev/null', 'guard', String(server.pid)], { ...as(place), stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  guard.on('error', () => undefined).unref();
  (guard.stdin as Socket).unref();
  return guard;
}

const as = ({ uid, gid }: Place) => ({ uid, gid, cwd: '/', env: { PATH: process.env.PATH, TZ: 'UTC', LC_ALL: 'C' } });
const clusterName = (pid: number) => `guildhall-of-${pid}-`;

function inUse(dataDir: string, holder?: number): StartError {
  return new StartError(`The data directory ${dataDir} is in use by another Guildhall${holder ? ` (process ${holder})` : ''}; stop it or set another DATA_DIR.`);
}

function explain(output: string, port: number, dataDir: string): Error {
  if (/could not bind/.test(output)) return new StartError(`Port ${port} for the database is in use; stop what uses it or choose another.`);
  if (/lock file .* already exists|shared memory block.*still in use/s.test(output)) return inUse(dataDir);
  const library = /loading shared libraries: (\S+):/.exec(output) ?? /Library not loaded: (\S+)/.exec(output);
  if (library) return new StartError(`PostgreSQL needs the system library ${library[1]}, which is missing; install it or set DATABASE_URL to a server of your own.`);
  if (/No space left/.test(output)) return new StartError(`The disk that holds ${dataDir} is full.`);
  return new StartError(`PostgreSQL did not start: ${output.trim().split('\n').slice(-3).join(' ') || 'it gave no reason'}`);
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done, fail) => probe.once('error', fail).listen(0, '127.0.0.1', done));
  const { port } = probe.address() as AddressInfo;
  await new Promise((done) => probe.close(done));
  return port;
}
