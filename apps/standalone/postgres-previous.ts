import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Place } from './postgres-place';
import { clusterName } from './postgres-server';
import { inUse } from './postgres-trouble';
import { processInfo } from './process-info';

/**
 * Deals with the postmaster.pid of an earlier start. Every server carries the id of the process that started it in its
 * name; one whose parent is still that process belongs to somebody, any other was left behind and is stopped.
 */
export async function endPrevious(place: Place, dataDir: string): Promise<void> {
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
