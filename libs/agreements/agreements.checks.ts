/** Invariants of agreements for `guildhall check`: each query returns the rows that break it. */
export const agreementsChecks = [
  {
    name: 'agreements-hold-their-text',
    says: 'the hash of an agreement is that of its text, and each of its signatures is about that hash',
    sql: `select a.id from agreement a where a.hash <> sha256(convert_to(a.text, 'UTF8')) or exists (select from signature s where s.agreement_id = a.id and s.hash <> a.hash)`,
  },
  {
    name: 'agreements-in-force-are-signed',
    says: 'an agreement in force is signed by the recipient, and by the sponsor too unless its time to sign had passed; a signing one has one signature, and a ready one none',
    sql: `select a.id, a.state, a.in_force_at from agreement a
          left join signature r on r.agreement_id = a.id and r.side = 'recipient' left join signature s on s.agreement_id = a.id and s.side = 'sponsor'
          where case when a.state = 'ready' then r.id is not null or s.id is not null when a.state = 'signing' then (r.id is null) = (s.id is null)
            when a.in_force_at is not null then r.id is null or (s.id is null and coalesce(a.in_force_at < r.signed_at + (a.terms ->> 'sponsorSignsDays')::int * interval '1 day', true)) else false end`,
  },
];
