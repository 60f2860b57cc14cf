import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was told of reviews before says what is due and what is asked for, as what is told from now on does. */
export class FactsOfReviews1764000000072 implements MigrationInterface {
  name = 'FactsOfReviews1764000000072';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      update notification n set facts = n.facts || jsonb_build_object(
          'asked', (select string_agg('• ' || (e->>'text'), E'\\n') from jsonb_array_elements(r.edits) e),
          'due', case when c.funded < (select coalesce(sum(z.amount), 0) from prize z join phase f on f.id = z.phase_id where z.challenge_id = c.id and f.position = 1) then 'to_open' when c.funded < c.bounty_total then 'later' end)
        from review r join challenge c on c.id = r.challenge_id where r.id = n.subject_id and n.kind in ('review_approved', 'review_edits')`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`update notification set facts = facts - '{due,asked}'::text[] where kind in ('review_approved', 'review_edits')`);
  }
}
