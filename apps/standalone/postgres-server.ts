import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Place } from './postgres-place';

/** How the programs of PostgreSQL are run: as their user, with nothing of this process's environment. */
export const as = ({ uid, gid }: Place) => ({ uid, gid, cwd: '/', env: { PATH: process.env.PATH, TZ: 'UTC', LC_ALL: 'C' } });

/** The process that starts a server is part of the server's name, for whoever finds it later. */
export const clusterName = (pid: number) => `guildhall-of-${pid}-`;

/** Starts the server on a cluster that exists; it may still fail (`ready`). */
export function launch(place: Place, port: number, { durable = true, log }: { durable?: boolean; log?: (line: string) => void }) {
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
