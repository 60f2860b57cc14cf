import type { MigrationInterface, QueryRunner } from 'typeorm';

const noMoneyOfABounty = `('paid_twice', 'payment_failed', 'terms_changed')`;

/**
 * The database itself sends nothing back while results may be objected to, and releases no placement without an agreement in force.
 * Which refunds are older than the declarations is said once and never by the serving role.
 */
export class MoneyWaits1764000000059 implements MigrationInterface {
  name = 'MoneyWaits1764000000059';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create function refuse_refund_before_objections() returns trigger language plpgsql as $$
      begin
        if new.reason not in ${noMoneyOfABounty} and exists (select from announcement a where a.challenge_id = new.subject_id and a.object_by > app_now())
        then raise exception 'nothing goes back while the results may be objected to'; end if;
        return new;
      end $$;
      create trigger refund_waits_for_objections before insert on refund for each row execute function refuse_refund_before_objections();

      create or replace function release_waits_for_agreement() returns trigger language plpgsql as $$
      begin
        if new.kind = 'placement' and exists (select from challenge c where c.id = new.challenge_id and c.numbers ? 'sponsorSignsDays')
          and not exists (select from agreement g where g.award_id = new.id and g.state in ('in_force', 'fulfilled'))
        then raise exception 'an award is released once its agreement is in force'; end if;
        return new;
      end $$;

      revoke insert, update on refund from guildhall_app;
      do $$ begin
        execute (select format('grant insert (%1$s), update (%1$s) on refund to guildhall_app', string_agg(quote_ident(column_name), ', '))
          from information_schema.columns where table_schema = current_schema and table_name = 'refund' and column_name <> 'is_exempt');
      end $$;`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      grant insert, update on refund to guildhall_app;
      create or replace function release_waits_for_agreement() returns trigger language plpgsql as $$
      begin
        if exists (select from agreement g join challenge c on c.id = g.challenge_id where g.award_id = new.id and g.state not in ('in_force', 'fulfilled') and c.numbers ? 'sponsorSignsDays')
        then raise exception 'an award is released once its agreement is in force'; end if;
        return new;
      end $$;
      drop trigger refund_waits_for_objections on refund;
      drop function refuse_refund_before_objections;`);
  }
}
