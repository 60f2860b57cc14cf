import { Logger } from '@nestjs/common';
import { systemActor } from '@app/kernel';
import type { Db } from '../db/db';
import type { Tx } from '../db/tx';

/**
 * Each row that fell due in a change of its own: one that fails is logged and does not stop the others. `due` selects the rows and is
 * asked as it stands at every tick, so that it is planned once; they are taken in no fixed order, lest rows that always fail stand
 * before all others for ever. `work` looks again under its locks, since others tick too, and answers whether it did anything.
 * Returns how many were done.
 */
export async function eachDue<Row extends { id: string }>(db: Db, task: string, due: string, limit: number, work: (tx: Tx, row: Row) => Promise<boolean>): Promise<number> {
  const rows = await db.prepared<Row>(task, `${due} order by random() limit $1`, [limit]);
  let done = 0;
  for (const row of rows) {
    done += await db.change(systemActor(task), (tx) => work(tx, row)).then(Number, (error: Error) => {
      new Logger(task).error(`${row.id}: ${error.message}`, error.stack);
      return 0;
    });
  }
  return done;
}
