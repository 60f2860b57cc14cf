import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether a file has a copy that does not name its author is found out once. */
export class BlindFiles1764000000016 implements MigrationInterface {
  name = 'BlindFiles1764000000016';

  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table stored_file add can_be_anonymous boolean');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table stored_file drop can_be_anonymous');
  }
}
