/** Invariants of agreements for `guildhall check`: each query returns the rows that break it. */
export const agreementsChecks = [
  {
    name: 'agreements-hold-their-text',
    says: 'the hash of an agreement is that of its text, and each of its signatures is about that hash',
    sql: `select a.id from agreement a where a.hash <> sha256(convert_to(a.text, 'UTF8')) or exists (select from signature s where s.agreement_id = a.id and s.hash <> a.hash)`,
  },
  {
    name: 'agreements-in-force-are-signed',
    says: 'an agreement in force is signed by the recipient, and by the sponsor too unless its time to sign passed; a signing one has one signature, and a ready one none',
    sql: `select a.id, a.state, count(s.id) as signatures from agreement a left join signature s on s.agreement_id = a.id group by a.id
          having case a.state when 'ready' then count(s.id) <> 0 when 'signing' then count(s.id) <> 1
            when 'in_force' then not coalesce(bool_or(s.side = 'recipient'), false) when 'fulfilled' then not coalesce(bool_or(s.side = 'recipient'), false)
            when 'terminated' then not coalesce(bool_or(s.side = 'recipient'), false) else false end`,
  },
];
