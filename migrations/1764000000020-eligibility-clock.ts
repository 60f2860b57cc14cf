import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A question about eligibility ends by itself and is asked once; that nobody was eligible is an outcome of its own. */
export class EligibilityClock1764000000020 implements MigrationInterface {
  name = 'EligibilityClock1764000000020';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table eligibility_review add column due_at timestamptz(3);
      update eligibility_review set due_at = proposed_at + interval '30 days';
      alter table eligibility_review alter column due_at set not null;
      create unique index eligibility_review_once on eligibility_review (submission_id, clause);
      create index eligibility_review_due on eligibility_review (due_at) where outcome is null;

      alter table decision drop constraint decision_how_check;
      alter table decision add constraint decision_how_check check (how in ('by_ranking', 'sponsor_choice', 'silence', 'nothing_submitted', 'nobody_eligible'));
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table decision drop constraint decision_how_check;
      alter table decision add constraint decision_how_check check (how in ('by_ranking', 'sponsor_choice', 'silence', 'nothing_submitted'));
      drop index eligibility_review_due, eligibility_review_once;
      alter table eligibility_review drop column due_at;
    `);
  }
}
