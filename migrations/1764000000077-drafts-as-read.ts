import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A review keeps the draft as it was read, so that the next shows what was changed since. */
export class DraftsAsRead1764000000077 implements MigrationInterface {
  name = 'DraftsAsRead1764000000077';

  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table review add parts jsonb');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table review drop parts');
  }
}
