import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { reservePort } from './ports';
import { findPlace, makeOwned, type Place } from './postgres-place';
import { endPrevious } from './postgres-previous';
import { as, launch } from './postgres-server';
import { explain, inUse } from './postgres-trouble';
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
    const port = options.port ?? (await reservePort('PORT', '0'));
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
