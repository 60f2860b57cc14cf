import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Of awards that were lost, and of agreements that ended, when that was; of those before it is what the audit trail says. */
export class DatesOfEnds1764000000064 implements MigrationInterface {
  name = 'DatesOfEnds1764000000064';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table award
        add lost_at timestamptz(3),
        add constraint award_lost_once_over check (lost_at is null or state in ('declined', 'lapsed', 'annulled'));
      update award a set lost_at = (select max(e.at) from audit_entry e where e.subject = 'award' and e.subject_id = a.id::text and e.action in ('award.decline', 'award.lapse', 'award.annul'))
        where a.state in ('declined', 'lapsed', 'annulled');
      alter table agreement
        add ended_at timestamptz(3),
        add constraint agreement_ended_once_over check (ended_at is null or state in ('terminated', 'lapsed'));
      update agreement a set ended_at = (select max(e.at) from audit_entry e where e.subject = 'agreement' and e.subject_id = a.id::text and e.action in ('agreement.lapse', 'agreement.terminate'))
        where a.state in ('terminated', 'lapsed')`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table agreement drop ended_at; alter table award drop lost_at');
  }
}
