import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Measures whose suspension, pause or hold is over by itself, and decisions that did nothing else which still holds, are over:
 * since this version that is heard as it happens.
 */
export class EndedMeasures1764000000065 implements MigrationInterface {
  name = 'EndedMeasures1764000000065';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      with over as (
        update measure m set undone_at = coalesce(f.ended_at, app_now())
        from (
          select id, ended_at from suspension where state <> 'in_force'
          union all select id, ended_at from pause where state <> 'in_force'
          union all select id, released_at from payout_hold where state <> 'in_force') f
        where f.id = m.fact_id and m.undone_at is null
        returning m.id, m.decision_id, m.undone_at)
      update moderation_decision d set state = 'ended', over_at = (select max(undone_at) from over o where o.decision_id = d.id)
      where d.state = 'in_force' and d.id in (select decision_id from over)
        and not exists (select from measure m where m.decision_id = d.id and m.undone_at is null and m.id not in (select id from over))`);
  }

  async down(): Promise<void> {
    // what is over stays over
  }
}
