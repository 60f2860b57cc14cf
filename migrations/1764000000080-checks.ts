import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When staff looked at an organisation last: whoever read it before that finds that it has changed, whatever was found. */
export class Checks1764000000080 implements MigrationInterface {
  name = 'Checks1764000000080';

  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table organisation add column checked_at timestamptz');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table organisation drop column checked_at');
  }
}
