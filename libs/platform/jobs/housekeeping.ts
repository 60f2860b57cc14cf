import { Injectable } from '@nestjs/common';
import { Db } from '../db/db';
import { Due } from './handlers';

const pause = 60_000;

const statements = [
  `delete from idempotency_key where (owner, key) in (select owner, key from idempotency_key where created_at < now() - interval '7 days' order by created_at limit $1 for update skip locked) returning key`,
  `delete from rate_limit where bucket in (select bucket from rate_limit where resets_at < now() - interval '1 hour' limit $1 for update skip locked) returning bucket`,
];

/** What requests left behind and nobody asks for again: kept answers after a week, counts of visitors an hour after they ran out. */
@Injectable()
export class Housekeeping {
  private notBefore = 0;

  constructor(private readonly db: Db) {}

  /** Wall time, now and then. */
  @Due('platform.housekeeping')
  async forget(limit: number): Promise<number> {
    if (Date.now() < this.notBefore) return 0;
    let taken = 0;
    for (const statement of statements) taken += (await this.db.query(statement, [limit])).length;
    if (taken === 0) this.notBefore = Date.now() + pause;
    return taken;
  }
}
