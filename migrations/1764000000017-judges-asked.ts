import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A judge is written to once staff have approved what the mail says. */
export class JudgesAsked1764000000017 implements MigrationInterface {
  name = 'JudgesAsked1764000000017';

  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table panel_seat add asked_at timestamptz(3)');
    await db.query('update panel_seat set asked_at = invited_at');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table panel_seat drop asked_at');
  }
}
