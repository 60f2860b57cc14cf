import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Conversations about a submission after its results, sealed like the submission. */
export class Threads1764000000036 implements MigrationInterface {
  name = 'Threads1764000000036';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table thread (
        id uuid primary key,
        kind text not null check (kind in ('submission')),
        challenge_id uuid not null references challenge,
        submission_id uuid not null unique references submission,
        entry_id uuid not null references entry,
        messages int not null check (messages >= 0),
        revision int not null check (revision >= messages),
        created_at timestamptz(3) not null,
        last_message_at timestamptz(3)
      );
      comment on table thread is 'its id is also that of its data key, which seals the texts of its messages';
      create index thread_challenge on thread (challenge_id);
      create index thread_entry on thread (entry_id);
      grant select, insert, update on thread to guildhall_app;

      create table message (
        id uuid primary key,
        thread_id uuid not null references thread,
        number int not null check (number >= 1),
        revision int not null check (revision >= number),
        author_id uuid not null references person,
        side text not null check (side in ('solver', 'sponsor')),
        text bytea,
        mentions uuid[] not null,
        posted_at timestamptz(3) not null,
        edited_at timestamptz(3),
        deleted_at timestamptz(3),
        hidden_at timestamptz(3),
        hidden_because text check (length(hidden_because) between 1 and 2000),
        unique (thread_id, number),
        unique (thread_id, revision),
        check ((text is null) = (deleted_at is not null)),
        check ((hidden_at is null) = (hidden_because is null))
      );
      comment on column message.text is 'sealed; null once its author deleted it';
      grant select, insert, update on message to guildhall_app;

      create table attachment (
        id uuid primary key references data_key,
        file_id uuid not null unique,
        thread_id uuid not null references thread,
        message_id uuid references message,
        uploaded_by uuid not null references person,
        uploaded_at timestamptz(3) not null
      );
      comment on table attachment is 'its id is that of a data key of its own, so that deleting its message erases it';
      create index attachment_message on attachment (message_id);
      create index attachment_thread on attachment (thread_id);
      create index attachment_unsent on attachment (uploaded_at) where message_id is null;
      grant select, insert, update, delete on attachment to guildhall_app;

      create table read_mark (
        thread_id uuid not null references thread,
        person_id uuid not null references person,
        number int not null check (number >= 0),
        marked_at timestamptz(3) not null,
        primary key (thread_id, person_id)
      );
      grant select, insert, update on read_mark to guildhall_app;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table read_mark, attachment, message, thread');
  }
}
