import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A phase that is due and not paid for: its sponsor is reminded, once. */
export class UnpaidPhases1764000000018 implements MigrationInterface {
  name = 'UnpaidPhases1764000000018';

  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table phase add payment_reminded_at timestamptz(3)');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table phase drop column payment_reminded_at');
  }
}
