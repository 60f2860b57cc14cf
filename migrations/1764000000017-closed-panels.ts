import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Nobody turns an order they have seen. */
export class ClosedPanels1764000000017 implements MigrationInterface {
  name = 'ClosedPanels1764000000017';

  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table panel add column shown_at timestamptz');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table panel drop column shown_at');
  }
}
