/** Invariants of agreements for `guildhall check`: each query returns the rows that break it. */
export const agreementsChecks = [
  {
    name: 'agreements-hold-their-text',
    says: 'the hash of an agreement is that of its text, and each of its signatures is about that hash',
    sql: `select a.id from agreement a where a.hash <> sha256(convert_to(a.text, 'UTF8')) or exists (select from signature s where s.agreement_id = a.id and s.hash <> a.hash)`,
  },
  {
    name: 'agreements-in-force-are-signed',
    says: 'an agreement is in force when both sides have signed it, signing when one has, and ready when none has',
    sql: `select a.id, a.state, count(s.id) as signatures from agreement a left join signature s on s.agreement_id = a.id group by a.id
          having count(s.id) <> case a.state when 'ready' then 0 when 'signing' then 1 when 'in_force' then 2 when 'fulfilled' then 2 when 'terminated' then 2 else count(s.id) end`,
  },
];
