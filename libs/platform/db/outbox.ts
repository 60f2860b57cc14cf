import type { EntityManager } from 'typeorm';
import type { QueueName } from '@app/kernel';

/** A row of the outbox: an event waits for its listeners, a job for its handler. The queue only ever carries the id. */
export interface OutboxMessage {
  kind: 'event' | 'job';
  name: string;
  queue: QueueName | null;
  handler: string | null;
  payload: object;
  at?: Date;
}

/** A plain insert: NOTIFY inside a transaction would serialise commits. */
export async function insertOutbox(manager: EntityManager, messages: readonly OutboxMessage[]): Promise<void> {
  if (messages.length === 0) return;
  await manager.query(
    `insert into outbox (kind, name, queue, handler, payload, run_after)
     select kind, name, queue, handler, payload, coalesce(at, now())
     from jsonb_to_recordset($1::jsonb) as m(kind text, name text, queue text, handler text, payload jsonb, at timestamptz)`,
    [JSON.stringify(messages)],
  );
}
