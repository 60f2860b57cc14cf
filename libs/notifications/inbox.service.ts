import { Injectable } from '@nestjs/common';
import type { Actor, Id } from '@app/kernel';
import { Db, requestProblems, sendHint } from '@app/platform';
import { catalogue } from './catalogue';
import type { Facts } from './kind';

/** `open` holds what tells until it is marked, and what asks until that is done; `to_do` only what asks. */
export const inboxFilters = ['open', 'to_do', 'unread', 'done'] as const;
export type InboxFilter = (typeof inboxFilters)[number];

export interface InboxRow {
  id: string;
  kind: string;
  facts: Facts;
  path: string;
  createdAt: Date;
  readAt: Date | null;
  doneAt: Date | null;
  /** What it asked is done, or cannot be done any more. */
  isSettled: boolean;
}

interface Marks {
  isRead: boolean;
  isDone: boolean;
}

/** Counted no further: nobody needs to know. */
export const mostCounted = 100;
/** Of what has no mark, the newest are asked whether they are settled, to count the others. */
export const mostAsked = 500;

const asked = Object.entries(catalogue).flatMap(([kind, { asks }]) => (asks ? [{ kind, asks }] : []));
const settled = `case item.kind ${asked.map(({ kind, asks }) => `when '${kind}' then not (${asks})`).join('\n')} else false end`;
const open = `item.done_at is null and not ${settled}`;
const conditions: Record<InboxFilter, string> = {
  open, to_do: `item.kind in (${asked.map(({ kind }) => `'${kind}'`).join(', ')}) and ${open}`, unread: `item.read_at is null and ${open}`, done: `(item.done_at is not null or ${settled})`,
};
const items = 'from inbox_item item join notification told on told.id = item.notification_id';
const select = `
  select told.id, told.kind, told.facts, told.path, item.created_at as "createdAt", item.read_at as "readAt", item.done_at as "doneAt", ${settled} as "isSettled" ${items}`;

/** What somebody was told, for them alone. */
@Injectable()
export class Inbox {
  constructor(private readonly db: Db) {}

  /** The newest first; one row more than `limit` where there is more. */
  list({ personId }: Actor, filter: InboxFilter, after: readonly (string | number)[] | undefined, limit: number): Promise<InboxRow[]> {
    return this.db.query<InboxRow>(
      `${select} where item.person_id = $1 and ${conditions[filter]} and ($2::timestamptz is null or (item.created_at, item.notification_id) < ($2, $3::uuid))
       order by item.created_at desc, item.notification_id desc limit $4`,
      [personId, after?.[0] ?? null, after?.[1] ?? null, limit + 1],
    );
  }

  async countUnread({ personId }: Actor): Promise<number> {
    const [row] = await this.db.query<{ count: number }>(
      `select count(*)::int as count from (
         select from (select * from inbox_item where person_id = $1 and read_at is null and done_at is null order by created_at desc, notification_id desc limit $3) item
         join notification told on told.id = item.notification_id where not ${settled} limit $2) as unread`,
      [personId, mostCounted, mostAsked],
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
      const [shown] = await tx.query<InboxRow>(`${select} where item.person_id = $1 and told.id = $2`, [actor.personId, id]);
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
