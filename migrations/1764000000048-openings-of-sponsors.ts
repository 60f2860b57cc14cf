import type { MigrationInterface, QueryRunner } from 'typeorm';

const refusal = (opened: string) => `
  create or replace function refuse_undeclared_refund() returns trigger language plpgsql as $$
  begin
    if new.reason not in ('paid_twice', 'payment_failed', 'terms_changed')
      and exists (select from phase p join submission s on s.phase_id = p.id join submission_opening o on o.submission_id = s.id and ${opened} where p.challenge_id = new.subject_id)
      and not exists (select from non_use_declaration d where d.challenge_id = new.subject_id and d.state = 'signed')
    then raise exception 'the sponsor has opened a submission: nothing goes back before its non-use declaration is signed'; end if;
    return new;
  end $$;`;

/** A judge who belongs to the sponsor reads for the sponsor. Refunds that were made before that counted, and before anybody declared anything, are as they were. */
export class OpeningsOfSponsors1764000000048 implements MigrationInterface {
  name = 'OpeningsOfSponsors1764000000048';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table submission_opening add of_sponsor boolean not null default false;
      update submission_opening o set of_sponsor = true
        from submission s join challenge c on c.id = s.challenge_id
        where s.id = o.submission_id and (o.opener = 'sponsor' or (o.opener = 'judge' and exists (select from member m where m.organisation_id = c.sponsor_id and m.person_id = o.person_id)));
      alter table submission_opening alter of_sponsor drop default, add constraint sponsors_read_for_themselves check (opener <> 'sponsor' or of_sponsor);
      drop index submission_opening_sponsor;
      create index submission_opening_sponsor on submission_opening (submission_id) where of_sponsor;
      ${refusal('o.of_sponsor')}
      alter table refund add is_exempt boolean not null default false;
      update refund set is_exempt = true;`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      ${refusal(`o.opener = 'sponsor'`)}
      alter table refund drop is_exempt;
      drop index submission_opening_sponsor;
      alter table submission_opening drop of_sponsor;
      create index submission_opening_sponsor on submission_opening (submission_id) where opener = 'sponsor';`);
  }
}
