import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A placement is released once the agreement about it is in force, where its rule card says for how long a sponsor may sign. Cards from
 * before say nothing of it: their awards go on as they were promised.
 */
export class SignedAwards1764000000047 implements MigrationInterface {
  name = 'SignedAwards1764000000047';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table award add signed_at timestamptz(3), drop constraint award_check4,
        add constraint award_due_while_going check (due_at is null or state in ('announced', 'accepted', 'signed')),
        add constraint award_signed_after_accepting check (signed_at is null or accepted_at is not null);
      alter table agreement add sign_by timestamptz(3);
      update rule_settings set numbers = numbers || '{"sponsorSignsDays": 14}';
      create function release_waits_for_agreement() returns trigger language plpgsql as $$
      begin
        if exists (select from agreement g join challenge c on c.id = g.challenge_id where g.award_id = new.id and g.state not in ('in_force', 'fulfilled') and c.numbers ? 'sponsorSignsDays')
        then raise exception 'an award is released once its agreement is in force'; end if;
        return new;
      end $$;
      create trigger award_waits_for_agreement before update on award for each row
        when (new.state = 'released' and old.state <> 'released') execute function release_waits_for_agreement();`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop trigger award_waits_for_agreement on award;
      drop function release_waits_for_agreement;
      alter table agreement drop sign_by;
      update rule_settings set numbers = numbers - 'sponsorSignsDays';
      update award set state = 'accepted', due_at = release_from where state = 'signed';
      alter table award drop signed_at, drop constraint award_due_while_going, add constraint award_check4 check (due_at is null or state in ('announced', 'accepted'));`);
  }
}
