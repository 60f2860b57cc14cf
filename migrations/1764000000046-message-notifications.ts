import type { MigrationInterface, QueryRunner } from 'typeorm';

const choices = ['message_posted', 'person_mentioned'].flatMap((kind) => ['at_once', 'digest', 'off'].map((choice) => `('${kind}', '${choice}')`)).join(', ');

/** Both sides of a conversation hear of what is said in it. */
export class MessageNotifications1764000000046 implements MigrationInterface {
  name = 'MessageNotifications1764000000046';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`insert into notification_choice values ${choices}`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`delete from notification_choice where kind in ('message_posted', 'person_mentioned')`);
  }
}
