import { Injectable } from '@nestjs/common';
import { type Actor, type Currency, type OrganisationId, pageOf } from '@app/kernel';
import { Db, type PageQuery, positionOf, requestProblems } from '@app/platform';
import { mayReadMoney } from './payments.policy';

export const statementKinds = ['charge', 'refund', 'refund_returned', 'payout', 'fee_earned', 'fee_kept', 'award_released'] as const;

/** One movement of an organisation's money; in minor units. */
export interface StatementLine {
  id: string;
  at: Date;
  kind: (typeof statementKinds)[number];
  amount: bigint;
  /** What of it is fee, of what was paid or given back. */
  fee: bigint | null;
  currency: Currency;
  subjectId: string;
  /** The funding, or the payout. */
  belongsTo: string;
  /** Of a payout, and of what of a payment went to an award. */
  awardId: string | null;
  providerReference: string | null;
}

export type StatementTotal = Pick<StatementLine, 'kind' | 'amount' | 'fee' | 'currency'>;

/** Of the organisation $1. */
const linesSql = `
  select t.id, t.at, 'charge' as kind, c.amount, c.fee, f.currency, f.subject_id as "subjectId", f.id as "belongsTo", null::uuid as "awardId", c.charge_id as "providerReference"
    from funding f join charge c on c.funding_id = f.id and c.state = 'paid' join ledger_transaction t on t.posting_key = 'charge:' || c.id || ':paid'
    where f.organisation_id = $1
  union all
  select t.id, t.at, 'refund', r.amount, r.fee, r.currency, r.subject_id, r.funding_id, null, r.provider_id
    from refund r join ledger_transaction t on t.posting_key = 'refund:' || r.id || ':paid' where r.organisation_id = $1
  union all
  select t.id, t.at, 'refund_returned', r.amount, r.fee, r.currency, r.subject_id, r.funding_id, null, r.provider_id
    from refund r join ledger_transaction was on was.posting_key = 'refund:' || r.id || ':paid' join ledger_transaction t on t.posting_key = 'refund:' || r.id || ':failed' where r.organisation_id = $1
  union all
  select t.id, t.at, 'payout', tr.amount, null, p.currency, p.subject_id, p.id, p.award_id, tr.provider_id
    from payout p join transfer tr on tr.payout_id = p.id join ledger_transaction t on t.posting_key = 'transfer:' || tr.id || ':sent' where p.organisation_id = $1
  union all
  select t.id, t.at, why.kind, e.amount, null, f.currency, f.subject_id, f.id, null, null
    from funding f cross join (values ('fee_earned'), ('fee_kept')) why (kind) join ledger_transaction t on t.posting_key = 'funding:' || f.id || ':' || why.kind
    join ledger_entry e on e.transaction_id = t.id and e.side = 'debit' where f.organisation_id = $1
  union all
  select t.id, t.at, 'award_released', r.amount, null, f.currency, f.subject_id, f.id, r.award_id, null
    from funding f join reservation r on r.funding_id = f.id join ledger_transaction t on t.posting_key = 'reservation:' || r.id || ':released' where f.organisation_id = $1`;

type Row = Omit<StatementLine, 'amount' | 'fee'> & { amount: string; fee: string | null };

const sums = <Sums extends Pick<Row, 'amount' | 'fee'>>(row: Sums) => ({ ...row, amount: BigInt(row.amount), fee: row.fee === null ? null : BigInt(row.fee) });

/** An organisation's account with the platform. Times are those of the ledger's postings. */
@Injectable()
export class Statements {
  constructor(private readonly db: Db) {}

  /** All of it, or what is of one subject. @throws notFound for those who do not keep the organisation's money */
  async read(actor: Actor, organisationId: OrganisationId, page: PageQuery, subjectId?: string): Promise<{ items: StatementLine[]; next?: string }> {
    if (!mayReadMoney(actor, organisationId)) throw requestProblems.notFound();
    const [at, id] = positionOf(page, 2) ?? [null, null];
    const rows = await this.db.query<Row>(
      `select * from (${linesSql}) line
       where ($3::uuid is null or (at, id) < ($2::timestamptz, $3::uuid)) and ($5::uuid is null or "subjectId" = $5)
       order by at desc, id desc limit $4`,
      [organisationId, at, id, page.limit + 1, subjectId ?? null],
    );
    const position = (row: Row) => [row.at.toISOString(), row.id];
    return pageOf(rows, page.limit, position, sums);
  }

  /** What of each kind moved so far, in each currency. @throws notFound for those who do not keep the organisation's money */
  async totals(actor: Actor, organisationId: OrganisationId, subjectId?: string): Promise<StatementTotal[]> {
    if (!mayReadMoney(actor, organisationId)) throw requestProblems.notFound();
    const rows = await this.db.query<Pick<Row, keyof StatementTotal>>(
      `select currency, kind, sum(amount)::text as amount, sum(fee)::text as fee from (${linesSql}) line where ($2::uuid is null or "subjectId" = $2) group by currency, kind order by currency, array_position($3::text[], kind)`,
      [organisationId, subjectId ?? null, statementKinds],
    );
    return rows.map(sums);
  }
}
