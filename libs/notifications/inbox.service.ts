import { Injectable } from '@nestjs/common';
import type { Actor, Id } from '@app/kernel';
import { Db, requestProblems, sendHint } from '@app/platform';
import type { Facts } from './kind';

export const inboxFilters = ['open', 'unread', 'done'] as const;
export type InboxFilter = (typeof inboxFilters)[number];

export interface InboxRow {
  id: string;
  kind: string;
  facts: Facts;
  path: string;
  createdAt: Date;
  readAt: Date | null;
  doneAt: Date | null;
}

interface Marks {
  isRead: boolean;
  isDone: boolean;
}

/** Counted no further: nobody needs to know. */
export const mostCounted = 100;

const conditions: Record<InboxFilter, string> = { open: 'i.done_at is null', unread: 'i.done_at is null and i.read_at is null', done: 'i.done_at is not null' };
const select = `
  select n.id, n.kind, n.facts, n.path, i.created_at as "createdAt", i.read_at as "readAt", i.done_at as "doneAt" from inbox_item i join notification n on n.id = i.notification_id`;

/** What somebody was told, for them alone. */
@Injectable()
export class Inbox {
  constructor(private readonly db: Db) {}

  /** The newest first; one row more than `limit` where there is more. */
  list({ personId }: Actor, filter: InboxFilter, after: readonly (string | number)[] | undefined, limit: number): Promise<InboxRow[]> {
    return this.db.query<InboxRow>(
      `${select} where i.person_id = $1 and ${conditions[filter]} and ($2::timestamptz is null or (i.created_at, i.notification_id) < ($2, $3::uuid))
       order by i.created_at desc, i.notification_id desc limit $4`,
      [personId, after?.[0] ?? null, after?.[1] ?? null, limit + 1],
    );
  }

  async countUnread({ personId }: Actor): Promise<number> {
    const [row] = await this.db.query<{ count: number }>(
      `select count(*)::int as count from (select from inbox_item i where i.person_id = $1 and ${conditions.unread} limit $2) as unread`,
      [personId, mostCounted],
    );
    return row!.count;
  }

  /** What is done counts as read. @throws notFound */
  async mark(actor: Actor, id: Id<'notification'>, { isRead, isDone }: Marks): Promise<InboxRow> {
    return this.db.change(actor, async (tx) => {
      const [row] = await tx.query<{ id: string }>(
        `update inbox_item set
           read_at = case when $3 or $4 then coalesce(read_at, $5) end,
           done_at = case when $4 then coalesce(done_at, $5) end
         where notification_id = $1 and person_id = $2 returning notification_id as id`,
        [id, actor.personId, isRead, isDone, tx.now],
      );
      if (!row) throw requestProblems.notFound();
      tx.enqueue(sendHint, { people: [actor.personId!], type: 'notification', id });
      const [shown] = await tx.query<InboxRow>(`${select} where i.person_id = $1 and n.id = $2`, [actor.personId, id]);
      return shown!;
    });
  }

  /** All that had come by then: what came since nobody has seen. */
  async readAll(actor: Actor, until: Date): Promise<void> {
    await this.db.change(actor, async (tx) => {
      const [newest] = await tx.query<{ id: string }>(
        `with read as (update inbox_item set read_at = $3 where person_id = $1 and read_at is null and created_at <= $2 returning notification_id, created_at)
         select notification_id as id from read order by created_at desc limit 1`,
        [actor.personId, until, tx.now],
      );
      if (newest) tx.enqueue(sendHint, { people: [actor.personId!], type: 'notification', id: newest.id });
    });
  }
}
