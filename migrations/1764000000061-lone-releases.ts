import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where nobody else may decide an appeal about a hold, who placed it releases it after the wait; the database itself keeps that wait. */
export class LoneReleases1764000000061 implements MigrationInterface {
  name = 'LoneReleases1764000000061';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table payout_hold
        add alone_from timestamptz(3),
        drop constraint payout_hold_check,
        add constraint payout_hold_released_by_another check (released_by <> placed_by or (alone_from is not null and released_at >= alone_from)),
        add constraint payout_hold_alone_after_wait check (alone_from >= since + interval '72 hours');
      grant update (alone_from) on payout_hold to guildhall_app;
      update payout_hold h set alone_from = a.alone_from from moderation_appeal a where a.decision_id = h.decision_id and a.alone_from is not null and h.state = 'in_force'`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table payout_hold drop constraint payout_hold_alone_after_wait, drop constraint payout_hold_released_by_another;
      alter table payout_hold add constraint payout_hold_check check (released_by <> placed_by) not valid;
      alter table payout_hold drop column alone_from`);
  }
}
