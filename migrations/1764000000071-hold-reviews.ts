import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A held payout is looked at again by a day that its payee knows; from then on it is asked whether anybody else is there to let it go. */
export class HoldReviews1764000000071 implements MigrationInterface {
  name = 'HoldReviews1764000000071';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table payout_hold add review_at timestamptz(3), add due_at timestamptz(3);
      update payout_hold set review_at = since + interval '14 days', due_at = case when state = 'in_force' and alone_from is null then since + interval '14 days' end;
      alter table payout_hold alter review_at set not null, add constraint payout_hold_reviewed_later check (review_at > since);
      create index payout_hold_due on payout_hold (due_at) where state = 'in_force' and due_at is not null;
      insert into notification_choice values ('hold_waits', 'at_once');
      grant update (due_at) on payout_hold to guildhall_app`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`delete from notification_choice where kind = 'hold_waits'`);
    await db.query('alter table payout_hold drop column review_at, drop column due_at');
  }
}
