import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Nobody judges rivals: submissions know who judges, and a seat can be lost to a conflict. */
export class Conflicts1764000000011 implements MigrationInterface {
  name = 'Conflicts1764000000011';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table challenge_judge (
        phase_id uuid not null references phase (id),
        person_id uuid not null references person (id),
        challenge_id uuid not null references challenge (id),
        primary key (phase_id, person_id)
      );
      create index challenge_judge_of on challenge_judge (challenge_id, person_id);
      grant select, insert, delete on challenge_judge to guildhall_app;
      insert into challenge_judge (phase_id, person_id, challenge_id) select phase_id, person_id, challenge_id from panel_seat where state in ('accepted', 'ready');

      alter table panel_seat drop constraint panel_seat_state_check;
      alter table panel_seat add constraint panel_seat_state_check check (state in ('invited', 'accepted', 'ready', 'declined', 'replaced', 'excluded'));
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table panel_seat drop constraint panel_seat_state_check;
      alter table panel_seat add constraint panel_seat_state_check check (state in ('invited', 'accepted', 'ready', 'declined', 'replaced'));
      drop table challenge_judge;
    `);
  }
}
