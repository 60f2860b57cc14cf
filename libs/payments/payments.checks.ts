/** Invariants of money for `guildhall check`: each query returns the rows that break it. */
export const paymentsChecks = [
  {
    name: 'paid-charges-are-in-the-books',
    says: 'every paid charge is booked once at its amount, and nothing else is booked as one',
    sql: `select c.id, c.amount, e.amount as booked
          from (select * from charge where state = 'paid') c
          full join (select t.posting_key, e.amount from ledger_transaction t join ledger_entry e on e.transaction_id = t.id join ledger_account a on a.id = e.account_id and a.kind = 'stripe_pending'
            where t.kind in ('charge_paid', 'surplus_paid')) e on e.posting_key = 'charge:' || c.id || ':paid'
          where c.amount is distinct from e.amount`,
  },
  {
    name: 'captured-fundings-are-paid',
    says: 'a funding is captured exactly when all its charges are paid, and they sum to bounty and fee',
    sql: `select f.id, f.state from funding f join charge c on c.funding_id = f.id and not c.is_surplus group by f.id
          having (f.state = 'captured') <> bool_and(c.state = 'paid') or sum(c.bounty) <> f.bounty or sum(c.fee) <> f.fee`,
  },
  {
    name: 'bounties-are-conserved',
    says: 'of each funding: captured bounty = released + refunded + still held, and what is kept for awards is what the reservations say',
    sql: `select f.id from funding f
          left join ledger_account a on a.kind = 'bounty' and a.owner = f.id left join ledger_balance b on b.account_id = a.id
          where coalesce((select sum(c.bounty) from charge c where c.funding_id = f.id and c.state = 'paid'), 0)
             <> coalesce((select sum(amount) from reservation r where r.funding_id = f.id and r.state = 'released'), 0)
              + coalesce((select sum(bounty) from refund r where r.funding_id = f.id), 0) + coalesce(b.balance, 0)
             or coalesce(b.held, 0) <> coalesce((select sum(amount) from reservation r where r.funding_id = f.id and r.state = 'open'), 0)`,
  },
  {
    name: 'released-is-paid-out-to-payees',
    says: 'the payouts of an award sum to what was released for it, and the transfers of a payout to its amount',
    sql: `select 'award' as what, coalesce(r.award_id, p.award_id) as id
          from (select award_id, sum(amount) as amount from reservation where state = 'released' group by award_id) r
          full join (select award_id, sum(amount) as amount from payout group by award_id) p using (award_id) where r.amount is distinct from p.amount
          union all
          select 'payout', p.id from payout p left join transfer t on t.payout_id = p.id group by p.id having coalesce(sum(t.amount), 0) <> p.amount`,
  },
  {
    name: 'sent-transfers-are-in-the-books-once',
    says: 'a transfer is sent exactly when one posting says so, at its amount; a payout is sent exactly when all its transfers are',
    sql: `select t.id::text from (select * from transfer where state in ('sent', 'reversed')) t
          full join (select t.posting_key, sum(e.amount) as amount from ledger_transaction t join ledger_entry e on e.transaction_id = t.id and e.side = 'debit'
            where t.kind = 'transfer_sent' group by t.id) e on e.posting_key = 'transfer:' || t.id || ':sent'
          where t.amount is distinct from e.amount
          union all
          select p.id::text from payout p join transfer t on t.payout_id = p.id group by p.id having (p.state in ('sent', 'reversed')) <> bool_and(t.state in ('sent', 'reversed'))`,
  },
  {
    name: 'payout-clearing-is-what-is-on-its-way',
    says: 'the clearing account of a payout holds the transfers being sent, and nothing once it is sent',
    sql: `select p.id, coalesce(b.balance, 0) as clearing from payout p
          left join ledger_account a on a.kind = 'payout_clearing' and a.owner = p.id left join ledger_balance b on b.account_id = a.id
          where coalesce(b.balance, 0) <> coalesce((select sum(amount) from transfer t where t.payout_id = p.id and t.state = 'sending'), 0)`,
  },
  {
    name: 'payables-are-unsent-payouts',
    says: 'what is payable to an organisation is the sum of its transfers that are not on their way',
    sql: `select a.owner, a.currency, b.balance from ledger_account a join ledger_balance b on b.account_id = a.id
          where a.kind = 'payable' and b.balance <> coalesce((select sum(t.amount) from payout p join transfer t on t.payout_id = p.id
            where p.organisation_id = a.owner and p.currency = a.currency and t.state = 'created'), 0)`,
  },
  {
    name: 'held-payouts-stay',
    says: 'no payout is on its way while staff hold it',
    sql: `select p.id from payout p join payout_hold h on h.payout_id = p.id and h.state = 'in_force' where p.state in ('sending', 'unknown')`,
  },
  {
    name: 'refunds-clear',
    says: 'the clearing account of a refund holds its amount until it succeeded or failed, then nothing',
    sql: `select r.id, r.state, b.balance from refund r
          left join ledger_account a on a.kind = 'refund_clearing' and a.owner = r.id left join ledger_balance b on b.account_id = a.id
          where coalesce(b.balance, 0) <> case when r.state in ('succeeded', 'failed') then 0 else r.amount end`,
  },
  {
    name: 'charges-give-no-more-than-they-took',
    says: 'transfers and refunds out of a charge are at most its amount',
    sql: `select c.id from charge c where c.amount < coalesce((select sum(amount) from transfer t where t.charge_row_id = c.id), 0)
            + coalesce((select sum(amount) from refund r where r.charge_row_id = c.id), 0)`,
  },
  {
    name: 'provider-fees-are-booked',
    says: 'a charge whose balance transaction is known has its fee booked under that transaction',
    sql: `select c.id from charge c left join ledger_transaction t on t.posting_key = 'charge:' || c.id || ':fee'
          where (c.provider_fee > 0) <> (t.id is not null) or c.provider_transaction_id is distinct from coalesce(t.provider_transaction_id, c.provider_transaction_id)`,
  },
];
