import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Nobody turns an order they have seen. */
export class ClosedPanels1764000000019 implements MigrationInterface {
  name = 'ClosedPanels1764000000019';

  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table panel add column shown_at timestamptz');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table panel drop column shown_at');
  }
}
