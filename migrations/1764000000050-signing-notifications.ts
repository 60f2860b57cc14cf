import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who has not signed an agreement yet hears that the other side has. */
export class SigningNotifications1764000000050 implements MigrationInterface {
  name = 'SigningNotifications1764000000050';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`insert into notification_choice values ('agreement_waits_sponsor', 'at_once'), ('agreement_waits_recipient', 'at_once')`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`delete from notification_choice where kind in ('agreement_waits_sponsor', 'agreement_waits_recipient')`);
  }
}
