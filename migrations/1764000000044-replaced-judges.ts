import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Judges who are taken off a panel are told. */
export class ReplacedJudgesNotifications1764000000044 implements MigrationInterface {
  name = 'ReplacedJudgesNotifications1764000000044';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`insert into notification_choice values ('judge_replaced', 'at_once')`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`delete from notification_choice where kind = 'judge_replaced'`);
  }
}
