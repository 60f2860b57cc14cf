import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Since when money does not move, so that staff see what waits and for how long. */
export class StoppedMoney1764000000013 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table payout add column stopped_at timestamptz(3);
      update payout set stopped_at = created_at where state in ('unknown', 'failed', 'blocked');
      alter table payout
        add check (stopped_at is not null or state not in ('unknown', 'failed', 'blocked')),
        add check (stopped_at is null or state not in ('awaiting_payee', 'sent', 'reversed'));
      create index payout_stopped on payout (stopped_at, id) where stopped_at is not null;
      create index payout_long_awaiting on payout (created_at, id) where state = 'awaiting_payee';

      alter table refund add column failed_at timestamptz(3);
      update refund set failed_at = created_at where state = 'failed';
      alter table refund add check ((failed_at is not null) = (state = 'failed'));
      create index refund_failed on refund (failed_at, id) where state = 'failed';

      alter table funding add column failed_at timestamptz(3);
      update funding set failed_at = created_at where state = 'failed';
      alter table funding add check ((failed_at is not null) = (state = 'failed'));
      create index funding_failed on funding (failed_at, id) where state = 'failed';
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table payout drop column stopped_at; alter table refund drop column failed_at; alter table funding drop column failed_at');
  }
}
