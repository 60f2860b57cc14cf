import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A pause stops the clocks of awards too: which pauses an award has taken into account, and from when its sponsor's days to sign count since. */
export class PausedAwards1764000000060 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table award add column resumed_at timestamptz(3), add column signs_from timestamptz(3)');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table award drop column resumed_at, drop column signs_from');
  }
}
