import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who is related to one organisation is found without reading all of them. */
export class RelatedParties1764000000028 implements MigrationInterface {
  name = 'RelatedParties1764000000028';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create index organisation_declared_owner on organisation (lower(btrim(declared_owner)));
      create index organisation_name on organisation (lower(btrim(name)));`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop index organisation_declared_owner, organisation_name');
  }
}
