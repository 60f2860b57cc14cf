import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The count of an inbox looks at the newest that are unread. */
export class NewestUnread1764000000049 implements MigrationInterface {
  name = 'NewestUnread1764000000049';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      drop index inbox_item_unread;
      create index inbox_item_unread on inbox_item (person_id, created_at desc, notification_id desc) where read_at is null;`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop index inbox_item_unread;
      create index inbox_item_unread on inbox_item (person_id) where read_at is null;`);
  }
}
