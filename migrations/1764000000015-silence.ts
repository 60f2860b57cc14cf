import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A sponsor who decides nothing is reminded, and judging may be extended once. */
export class Silence1764000000015 implements MigrationInterface {
  name = 'Silence1764000000015';

  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table panel add reminders_sent int not null default 0 check (reminders_sent >= 0), add extended_at timestamptz(3)');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table panel drop column reminders_sent, drop column extended_at');
  }
}
