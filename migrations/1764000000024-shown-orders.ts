import type { MigrationInterface, QueryRunner } from 'typeorm';

/** That the sponsor has seen the judges' order is a fact of the phase: it also ends the time for questioning submissions. */
export class ShownOrders1764000000024 implements MigrationInterface {
  name = 'ShownOrders1764000000024';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table phase add order_shown_at timestamptz(3);
      update phase f set order_shown_at = p.shown_at from panel p where p.phase_id = f.id;
      alter table panel drop column shown_at;`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table panel add shown_at timestamptz;
      update panel p set shown_at = f.order_shown_at from phase f where p.phase_id = f.id;
      alter table phase drop column order_shown_at;`);
  }
}
