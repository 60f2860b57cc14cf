import type { MigrationInterface, QueryRunner } from 'typeorm';

const kinds = ['report_answer_asked', 'statement_given', 'report_acted_on', 'report_refused', 'decision_lifted', 'appeal_waits', 'moderation_appeal_decided'];

/** Whoever reports, is reported or is hit by a decision hears of it; none of it can be turned off. */
export class ModerationNotifications1764000000056 implements MigrationInterface {
  name = 'ModerationNotifications1764000000056';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`insert into notification_choice select unnest($1::text[]), 'at_once'`, [kinds]);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('delete from notification_choice where kind = any($1)', [kinds]);
  }
}
