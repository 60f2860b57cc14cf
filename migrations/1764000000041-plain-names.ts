import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Related parties are told apart by what a name says, not by how it is spaced or written large. */
export class PlainNames1764000000041 implements MigrationInterface {
  name = 'PlainNames1764000000041';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create function plain_name(name text) returns text language sql immutable strict parallel safe
        return lower(btrim(regexp_replace(normalize(name, nfkc), '\\s+', ' ', 'g')));
      drop index organisation_declared_owner, organisation_name;
      create index organisation_declared_owner on organisation (plain_name(declared_owner));
      create index organisation_name on organisation (plain_name(name));`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop index organisation_declared_owner, organisation_name;
      create index organisation_declared_owner on organisation (lower(btrim(declared_owner)));
      create index organisation_name on organisation (lower(btrim(name)));
      drop function plain_name(text);`);
  }
}
