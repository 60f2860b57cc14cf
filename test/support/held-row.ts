import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import type { TestApp } from './app';

export interface HeldChallenge {
  /** Resolves when so many wait for a lock. */
  waiting(count: number): Promise<void>;
  letGo(): Promise<void>;
}

/** Locks a challenge as a change would, so that others come to wait for it in an order that a test decides. */
export async function holdChallenge({ database }: TestApp, id: string): Promise<HeldChallenge> {
  const holder = new Client(database.superuserUrl);
  await holder.connect();
  await holder.query('begin');
  await holder.query('select from challenge where id = $1 for update', [id]);
  return {
    async waiting(count) {
      while ((await holder.query(`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)).rowCount! < count) await sleep(20);
    },
    async letGo() {
      await holder.query('commit');
      await holder.end();
    },
  };
}
