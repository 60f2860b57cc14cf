import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A sponsor who has read what was handed in gets nothing back before it has declared that it does not use it. */
export class NonUseDeclarationsAndNotifications1764000000043 implements MigrationInterface {
  name = 'NonUseDeclarationsAndNotifications1764000000043';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table non_use_declaration (
        id uuid primary key,
        challenge_id uuid not null unique references challenge,
        organisation_id uuid not null references organisation,
        state text not null check (state in ('asked', 'signed')),
        text text not null,
        hash bytea not null check (length(hash) = 32),
        asked_at timestamptz(3) not null,
        due_at timestamptz(3),
        person_id uuid references person,
        name text check (length(name) between 2 and 200),
        signed_at timestamptz(3),
        record_seq int,
        version int not null,
        check ((state = 'signed') = (signed_at is not null)),
        check ((signed_at is null) = (person_id is null) and (signed_at is null) = (name is null)),
        check (state = 'asked' or due_at is null),
        check (state = 'signed' or record_seq is null)
      );
      create index non_use_declaration_due on non_use_declaration (due_at) where due_at is not null;
      create index non_use_declaration_asked on non_use_declaration (organisation_id, asked_at, id) where state = 'asked';
      create index submission_opening_sponsor on submission_opening (submission_id) where opener = 'sponsor';

      -- The text never changes, and nothing does once it is signed, but that its place in the log is added at the end of that change.
      create function keep_non_use_declaration() returns trigger language plpgsql as $$
      begin
        if (new.challenge_id, new.organisation_id, new.text, new.hash, new.asked_at) is distinct from (old.challenge_id, old.organisation_id, old.text, old.hash, old.asked_at)
          or (old.state = 'signed' and (old.record_seq is not null
            or (new.state, new.person_id, new.name, new.signed_at, new.due_at) is distinct from (old.state, old.person_id, old.name, old.signed_at, old.due_at)))
        then raise exception 'a non-use declaration never changes'; end if;
        return new;
      end $$;
      create trigger non_use_declaration_stays before update on non_use_declaration for each row execute function keep_non_use_declaration();
      grant select, insert, update on non_use_declaration to guildhall_app;

      -- Whatever it is called: only a surplus, a payment that failed in part, and what was paid for terms that were changed, is no money of a running bounty.
      create function refuse_undeclared_refund() returns trigger language plpgsql as $$
      begin
        if new.reason not in ('paid_twice', 'payment_failed', 'terms_changed')
          and exists (select from phase p join submission s on s.phase_id = p.id join submission_opening o on o.submission_id = s.id and o.opener = 'sponsor' where p.challenge_id = new.subject_id)
          and not exists (select from non_use_declaration d where d.challenge_id = new.subject_id and d.state = 'signed')
        then raise exception 'the sponsor has opened a submission: nothing goes back before its non-use declaration is signed'; end if;
        return new;
      end $$;
      create trigger refund_is_declared before insert on refund for each row execute function refuse_undeclared_refund();

      insert into notification_choice values ('declaration_asked', 'at_once'), ('declaration_reminded', 'at_once'),
        ('declaration_signed', 'at_once'), ('declaration_signed', 'digest'), ('declaration_signed', 'off');
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop trigger refund_is_declared on refund;
      drop function refuse_undeclared_refund();
      drop index submission_opening_sponsor;
      drop table non_use_declaration;
      drop function keep_non_use_declaration();
      delete from notification_choice where kind in ('declaration_asked', 'declaration_reminded', 'declaration_signed');
    `);
  }
}
