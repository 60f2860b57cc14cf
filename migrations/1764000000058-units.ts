import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Parts of an organisation (faculties, laboratories), and in which of them a member works. */
export class Units1764000000058 implements MigrationInterface {
  name = 'Units1764000000058';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table unit (
        id uuid primary key,
        organisation_id uuid not null references organisation,
        name citext not null check (name <> ''),
        created_at timestamptz(3) not null,
        version int not null,
        unique (organisation_id, name),
        unique (organisation_id, id)
      );
      grant select, insert, update, delete on unit to guildhall_app;

      alter table member add unit_id uuid,
        add constraint member_unit foreign key (organisation_id, unit_id) references unit (organisation_id, id) on delete set null (unit_id);
      create index member_unit on member (unit_id) where unit_id is not null;`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table member drop unit_id;
      drop table unit;`);
  }
}
