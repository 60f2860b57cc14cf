import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whoever keeps the money of a payee that cannot be paid is told that some waits, and reminded; those who wait already are told once this runs. */
export class WaitingPayouts1764000000073 implements MigrationInterface {
  name = 'WaitingPayouts1764000000073';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table payout add remind_at timestamptz(3);
      update payout set remind_at = app_now() where state = 'awaiting_payee';
      create index payout_remind on payout (remind_at) where state = 'awaiting_payee';
      insert into notification_choice values ('payout_waits', 'at_once')`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`delete from notification_choice where kind = 'payout_waits'`);
    await db.query('alter table payout drop column remind_at');
  }
}
