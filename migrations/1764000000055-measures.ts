import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a decision did beyond hiding is a row of the module it stops, by which it is found again. */
export class Measures1764000000055 implements MigrationInterface {
  name = 'Measures1764000000055';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table measure add column fact_id uuid,
        add check (kind in ('suspend_person', 'suspend_organisation', 'pause_challenge', 'hide_question', 'hide_message', 'hold_payout')),
        add check ((fact_id is null) = (kind in ('hide_question', 'hide_message')));
      comment on column measure.fact_id is 'the suspension, pause or payout hold it made';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table measure drop column fact_id');
  }
}
