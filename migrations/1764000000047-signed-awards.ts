import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A placement is released once the agreement about it is in force. Awards that were accepted before go on from where their agreement
 * is; who has not signed yet gets the time to answer again.
 */
export class SignedAwards1764000000047 implements MigrationInterface {
  name = 'SignedAwards1764000000047';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      insert into notification_choice values ('agreement_waits_sponsor', 'at_once'), ('agreement_waits_recipient', 'at_once');
      alter table award add signed_at timestamptz(3), drop constraint award_check4,
        add constraint award_due_while_going check (due_at is null or state in ('announced', 'accepted', 'signed')),
        add constraint award_signed_after_accepting check (signed_at is null or accepted_at is not null);
      update award a set signed_at = s.signed_at from agreement g join signature s on s.agreement_id = g.id and s.side = 'recipient' where g.award_id = a.id;
      update award a set state = 'signed' where a.state = 'accepted' and not exists (select from agreement g where g.award_id = a.id and g.state in ('ready', 'signing'));
      update award a set respond_by = app_now() + interval '14 days', due_at = app_now() + interval '14 days' where a.state = 'accepted' and a.kind = 'placement' and a.signed_at is null;
      update award a set due_at = a.signed_at + interval '14 days' where a.state = 'accepted' and a.kind = 'placement' and a.signed_at is not null;
      create function release_waits_for_agreement() returns trigger language plpgsql as $$
      begin
        if exists (select from agreement g where g.award_id = new.id and g.state not in ('in_force', 'fulfilled'))
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
      update award set state = 'accepted', due_at = release_from where state = 'signed';
      alter table award drop signed_at, drop constraint award_due_while_going, add constraint award_check4 check (due_at is null or state in ('announced', 'accepted'));
      delete from notification_choice where kind in ('agreement_waits_sponsor', 'agreement_waits_recipient');`);
  }
}
