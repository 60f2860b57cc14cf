import { Injectable } from '@nestjs/common';
import { Db } from '../db/db';
import { Registry } from './registry';

export interface Delivery {
  id: string;
  handler: string;
  queue: string;
  /** The take it was given out with; kept until its work is done or has to be tried again. */
  batch: string;
}

/**
 * Takes what waits in the outbox, in batches: an event becomes one row for each listener (none: it is done), and every
 * row's id goes to the queue of its purpose. If the process dies between the commit and the queue, the sweeper finds it.
 * What is given out again keeps its batch, so it comes under the id of the job it may still be in.
 */
@Injectable()
export class Relay {
  constructor(
    private readonly db: Db,
    private readonly registry: Registry,
  ) {}

  /** Rows that are to be put into queues now. */
  async take(limit = 1000): Promise<Delivery[]> {
    return this.db.query<Delivery>(
      `with this as materialized (select nextval('outbox_batch') as batch),
       waiting as materialized (
         select id from outbox
         where enqueued_at is null and failed_at is null and run_after <= now()
         order by id limit $1 for update skip locked
       ), listener as (
         select event, handler, queue, row_number() over (partition by event order by handler) as place
         from jsonb_to_recordset($2::jsonb) as l(event text, handler text, queue text)
       ), taken as (
         update outbox o
         set enqueued_at = now(), batch = coalesce(o.batch, this.batch), kind = 'job', handler = coalesce(o.handler, l.handler), queue = coalesce(o.queue, l.queue)
         from this, waiting w join outbox e on e.id = w.id left join listener l on l.event = e.name and l.place = 1 and e.kind = 'event'
         where o.id = w.id and (o.kind = 'job' or l.handler is not null)
         returning o.id, o.handler, o.queue, o.batch, o.name, o.payload, l.event
       ), spread as (
         insert into outbox (kind, name, queue, handler, payload, enqueued_at, batch)
         select 'job', t.name, l.queue, l.handler, t.payload, now(), t.batch
         from taken t join listener l on l.event = t.event and l.place > 1
         returning id, handler, queue, batch
       ), unheard as (
         delete from outbox o using waiting w
         where o.id = w.id and o.kind = 'event' and not exists (select from listener l where l.event = o.name)
       )
       select id, handler, queue, batch from taken union all select id, handler, queue, batch from spread`,
      [limit, JSON.stringify(this.registry.listeners())],
    );
  }

  /** Everything given to a queue long ago and still not done is given out again. */
  async sweep(olderThanSeconds = 30): Promise<number> {
    const rows = await this.db.query(
      `update outbox set enqueued_at = null
       where id in (select id from outbox where enqueued_at < now() - make_interval(secs => $1) and failed_at is null limit 10000 for update skip locked)
       returning id`,
      [olderThanSeconds],
    );
    return rows.length;
  }
}
