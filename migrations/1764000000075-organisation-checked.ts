import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Owners hear whether staff find that their organisation is what it says it is, and why. */
export class OrganisationChecked1764000000075 implements MigrationInterface {
  name = 'OrganisationChecked1764000000075';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`insert into notification_choice values ('organisation_checked', 'at_once')`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`delete from notification_choice where kind = 'organisation_checked'`);
  }
}
