import { Logger } from '@nestjs/common';
import { systemActor } from '@app/kernel';
import type { Db } from '../db/db';
import type { Tx } from '../db/tx';

/**
 * Each row that fell due in a change of its own: one that fails is logged and does not stop the others. `work` looks again
 * under its locks, since others tick too, and answers whether it did anything. Let the query that found the rows take them
 * in no fixed order: rows that always fail must not stand before all others for ever. Returns how many were done.
 */
export async function eachDue<Row extends { id: string }>(db: Db, task: string, rows: readonly Row[], work: (tx: Tx, row: Row) => Promise<boolean>): Promise<number> {
  let done = 0;
  for (const row of rows) {
    done += await db.change(systemActor(task), (tx) => work(tx, row)).then(Number, (error: Error) => {
      new Logger(task).error(`${row.id}: ${error.message}`, error.stack);
      return 0;
    });
  }
  return done;
}
