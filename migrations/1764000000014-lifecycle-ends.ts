import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How a challenge ends that nobody decides: cancelled with compensation, silent, or never paid for. */
export class LifecycleEnds1764000000014 implements MigrationInterface {
  name = 'LifecycleEnds1764000000014';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- A cancelled challenge is judged no more.
      alter table panel drop constraint panel_state_check, add constraint panel_state_check check (state in ('waiting', 'scoring', 'decided', 'stopped'));

      -- Compensation comes without a decision, and out of the bounty as a whole: of no prize in particular.
      alter table award drop constraint award_phase_id_fkey, add foreign key (phase_id) references phase (id);
      alter table award alter column prize_id drop not null, add constraint award_of_prize check ((kind = 'compensation') = (prize_id is null));
      create unique index award_compensation_once on award (challenge_id, entry_id) where kind = 'compensation' and state not in ('declined', 'lapsed', 'annulled');
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop index award_compensation_once;
      alter table award drop constraint award_of_prize, alter column prize_id set not null;
      alter table award drop constraint award_phase_id_fkey, add foreign key (phase_id) references announcement (phase_id);
      alter table panel drop constraint panel_state_check, add constraint panel_state_check check (state in ('waiting', 'scoring', 'decided'));
    `);
  }
}
