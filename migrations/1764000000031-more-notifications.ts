import type { MigrationInterface, QueryRunner } from 'typeorm';

const always = ['award_lost', 'award_lost_sponsor', 'funding_captured', 'your_turn'].map((kind) => [kind, 'at_once']);
const free = ['place_changed', 'payment_made'].flatMap((kind) => [[kind, 'at_once'], [kind, 'digest'], [kind, 'off']]);
const choices = [...always, ...free].map(([kind, choice]) => `('${kind}', '${choice}')`).join(', ');

/** Both sides are told of awards that are lost, and sponsors when money arrives and leaves, and when it is their turn. */
export class MoreNotifications1764000000031 implements MigrationInterface {
  name = 'MoreNotifications1764000000031';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`insert into notification_choice values ${choices}`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`delete from notification_choice where kind in ('award_lost', 'award_lost_sponsor', 'funding_captured', 'your_turn', 'place_changed', 'payment_made')`);
  }
}
