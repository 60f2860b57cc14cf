import type { TestApp } from './app';

/** What every change leaves: a request that is refused must not be seen in any of it. Two of these are compared. */
export async function written({ db }: Pick<TestApp, 'db'>): Promise<string> {
  const [row] = await db.query(`select (select count(*) from audit_entry) as audits, (select count(*) from outbox) as outbox, (select count(*) from log_record) as records, (select count(*) from idempotency_key) as keys`);
  return JSON.stringify(row);
}
