import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Db } from '@app/platform';

const quarter = 15 * 60;
const hour = 60 * 60;

/** Failed attempts before somebody waits, in each window. */
const limits = {
  /** One account from one network. */
  pair: { most: 8, seconds: quarter },
  /** One account from everywhere it never signed in from: strangers cannot lock out the owner's own network. */
  account: { most: 40, seconds: hour },
  /** One network on all accounts. */
  network: { most: 100, seconds: quarter },
  /** Mails that strangers can cause to one address. */
  mail: { most: 6, seconds: hour },
} as const;

type Limit = keyof typeof limits;

/**
 * Counts failures for all processes together. Kept apart from the request's own transaction, which a failure rolls back,
 * and by hash, so that no address somebody typed is stored.
 */
@Injectable()
export class Attempts {
  constructor(private readonly db: Db) {}

  /** Takes one attempt at signing in; it counts until `succeeded`. Answers false when it is one too many. */
  async mayTry(email: string, network: string): Promise<boolean> {
    const isKnownHere = await this.isKnownNetwork(email, network);
    const counts = await Promise.all([this.count('pair', email, network), isKnownHere ? 0 : this.count('account', email), this.count('network', network)]);
    return counts[0] <= limits.pair.most && counts[1] <= limits.account.most && counts[2] <= limits.network.most;
  }

  /** What was counted before a success was the owner mistyping. */
  async succeeded(email: string, network: string): Promise<void> {
    await this.db.pool.query('delete from rate_limit where bucket = $1', [bucket('pair', [email, network])]);
    await this.db.pool.query('update rate_limit set hits = greatest(hits - 1, 0) where bucket = any ($1)', [[bucket('network', [network]), bucket('account', [email])]]);
  }

  /** Whether one more mail may go to this address. */
  async mayMail(email: string): Promise<boolean> {
    return (await this.count('mail', email)) <= limits.mail.most;
  }

  private async count(limit: Limit, ...about: string[]): Promise<number> {
    const { rows } = await this.db.pool.query<{ hits: number }>(
      `insert into rate_limit as r (bucket, hits, resets_at) values ($1, 1, now() + make_interval(secs => $2))
       on conflict (bucket) do update set
         hits = case when r.resets_at <= now() then 1 else r.hits + 1 end,
         resets_at = case when r.resets_at <= now() then excluded.resets_at else r.resets_at end
       returning hits`,
      [bucket(limit, about), limits[limit].seconds],
    );
    return rows[0]!.hits;
  }

  private async isKnownNetwork(email: string, network: string): Promise<boolean> {
    const { rows } = await this.db.pool.query('select 1 from session s join person p on p.id = s.person_id where p.email = $1 and s.network = $2 limit 1', [email, network]);
    return rows.length > 0;
  }
}

function bucket(limit: Limit, about: readonly string[]): string {
  return `identity ${limit} ${createHash('sha256').update(about.join(' ').toLowerCase()).digest('base64url')}`;
}
