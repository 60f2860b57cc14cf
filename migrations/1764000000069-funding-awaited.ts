import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who keeps a sponsor's money hears that an approved challenge waits for it. */
export class FundingAwaited1764000000069 implements MigrationInterface {
  name = 'FundingAwaited1764000000069';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`insert into notification_choice values ('funding_awaited', 'at_once')`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`delete from notification_choice where kind = 'funding_awaited'`);
  }
}
