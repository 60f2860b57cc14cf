import { Injectable } from '@nestjs/common';
import { type Actor, type Currency, type OrganisationId, pageOf, showId } from '@app/kernel';
import { Db, type PageQuery, positionOf, requestProblems } from '@app/platform';
import { type StatementKind, StatementLineView, type StatementPage } from './http/statement.view';
import { mayReadMoney } from './payments.policy';

interface Row {
  id: string;
  at: Date;
  kind: StatementKind;
  amount: string;
  currency: Currency;
  belongs_to: string;
  provider_reference: string;
}

/** An organisation's account with the platform. Times are those of the ledger's postings. */
@Injectable()
export class Statements {
  constructor(private readonly db: Db) {}

  /** @throws notFound for those who do not keep the organisation's money */
  async read(actor: Actor, organisationId: OrganisationId, page: PageQuery): Promise<StatementPage> {
    if (!mayReadMoney(actor, organisationId)) throw requestProblems.notFound();
    const [at, id] = positionOf(page, 2) ?? [null, null];
    const rows = await this.db.query<Row>(
      `select * from (
         select c.id, t.at, 'charge' as kind, c.amount, f.currency, f.id as belongs_to, c.charge_id as provider_reference
           from funding f join charge c on c.funding_id = f.id and c.state = 'paid' join ledger_transaction t on t.posting_key = 'charge:' || c.id || ':paid'
           where f.organisation_id = $1
         union all
         select r.id, t.at, 'refund', r.amount, r.currency, r.funding_id, r.provider_id
           from refund r join ledger_transaction t on t.posting_key = 'refund:' || r.id || ':paid' where r.organisation_id = $1
         union all
         select tr.id, t.at, 'payout', tr.amount, p.currency, p.id, tr.provider_id
           from payout p join transfer tr on tr.payout_id = p.id join ledger_transaction t on t.posting_key = 'transfer:' || tr.id || ':sent' where p.organisation_id = $1
       ) line
       where $3::uuid is null or (at, id) < ($2::timestamptz, $3::uuid)
       order by at desc, id desc limit $4`,
      [organisationId, at, id, page.limit + 1],
    );
    return pageOf(rows, page.limit, (row) => [row.at.toISOString(), row.id], (row) =>
      StatementLineView.of({
        at: row.at, kind: row.kind, amount: BigInt(row.amount), currency: row.currency,
        reference: showId(row.kind === 'payout' ? 'payout' : 'funding', row.belongs_to), providerReference: row.provider_reference,
      }),
    );
  }
}
