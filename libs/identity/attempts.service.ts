import { Injectable } from '@nestjs/common';
import { Db, type Tx } from '@app/platform';
import { bucketOf, countOneMore, type Query } from './counts';

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
} as const;

export type AttemptLimit = keyof typeof limits;

/** Counts failed attempts at signing in, apart from the request's own transaction, which a failure rolls back. */
@Injectable()
export class Attempts {
  constructor(private readonly db: Db) {}

  /** Takes one attempt at signing in; it counts until `succeeded`. Answers what was hit when it is one too many. */
  async take(email: string, network: string): Promise<AttemptLimit | undefined> {
    const isKnownHere = await this.isKnownNetwork(email, network);
    const isOver = await Promise.all([this.isOver('network', network), this.isOver('pair', email, network), isKnownHere ? false : this.isOver('account', email)]);
    return (['network', 'pair', 'account'] as const).find((_, index) => isOver[index]);
  }

  /** What was counted before a success was the owner mistyping. */
  async succeeded(email: string, network: string): Promise<void> {
    await this.db.pool.query('delete from rate_limit where bucket = $1', [bucketOf('pair', email, network)]);
    await this.db.pool.query('update rate_limit set hits = greatest(hits - 1, 0) where bucket = any ($1)', [[bucketOf('network', network), bucketOf('account', email)]]);
  }

  /** The owner proved the address: what strangers guessed before keeps nobody out any more. */
  async forget(tx: Tx, email: string): Promise<void> {
    await tx.query('delete from rate_limit where bucket = $1 or starts_with(bucket, $2)', [bucketOf('account', email), `${bucketOf('pair', email)} `]);
  }

  private async isOver(limit: AttemptLimit, ...about: string[]): Promise<boolean> {
    const apart: Query = async <Row>(sql: string, params: unknown[]) => (await this.db.pool.query(sql, params)).rows as Row[];
    const { hits } = await countOneMore(apart, bucketOf(limit, ...about), limits[limit].seconds);
    return hits > limits[limit].most;
  }

  private async isKnownNetwork(email: string, network: string): Promise<boolean> {
    const { rows } = await this.db.pool.query('select 1 from session s join person p on p.id = s.person_id where p.email = $1 and s.network = $2 limit 1', [email, network]);
    return rows.length > 0;
  }
}
