import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Nothing goes back to a sponsor while the results may be objected to; what was announced before has its time from its own results. */
export class Objections1764000000042 implements MigrationInterface {
  name = 'Objections1764000000042';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table announcement add object_by timestamptz(3);
      alter table announcement disable trigger announcement_stays;
      update announcement a set object_by = p.results_at + (c.numbers->>'appealHours')::int * interval '1 hour'
        from phase p, challenge c where p.id = a.phase_id and c.id = a.challenge_id and not a.is_empty;
      alter table announcement enable trigger announcement_stays,
        add constraint objectable_unless_empty check (is_empty = (object_by is null));`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table announcement drop constraint objectable_unless_empty, drop object_by;');
  }
}
