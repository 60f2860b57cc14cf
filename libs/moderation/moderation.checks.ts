/** Invariants of moderation for `guildhall check`: each query returns the rows that break it. */
export const moderationChecks = [
  {
    name: 'measures-hold-with-their-decision',
    says: 'what a decision stopped is stopped only while the decision is in force, and a decision that stopped something is in force only while something of it is',
    sql: `select d.id, d.state, m.id as measure from moderation_decision d
          left join measure m on m.decision_id = d.id and m.undone_at is null
          where case when d.state = 'in_force' then m.id is null and exists (select from measure o where o.decision_id = d.id) else m.id is not null end`,
  },
  {
    name: 'nobody-is-stopped-without-a-decision',
    says: 'each suspension and each payout hold that is in force is the measure of a decision, and not undone',
    sql: `select s.id, s.decision_id from (select id, decision_id from suspension where state = 'in_force' union all select id, decision_id from payout_hold where state = 'in_force') s
          where not exists (select from measure m where m.fact_id = s.id and m.decision_id = s.decision_id and m.undone_at is null)`,
  },
];
