import type { MigrationInterface, QueryRunner } from 'typeorm';

/** "Entry 7" is drawn for each phase anew: a number that went along would say who wrote what, once the first results name people. */
export class NumbersByLot1764000000023 implements MigrationInterface {
  name = 'NumbersByLot1764000000023';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table submission add number int check (number > 0), add unique (phase_id, number);
      update submission s set number = e.number from entry e where e.id = s.entry_id and s.state in ('under_review', 'judged', 'ineligible', 'disqualified');
      alter table entry drop column number;`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table entry add number int check (number > 0), add unique (challenge_id, number);
      update entry e set number = s.number from submission s join phase p on p.id = s.phase_id where s.entry_id = e.id and p.position = 1;
      alter table submission drop column number;`);
  }
}
