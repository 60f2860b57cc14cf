import type { Client } from 'pg';

/** Names of the checks that `sql` breaks; what it does is taken back. */
export async function brokenBy(db: Client, checks: readonly { name: string; sql: string }[], sql: string): Promise<string[]> {
  await db.query('begin');
  try {
    await db.query(sql);
    const found = [];
    for (const check of checks) if ((await db.query(check.sql)).rows.length > 0) found.push(check.name);
    return found;
  } finally {
    await db.query('rollback');
  }
}
