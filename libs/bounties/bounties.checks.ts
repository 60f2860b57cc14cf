const pending = `('announced', 'accepted', 'signed', 'delivered', 'contested')`;
const lost = `('declined', 'lapsed', 'annulled')`;

/** Invariants of bounties for `guildhall check`: each query returns the rows that break it. */
export const bountiesChecks = [
  {
    name: 'awards-never-exceed-their-prize',
    says: 'the live awards of a prize sum to at most the prize',
    sql: `select z.id, z.amount, sum(a.amount) as awarded from award a join prize z on z.id = a.prize_id where a.state not in ${lost} group by z.id having sum(a.amount) > z.amount`,
  },
  {
    name: 'live-awards-are-unique',
    says: 'an entry has at most one live award of a prize, and a placement one winner',
    sql: `select prize_id, entry_id::text as twice from award where state not in ${lost} group by prize_id, entry_id having count(*) > 1
          union all
          select prize_id, 'placement' from award where state not in ${lost} and kind = 'placement' group by prize_id having count(*) > 1`,
  },
  {
    name: 'compensation-is-of-cancelled-challenges',
    says: 'only cancelled challenges compensate, at most their whole bounty',
    sql: `select c.id, c.state, sum(a.amount) as compensated from award a join challenge c on c.id = a.challenge_id where a.kind = 'compensation' and a.state not in ${lost}
          group by c.id having c.state <> 'cancelled' or sum(a.amount) > c.bounty_total`,
  },
  {
    name: 'pending-awards-are-reserved',
    says: 'an award that is neither lost nor released holds exactly its amount, and no other award holds anything',
    sql: `select coalesce(a.id, r.award_id) as award_id, a.state, a.amount, r.amount as reserved
          from (select id, state, amount from award where state in ${pending} and amount > 0) a
          full join (select award_id, sum(amount) as amount from reservation where state = 'open' group by award_id) r on r.award_id = a.id
          where a.amount is distinct from r.amount`,
  },
  {
    name: 'one-release-per-award',
    says: 'a released award with money has payouts that sum to it, and no other award has payouts',
    sql: `select coalesce(a.id, p.award_id) as award_id, a.amount, p.amount as paid_out
          from (select id, amount from award where state = 'released' and amount > 0) a
          full join (select award_id, sum(amount) as amount from payout group by award_id) p on p.award_id = a.id
          where a.amount is distinct from p.amount`,
  },
  {
    name: 'funded-is-what-the-books-say',
    says: 'a decided, completed or cancelled challenge says it is funded with what was captured for its prizes and did not go back',
    sql: `select c.id, c.funded, b.amount from challenge c
          cross join lateral (select coalesce(sum(case t.kind when 'charge_paid' then e.amount when 'refund_made' then -e.amount end), 0) as amount
            from funding f join ledger_account a on a.owner = f.id and a.kind = 'bounty' join ledger_entry e on e.account_id = a.id join ledger_transaction t on t.id = e.transaction_id
            where f.subject_id = c.id and f.state = 'captured' and t.kind in ('charge_paid', 'refund_made') and not exists (select from refund r where r.funding_id = f.id and r.reason = 'terms_changed')) b
          where c.state in ('decided', 'completed', 'cancelled') and c.funded <> b.amount`,
  },
  {
    name: 'refunds-are-declared',
    says: 'nothing of a bounty went back after somebody of its sponsor had opened a submission and before it signed its non-use declaration, but what went back before declarations were asked for',
    sql: `select r.id, r.subject_id, r.reason from refund r where not r.is_exempt and r.reason not in ('paid_twice', 'payment_failed', 'terms_changed')
          and exists (select from phase p join submission s on s.phase_id = p.id join submission_opening o on o.submission_id = s.id and o.of_sponsor and o.at < r.created_at where p.challenge_id = r.subject_id)
          and not exists (select from non_use_declaration d where d.challenge_id = r.subject_id and d.signed_at <= r.created_at)`,
  },
  {
    name: 'what-went-back-is-closed',
    says: 'a challenge is closed to its sponsor exactly where money of its bounty went back or a non-use declaration is signed',
    sql: `select c.id, c.closed_to_sponsor_because from challenge c
          where (c.closed_to_sponsor_at is not null) <> (exists (select from refund r where r.subject_id = c.id and r.reason not in ('paid_twice', 'payment_failed', 'terms_changed'))
            or exists (select from non_use_declaration d where d.challenge_id = c.id and d.state = 'signed'))`,
  },
  {
    name: 'refunds-wait-for-objections',
    says: 'nothing of a bounty went back while results of its challenge could be objected to, but what went back before that was waited for',
    sql: `select r.id, r.subject_id, r.reason from refund r join announcement a on a.challenge_id = r.subject_id
          where not r.is_exempt and r.reason not in ('paid_twice', 'payment_failed', 'terms_changed') and r.created_at >= a.at and r.created_at < a.object_by`,
  },
  {
    name: 'declarations-hold-their-text',
    says: 'the hash of a non-use declaration is that of its text, and a signed one is in the log',
    sql: `select d.id, d.state from non_use_declaration d where d.hash <> sha256(convert_to(d.text, 'UTF8')) or (d.state = 'signed' and d.record_seq is null)`,
  },
  {
    name: 'completed-challenges-hold-nothing',
    says: 'a completed challenge has no pending award, and neither bounty nor unearned fee is held for it',
    sql: `select c.id, 'award' as what from challenge c join award a on a.challenge_id = c.id and a.state in ${pending} where c.state = 'completed'
          union all
          select c.id, l.kind from challenge c join funding f on f.subject_id = c.id
          join ledger_account l on l.owner = f.id and l.kind in ('bounty', 'fee_unearned') join ledger_balance b on b.account_id = l.id
          where c.state = 'completed' and b.balance <> 0`,
  },
];
