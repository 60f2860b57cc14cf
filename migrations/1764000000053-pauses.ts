import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Staff stop the clock of a challenge. While one is in force the challenge itself carries the fact, under whose lock all look. */
export class Pauses1764000000053 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table challenge add column paused_at timestamptz(3), add column paused_because text check (paused_because in ('report', 'dispute', 'legal', 'platform')),
        add check ((paused_at is null) = (paused_because is null)),
        add check (paused_at is null or state in ('scheduled', 'open'));

      create table pause (
        id uuid primary key,
        challenge_id uuid not null references challenge,
        state text not null check (state in ('in_force', 'resumed', 'dropped')),
        since timestamptz(3) not null,
        reason text not null check (reason in ('report', 'dispute', 'legal', 'platform')),
        note text,
        paused_by uuid references person,
        limit_at timestamptz(3) check (limit_at >= since),
        ended_at timestamptz(3) check (ended_at >= since),
        moved_ms bigint check (moved_ms >= 0),
        check ((ended_at is null) = (state = 'in_force')),
        check ((moved_ms is null) = (state <> 'resumed'))
      );
      create unique index pause_in_force on pause (challenge_id) where state = 'in_force';
      create index pause_challenge on pause (challenge_id, since);
      create index pause_limit on pause (limit_at) where state = 'in_force';

      insert into notification_choice select kind, 'at_once' from unnest(array['paused_sponsor', 'paused_entrant', 'resumed_sponsor', 'resumed_entrant']) kind;

      grant select, insert, update (state, limit_at, ended_at, moved_ms) on pause to guildhall_app;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`delete from notification_choice where kind in ('paused_sponsor', 'paused_entrant', 'resumed_sponsor', 'resumed_entrant')`);
    await db.query('drop table pause; alter table challenge drop column paused_at, drop column paused_because');
  }
}
