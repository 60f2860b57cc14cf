/** Invariants of the books for `guildhall check`: each query returns the rows that break it. */
export const ledgerChecks = [
  {
    name: 'ledger-transactions-balance',
    says: 'every ledger transaction has at least two entries, and debits equal credits in each currency; no entry is without a transaction',
    sql: `select t.id, e.transaction_id, e.currency from ledger_transaction t full join ledger_entry e on e.transaction_id = t.id group by t.id, e.transaction_id, e.currency
          having t.id is null or count(e.*) < 2 or sum(case e.side when 'debit' then e.amount else -e.amount end) <> 0`,
  },
  {
    name: 'ledger-entries-are-the-lines',
    says: 'the entries of a ledger transaction are the lines it carries',
    sql: `with line as (select t.id, l.account_id, l.signed from ledger_transaction t, unnest(t.account_ids, t.signed_amounts) as l(account_id, signed)),
          entry as (select transaction_id as id, account_id, sum(case side when 'debit' then amount else -amount end) as signed from ledger_entry group by transaction_id, account_id)
          select id, account_id, l.signed as line, e.signed as entry from line l full join entry e using (id, account_id) where l.signed is distinct from e.signed`,
  },
  {
    name: 'ledger-balances-are-sums',
    says: 'the balance of every account is the sum of its entries, and its version their number',
    sql: `select a.id, a.kind, a.owner, b.balance from ledger_account a left join ledger_balance b on b.account_id = a.id
          left join ledger_entry e on e.account_id = a.id group by a.id, b.account_id, b.balance, b.version
          having b.balance is distinct from coalesce(sum(case when e.side = a.normal_side then e.amount else -e.amount end), 0) or b.version is distinct from count(e.*)`,
  },
  {
    name: 'ledger-held-is-open-holds',
    says: 'what is held on an account is the sum of its unresolved holds',
    sql: `select b.account_id, b.held from ledger_balance b
          left join ledger_hold h on h.account_id = b.account_id and not exists (select from ledger_hold_resolution r where r.hold_id = h.id)
          group by b.account_id, b.held having b.held <> coalesce(sum(h.amount), 0)`,
  },
  {
    name: 'ledger-covers-what-it-owes',
    says: 'no account that may not is below zero, or holds more than it has',
    sql: `select a.id, a.kind, a.owner, b.balance, b.held from ledger_account a join ledger_account_kind k on k.kind = a.kind join ledger_balance b on b.account_id = a.id
          where b.held < 0 or (not k.allow_negative and b.balance - b.held < 0)`,
  },
  {
    name: 'ledger-sums-to-zero',
    says: 'over all accounts debits equal credits, in each currency',
    sql: `select currency, sum(case side when 'debit' then amount else -amount end) as off from ledger_entry group by currency
          having sum(case side when 'debit' then amount else -amount end) <> 0`,
  },
  {
    name: 'ledger-clearing-returns-to-zero',
    says: 'money on its way has arrived or come back within the time its kind allows',
    sql: `select account_id, kind, owner, balance, since from ledger_uncleared where since < app_now() - clears_within`,
  },
  {
    name: 'ledger-reversals-mirror',
    says: 'a reversal leaves nothing on any account of what it reverses',
    sql: `select r.id, e.account_id from ledger_transaction r join ledger_entry e on e.transaction_id in (r.id, r.reverses_id)
          where r.reverses_id is not null group by r.id, e.account_id
          having sum(case e.side when 'debit' then e.amount else -e.amount end) <> 0`,
  },
];
