import { type Currency, type OrganisationId, sum } from '@app/kernel';
import type { Db, Tx } from '@app/platform';
import { feeKept } from './amounts.rules';
import type { FundingState } from './payments.lifecycle';

/** A change or the plain database: whichever the caller reads in. */
export type Queryable = Pick<Db, 'query'> | Pick<Tx, 'query'>;

/** One captured funding as anybody may see it: what came in and what became of it, in minor units, all of it from the ledger. */
export interface Proof {
  fundingId: string;
  organisationId: OrganisationId;
  currency: Currency;
  /** Bounty that was captured. */
  captured: bigint;
  /** Kept for announced awards. */
  reserved: bigint;
  /** Released to payees, paid out or payable. */
  released: bigint;
  /** Of that: sent by the provider. */
  paidOut: bigint;
  refunded: bigint;
  /** Still held: captured less released and refunded. */
  left: bigint;
  /** When the provider took each charge. */
  chargedAt: Date[];
}

interface ProofRow {
  funding_id: string;
  organisation_id: OrganisationId;
  currency: Currency;
  captured: string;
  reserved: string;
  released: string;
  paid_out: string;
  refunded: string;
  left: string;
  charged_at: Date[];
}

/** Not among them: what was paid for terms that changed meanwhile, all of which went back. */
export async function proofOf(db: Queryable, subjectId: string): Promise<Proof[]> {
  const rows = await db.query<ProofRow>(
    `select f.id as funding_id, f.organisation_id, f.currency, b.held as reserved, b.balance as left,
       coalesce(sum(e.amount) filter (where t.kind = 'charge_paid'), 0) as captured,
       coalesce(sum(e.amount) filter (where t.kind = 'award_released'), 0) as released,
       coalesce(sum(e.amount) filter (where t.kind = 'refund_made'), 0) as refunded,
       (select coalesce(sum(se.amount), 0) from transfer tr join charge c on c.id = tr.charge_row_id
          join ledger_transaction st on st.posting_key = 'transfer:' || tr.id || ':sent'
          join ledger_entry se on se.transaction_id = st.id and se.side = 'debit'
        where c.funding_id = f.id) as paid_out,
       (select coalesce(array_agg(c.paid_at order by c.position), '{}') from charge c where c.funding_id = f.id and c.state = 'paid' and not c.is_surplus) as charged_at
     from funding f
     join ledger_account a on a.kind = 'bounty' and a.owner = f.id and a.currency = f.currency
     join ledger_balance b on b.account_id = a.id
     join ledger_entry e on e.account_id = a.id
     join ledger_transaction t on t.id = e.transaction_id
     where f.subject_id = $1 and f.state = 'captured' and not exists (select from refund r where r.funding_id = f.id and r.reason = 'terms_changed')
     group by f.id, b.account_id
     order by f.created_at, f.id`,
    [subjectId],
  );
  return rows.map((row) => ({
    fundingId: row.funding_id, organisationId: row.organisation_id, currency: row.currency, captured: BigInt(row.captured), reserved: BigInt(row.reserved),
    released: BigInt(row.released), paidOut: BigInt(row.paid_out), refunded: BigInt(row.refunded), left: BigInt(row.left), chargedAt: row.charged_at,
  }));
}

/** What one funding holds, from the ledger, in minor units. */
export interface Balance extends Held {
  id: string;
  subjectId: string;
  state: FundingState;
}

/** Bounty, what of it is reserved, and fee not yet earned. */
export interface Held {
  bounty: bigint;
  reserved: bigint;
  fee: bigint;
}

/** Of all fundings of some subjects, or of one of them, in one query. */
export async function balancesOf(db: Queryable, subjectIds: readonly string[], fundingId?: string): Promise<Balance[]> {
  const rows = await db.query<Pick<Balance, 'id' | 'subjectId' | 'state'> & Record<keyof Held, string>>(
    `select f.id, f.subject_id as "subjectId", f.state, coalesce(sum(b.balance) filter (where a.kind = 'bounty'), 0) as bounty,
       coalesce(sum(b.balance) filter (where a.kind = 'fee_unearned'), 0) as fee, coalesce(sum(b.held), 0) as reserved
     from funding f
     left join ledger_account a on a.owner = f.id and a.kind in ('bounty', 'fee_unearned') and a.currency = f.currency
     left join ledger_balance b on b.account_id = a.id
     where f.subject_id = any($1) and ($2::uuid is null or f.id = $2) group by f.id`,
    [subjectIds, fundingId ?? null],
  );
  return rows.map((row) => ({ ...row, bounty: BigInt(row.bounty), reserved: BigInt(row.reserved), fee: BigInt(row.fee) }));
}

/** What a subject's fundings hold, or one of them. */
export async function heldOf(db: Queryable, subjectId: string, fundingId?: string): Promise<Held> {
  return heldIn(await balancesOf(db, [subjectId], fundingId));
}

export function heldIn(balances: readonly Held[]): Held {
  return { bounty: sum(balances.map(({ bounty }) => bounty)), reserved: sum(balances.map(({ reserved }) => reserved)), fee: sum(balances.map(({ fee }) => fee)) };
}

/** What is reserved for nobody and goes back, and how the fee not yet earned is parted; in minor units. */
export interface RestSums {
  bounty: bigint;
  fee: bigint;
  feeKept: bigint;
}

/** The rest of one funding. Nothing is kept of one that was never captured. */
export function fundingRest({ bounty, reserved, fee, state }: Omit<Balance, 'id' | 'subjectId'>, keepFeePercent: number): RestSums {
  const kept = feeKept(fee, state === 'captured' ? keepFeePercent : 0);
  return { bounty: bounty - reserved, fee: fee - kept, feeKept: kept };
}

/** What is held for subjects and reserved for nobody, fee included, in minor units; subjects without money are left out. */
export async function unreservedOf(db: Queryable, subjectIds: readonly string[]): Promise<Map<string, { amount: bigint; currency: Currency }>> {
  const rows = await db.query<{ id: string; amount: string; currency: Currency }>(
    `select f.subject_id as id, f.currency, sum(b.balance - b.held) as amount
     from funding f
     join ledger_account a on a.owner = f.id and a.kind in ('bounty', 'fee_unearned') and a.currency = f.currency
     join ledger_balance b on b.account_id = a.id
     where f.subject_id = any($1) group by f.subject_id, f.currency`,
    [subjectIds],
  );
  return new Map(rows.map(({ id, amount, currency }) => [id, { amount: BigInt(amount), currency }]));
}
