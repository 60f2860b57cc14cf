import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What both sides of an award sign, and who signed what when. */
export class Agreements1764000000040 implements MigrationInterface {
  name = 'Agreements1764000000040';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table agreement (
        id uuid primary key,
        award_id uuid not null unique references award (id),
        challenge_id uuid not null references challenge (id),
        sponsor_id uuid not null references organisation (id),
        recipient_id uuid not null references organisation (id),
        author_ids uuid[] not null,
        state text not null check (state in ('draft', 'negotiating', 'ready', 'signing', 'in_force', 'fulfilled', 'terminated', 'declined', 'lapsed')),
        terms jsonb not null,
        text text not null,
        hash bytea not null check (length(hash) = 32),
        made_at timestamptz(3) not null,
        in_force_at timestamptz(3),
        file_id uuid references stored_file (id),
        file_hash bytea check (length(file_hash) = 32),
        record_seq int,
        version int not null,
        check (sponsor_id <> recipient_id),
        check ((state in ('in_force', 'fulfilled', 'terminated')) = (in_force_at is not null)),
        check ((file_id is null) = (file_hash is null) and (file_id is null) = (record_seq is null) and (file_id is null or in_force_at is not null))
      );
      create index agreement_challenge on agreement (challenge_id);
      create index agreement_sponsor on agreement (sponsor_id, made_at, id);
      create index agreement_recipient on agreement (recipient_id, made_at, id);
      create index agreement_authors on agreement using gin (author_ids);
      create index agreement_file on agreement (file_id) where file_id is not null;

      create table signature (
        id uuid primary key,
        agreement_id uuid not null references agreement (id),
        side text not null check (side in ('sponsor', 'recipient')),
        person_id uuid not null references person (id),
        name text not null check (length(name) between 2 and 200),
        hash bytea not null check (length(hash) = 32),
        signed_at timestamptz(3) not null,
        record_seq int not null,
        unique (agreement_id, side)
      );
      create trigger signature_stays before update or delete on signature for each row execute function refuse_change();

      -- What was signed is what was made: neither the text nor the sides of an agreement ever change.
      create function keep_agreement() returns trigger language plpgsql as $$
      begin
        if (new.award_id, new.challenge_id, new.sponsor_id, new.recipient_id, new.author_ids, new.terms, new.text, new.hash, new.made_at)
          is distinct from (old.award_id, old.challenge_id, old.sponsor_id, old.recipient_id, old.author_ids, old.terms, old.text, old.hash, old.made_at)
        then raise exception 'the text of an agreement never changes'; end if;
        return new;
      end $$;
      create trigger agreement_stays before update on agreement for each row execute function keep_agreement();

      grant select, insert, update on agreement to guildhall_app;
      grant select, insert on signature to guildhall_app;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table signature, agreement; drop function keep_agreement();');
  }
}
