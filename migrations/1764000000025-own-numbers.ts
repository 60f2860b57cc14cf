import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A challenge keeps the platform's numbers of the moment staff approved it: raised later, they could hold its money too long.
 * Where none were frozen yet it gets the 80 days that hold in most countries.
 */
export class OwnNumbers1764000000025 implements MigrationInterface {
  name = 'OwnNumbers1764000000025';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table challenge add numbers jsonb;
      update challenge c set numbers = coalesce(
        (select r.terms->'numbers' from rule_card r where r.challenge_id = c.id order by r.version desc limit 1),
        (select s.numbers || jsonb_build_object('feeBasisPoints', c.fee_basis_points, 'holdLimitDays', 80) from rule_settings s))
      where c.state not in ('draft', 'in_review');
      alter table challenge drop column fee_basis_points,
        add constraint numbers_from_approval check (numbers is not null or state in ('draft', 'in_review', 'cancelled'));
      create trigger challenge_keeps_numbers before update on challenge for each row
        when (old.numbers is not null and new.numbers is distinct from old.numbers and new.state <> 'draft') execute function refuse_change();`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop trigger challenge_keeps_numbers on challenge;
      alter table challenge drop constraint numbers_from_approval,
        add fee_basis_points int check (fee_basis_points between 0 and 10000);
      update challenge set fee_basis_points = coalesce((numbers->>'feeBasisPoints')::int, (select (s.numbers->>'feeBasisPoints')::int from rule_settings s));
      alter table challenge alter fee_basis_points set not null, drop column numbers;`);
  }
}
