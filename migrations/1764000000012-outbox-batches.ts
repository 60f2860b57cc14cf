import type { MigrationInterface, QueryRunner } from 'typeorm';

/** With which take a row was given out; it names the job the row is in. */
export class OutboxBatches1764000000012 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create sequence outbox_batch;
      grant usage on sequence outbox_batch to guildhall_app;
      alter table outbox add column batch bigint;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table outbox drop column batch; drop sequence outbox_batch');
  }
}
