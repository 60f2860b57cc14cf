import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Results follow the awards: who holds a placement now is kept beside the decision, which stays as it was. */
export class Placements1764000000022 implements MigrationInterface {
  name = 'Placements1764000000022';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table placement (
        prize_id uuid primary key references prize (id),
        phase_id uuid not null references panel (phase_id),
        place int not null check (place > 0),
        submission_id uuid not null references submission (id),
        entry_id uuid not null references entry (id)
      );
      create index placement_phase on placement (phase_id);
      grant select, insert, update, delete on placement to guildhall_app;
      insert into placement (prize_id, phase_id, place, submission_id, entry_id)
        select p.prize_id, d.phase_id, p.place, p.submission_id, p.entry_id from decision_place p join decision d on d.id = p.decision_id;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table placement');
  }
}
