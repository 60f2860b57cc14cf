import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether the time to sign an agreement has moved for a pause that is over. What was renewed before has moved for all that are. */
export class AgreementRenewed1764000000070 implements MigrationInterface {
  name = 'AgreementRenewed1764000000070';

  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table agreement add renewed_at timestamptz(3)');
    await db.query(`update agreement a set renewed_at = (select max(p.ended_at) from pause p where p.challenge_id = a.challenge_id and p.state = 'resumed' and p.ended_at > a.made_at)`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table agreement drop renewed_at');
  }
}
