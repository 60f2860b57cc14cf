import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Finds what staff did by its name, and the last of it, without reading all that staff ever did; in the order of bytes, so that a beginning is found too. */
export class AuditActions1764000000079 implements MigrationInterface {
  name = 'AuditActions1764000000079';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`create index audit_entry_staff_action on audit_entry (action collate "C", id) where capacity = 'staff'`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop index audit_entry_staff_action');
  }
}
