/** Invariants of the plumbing for `guildhall check`: each query returns the rows that break it. */
export const platformChecks = [
  {
    name: 'outbox-is-done-in-the-end',
    says: 'no work was given up; what is listed waits for a person (`guildhall outbox retry`)',
    sql: `select id, name, handler, attempts, last_error, failed_at from outbox where failed_at is not null order by failed_at`,
  },
];
