import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What staff did says from which address; of nobody else is one kept here. */
export class AuditAddresses1764000000066 implements MigrationInterface {
  name = 'AuditAddresses1764000000066';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`alter table audit_entry add address text, add constraint audit_address_of_staff check (address is null or capacity = 'staff')`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table audit_entry drop address');
  }
}
