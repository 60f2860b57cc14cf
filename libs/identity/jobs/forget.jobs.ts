import { Injectable } from '@nestjs/common';
import { Db, Due } from '@app/platform';

const pause = 10 * 60 * 1000;

const statements = [
  `delete from sign_up where id in (select id from sign_up where expires_at < now() - interval '30 days' limit $1 for update skip locked) returning id`,
  `delete from password_reset where id in (select id from password_reset where expires_at < now() - interval '30 days' limit $1 for update skip locked) returning id`,
  `delete from session where id in (select id from session where expires_at < now() - interval '90 days' limit $1 for update skip locked) returning id`,
];

/** What has run out is personal data nobody needs: links after a month, sessions when their networks are not worth knowing any more. */
@Injectable()
export class Forgetting {
  private notBefore = 0;

  constructor(private readonly db: Db) {}

  /** Wall time, now and then. No audit entries: nobody decided anything, and their subjects are gone. */
  @Due('identity.forget')
  async forget(limit: number): Promise<number> {
    if (Date.now() < this.notBefore) return 0;
    const taken = await Promise.all(statements.map((statement) => this.db.query(statement, [limit])));
    const total = taken.reduce((sum, rows) => sum + rows.length, 0);
    if (total === 0) this.notBefore = Date.now() + pause;
    return total;
  }
}
