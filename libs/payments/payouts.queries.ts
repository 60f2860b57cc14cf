import type { Queryable } from './fundings.queries';

/** What each paid charge of a funding can still give, bounty and fee, after transfers and refunds already made out of it. */
export async function chargeRoom(db: Queryable, fundingId: string): Promise<Map<string, { bounty: bigint; fee: bigint }>> {
  const rows = await db.query<{ id: string; bounty: string; fee: string }>(
    `select c.id,
       c.bounty - coalesce((select sum(t.amount) from transfer t where t.charge_row_id = c.id), 0) - coalesce((select sum(r.bounty) from refund r where r.charge_row_id = c.id), 0) as bounty,
       c.fee - coalesce((select sum(r.fee) from refund r where r.charge_row_id = c.id), 0) as fee
     from charge c where c.funding_id = $1 and c.state = 'paid' and not c.is_surplus`,
    [fundingId],
  );
  return new Map(rows.map(({ id, bounty, fee }) => [id, { bounty: BigInt(bounty), fee: BigInt(fee) }]));
}
