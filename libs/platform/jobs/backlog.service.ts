import { Injectable } from '@nestjs/common';
import { Db } from '../db/db';
import { Queues } from './queues';

/** How much work waits on the whole platform, at this moment of wall time. */
export interface BacklogNow {
  /** Rows of the outbox whose work is not done yet and is still being tried. */
  pending: number;
  /** Since when the oldest of them waits; null where none does. */
  oldestSince: Date | null;
  /** Its age in seconds; 0 where none waits. */
  oldestSeconds: number;
  /** Rows that failed so often that they wait for a person. */
  givenUp: number;
  /** Jobs of each queue by state. A job is a nudge: that a queue is empty says nothing about what is done. */
  queues: Record<string, Record<string, number>>;
}

/** What is still to be done, counted. */
@Injectable()
export class Backlog {
  constructor(
    private readonly db: Db,
    private readonly queues: Queues,
  ) {}

  async now(): Promise<BacklogNow> {
    const [outbox] = await this.db.query<Omit<BacklogNow, 'queues'>>(
      `select count(*) filter (where failed_at is null)::int as pending, count(*) filter (where failed_at is not null)::int as "givenUp",
         min(created_at) filter (where failed_at is null) as "oldestSince",
         coalesce(extract(epoch from now() - min(created_at) filter (where failed_at is null)), 0)::float8 as "oldestSeconds"
       from outbox`,
    );
    return { ...outbox!, queues: await this.queues.counts() };
  }
}
