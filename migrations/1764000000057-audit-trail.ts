import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What staff did, newest first: the page of the audit trail that opens without a question. */
export class AuditTrail1764000000057 implements MigrationInterface {
  name = 'AuditTrail1764000000057';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`create index audit_entry_staff on audit_entry (id) where capacity = 'staff'`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop index audit_entry_staff');
  }
}
