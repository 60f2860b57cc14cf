import { createHash } from 'node:crypto';

export type Query = <Row>(sql: string, params: unknown[]) => Promise<Row[]>;

export interface Count {
  hits: number;
  /** When it starts again. */
  resetsAt: Date;
}

/** One more of something, for all processes together; it starts again `seconds` after the first. */
export async function countOneMore(query: Query, bucket: string, seconds: number): Promise<Count> {
  const [count] = await query<Count>(
    `insert into rate_limit as r (bucket, hits, resets_at) values ($1, 1, now() + make_interval(secs => $2))
     on conflict (bucket) do update set
       hits = case when r.resets_at <= now() then 1 else r.hits + 1 end,
       resets_at = case when r.resets_at <= now() then excluded.resets_at else r.resets_at end
     returning hits, resets_at as "resetsAt"`,
    [bucket, seconds],
  );
  return count!;
}

/** What is counted, each of `about` by its hash, so that no address somebody typed is stored. */
export function bucketOf(what: string, ...about: readonly string[]): string {
  return ['identity', what, ...about.map((one) => createHash('sha256').update(one.toLowerCase()).digest('base64url'))].join(' ');
}
