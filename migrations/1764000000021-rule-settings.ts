import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The platform's numbers become a row that operators change. */
export class RuleSettings1764000000021 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table rule_settings (
        id text primary key check (id = 'platform'),
        numbers jsonb not null,
        changed_at timestamptz(3),
        version integer not null
      );
      insert into rule_settings (id, version, numbers) values ('platform', 1, '{
        "feeBasisPoints": 1000, "judgingDays": 14, "passMark": 50, "silentReminderDays": [7, 14, 21], "silentDays": 30, "responseDays": [7, 7], "fallbacks": 1,
        "appealHours": 72, "objectionDays": 14, "amendmentNoticeDays": 7, "normalisedFromScores": 5, "feeKeptWhenUnawardedPercent": 50,
        "cancellationShareBasisPoints": 1000, "entriesPerMonth": 3
      }');
      grant select, update on rule_settings to guildhall_app;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table rule_settings');
  }
}
