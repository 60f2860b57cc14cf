import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What organisations say they can do, which of them want to be matched, and what comes of it. */
export class Matching1764000000026 implements MigrationInterface {
  name = 'Matching1764000000026';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table organisation add about text, add topics text[] not null default '{}';

      create sequence matching_revision;
      create table matching_solver (
        organisation_id uuid primary key references organisation,
        is_on boolean not null default true,
        revision bigint not null default nextval('matching_revision') unique
      );
      insert into matching_solver (organisation_id) select id from organisation order by created_at, id;

      create table challenge_match (
        challenge_id uuid not null references challenge,
        organisation_id uuid not null references organisation,
        place text not null check (place in ('best', 'exploration')),
        score float8 not null check (score >= 0),
        reasons jsonb not null,
        matched_at timestamptz(3) not null,
        primary key (challenge_id, organisation_id)
      );
      create index challenge_match_organisation on challenge_match (organisation_id);

      create table recommendation (
        organisation_id uuid not null references organisation,
        challenge_id uuid not null references challenge,
        score float8 not null check (score > 0),
        reasons jsonb not null,
        primary key (organisation_id, challenge_id)
      );
      create index recommendation_challenge on recommendation (challenge_id);

      grant usage on sequence matching_revision to guildhall_app;
      grant select, insert, update on matching_solver to guildhall_app;
      grant select, insert, delete on challenge_match to guildhall_app;
      grant select, insert, update, delete on recommendation to guildhall_app;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table recommendation, challenge_match, matching_solver;
      drop sequence matching_revision;
      alter table organisation drop column about, drop column topics;`);
  }
}
