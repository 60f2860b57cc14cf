import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People and organisations that may not act, for a time or until somebody lifts it. */
export class Suspensions1764000000051 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table suspension (
        id uuid primary key,
        person_id uuid references person,
        organisation_id uuid references organisation,
        state text not null check (state in ('in_force', 'lifted', 'ended')),
        since timestamptz(3) not null,
        until timestamptz(3),
        reason text not null,
        told text not null,
        decision_id uuid not null,
        placed_by uuid not null references person,
        ended_at timestamptz(3),
        lifted_by uuid references person,
        check (num_nonnulls(person_id, organisation_id) = 1),
        check (placed_by is distinct from person_id and lifted_by is distinct from person_id or person_id is null),
        check (until > since),
        check ((ended_at is not null) = (state <> 'in_force')),
        check ((lifted_by is not null) = (state = 'lifted')),
        check (until is not null or state <> 'ended')
      );
      create unique index suspension_person_in_force on suspension (person_id) where state = 'in_force';
      create unique index suspension_organisation_in_force on suspension (organisation_id) where state = 'in_force';
      create index suspension_person on suspension (person_id, since) where person_id is not null;
      create index suspension_organisation on suspension (organisation_id, since) where organisation_id is not null;
      create index suspension_until on suspension (until) where state = 'in_force' and until is not null;

      -- what counts now: one that has run out does not, also before the tick has said so
      create view suspended as
        select id, person_id, organisation_id, since, until from suspension where state = 'in_force' and (until is null or until > app_now());

      grant select, insert, update (state, ended_at, lifted_by) on suspension to guildhall_app;
      grant select on suspended to guildhall_app;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop view suspended; drop table suspension');
  }
}
