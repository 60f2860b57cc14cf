import type { MigrationInterface, QueryRunner } from 'typeorm';

const kinds = ['paused_judge', 'resumed_judge'];

/** Judges hear that a challenge is paused and goes on; neither can be turned off. */
export class PausedJudging1764000000068 implements MigrationInterface {
  name = 'PausedJudging1764000000068';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`insert into notification_choice select unnest($1::text[]), 'at_once'`, [kinds]);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('delete from notification_choice where kind = any($1)', [kinds]);
  }
}
