import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Staff stop one payout before it is sent; somebody else of them lets it go. The database itself keeps both rules. */
export class PayoutHolds1764000000052 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table payout_hold (
        id uuid primary key,
        payout_id uuid not null references payout,
        state text not null check (state in ('in_force', 'released')),
        since timestamptz(3) not null,
        reason text not null,
        told text not null,
        decision_id uuid not null,
        placed_by uuid not null references person,
        released_at timestamptz(3),
        released_by uuid references person,
        check (released_by <> placed_by),
        check ((released_at is not null) = (state = 'released')),
        check ((released_by is not null) = (state = 'released'))
      );
      create unique index payout_hold_in_force on payout_hold (payout_id) where state = 'in_force';
      create index payout_hold_payout on payout_hold (payout_id, since);

      create function payout_hold_comes_before_sending() returns trigger language plpgsql as $$
      begin
        perform from payout where id = new.payout_id and state in ('awaiting_payee', 'ready', 'failed', 'blocked') for update;
        if not found then raise exception 'payout % is on its way: it cannot be held', new.payout_id using errcode = 'check_violation'; end if;
        return new;
      end $$;
      create trigger payout_hold_comes_before_sending before insert on payout_hold for each row execute function payout_hold_comes_before_sending();

      create function payout_is_not_sent_while_held() returns trigger language plpgsql as $$
      begin
        if exists (select from payout_hold where payout_id = new.id and state = 'in_force') then
          raise exception 'payout % is held: it cannot be sent', new.id using errcode = 'check_violation';
        end if;
        return new;
      end $$;
      create trigger payout_is_not_sent_while_held before update on payout for each row when (new.state = 'sending') execute function payout_is_not_sent_while_held();

      grant select, insert, update (state, released_at, released_by) on payout_hold to guildhall_app;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop trigger payout_is_not_sent_while_held on payout; drop function payout_is_not_sent_while_held; drop table payout_hold; drop function payout_hold_comes_before_sending');
  }
}
