import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whoever is given a staff role, or has one taken, hears of it and why. */
export class StaffRolesTold1764000000076 implements MigrationInterface {
  name = 'StaffRolesTold1764000000076';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`insert into notification_choice values ('staff_role_granted', 'at_once'), ('staff_role_taken', 'at_once')`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`delete from notification_choice where kind in ('staff_role_granted', 'staff_role_taken')`);
  }
}
