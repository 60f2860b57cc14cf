import { Injectable } from '@nestjs/common';
import type { Actor } from '@app/kernel';
import { Db } from '../db/db';

/** A row of the outbox that failed as often as it may: its work is not done, and waits for a person. */
export interface GivenUpRow {
  id: string;
  /** Event or job. */
  name: string;
  handler: string | null;
  attempts: number;
  error: string | null;
  createdAt: Date;
  failedAt: Date;
}

const columns = 'id, name, handler, attempts, last_error as error, created_at as "createdAt", failed_at as "failedAt"';

/** What the runner gave up, for people: to see why, and to have it tried again once the cause is gone. */
@Injectable()
export class GivenUp {
  constructor(private readonly db: Db) {}

  /** The longest waiting first. */
  list(after: readonly (string | number)[] | undefined, limit: number): Promise<GivenUpRow[]> {
    const [at, id] = after ?? [null, null];
    return this.db.query<GivenUpRow>(
      `select ${columns} from outbox
       where failed_at is not null and ($1::timestamptz is null or (date_trunc('milliseconds', failed_at), id) > ($1::timestamptz, $2::bigint))
       order by date_trunc('milliseconds', failed_at), id limit $3`,
      [at, id, limit + 1],
    );
  }

  /** Has a row tried again, with all its attempts. Returns it as it was, or undefined where it is not given up. */
  retry(actor: Actor, id: string, reason: string): Promise<GivenUpRow | undefined> {
    return this.db.change(actor, async (tx) => {
      const [row] = await tx.query<GivenUpRow>(`select ${columns} from outbox where id = $1 and failed_at is not null for update`, [id]);
      if (!row) return undefined;
      await tx.query('update outbox set failed_at = null, last_error = null, attempts = 0, run_after = now(), enqueued_at = null, batch = null where id = $1', [id]);
      tx.audit({ action: 'outbox.retry', subject: 'outbox', subjectId: row.id, reason, changes: { name: { before: row.name }, error: { before: row.error } } });
      return row;
    });
  }
}
