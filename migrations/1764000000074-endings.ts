import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whoever joined a challenge and handed nothing in hears how it ended. */
export class Endings1764000000074 implements MigrationInterface {
  name = 'Endings1764000000074';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`insert into notification_choice values ('ended_without', 'at_once'), ('ended_without', 'digest'), ('ended_without', 'off')`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`delete from notification_choice where kind = 'ended_without'`);
  }
}
