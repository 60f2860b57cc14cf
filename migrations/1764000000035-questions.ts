import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Public questions about a challenge, and the binding answers that stand beside its rule card. */
export class Questions1764000000035 implements MigrationInterface {
  name = 'Questions1764000000035';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table clarification (
        id uuid primary key,
        challenge_id uuid not null references challenge,
        number int not null check (number >= 1),
        rule_card_version int not null check (rule_card_version >= 1),
        question text not null check (length(question) between 1 and 2000),
        answer text not null check (length(answer) between 1 and 5000),
        hash bytea not null check (length(hash) = 32),
        at timestamptz(3) not null,
        record_seq int not null,
        unique (challenge_id, number)
      );
      comment on table clarification is 'binding answers: they explain the rule card, are recorded in the log, and never change';
      grant select, insert on clarification to guildhall_app;

      create table question (
        id uuid primary key,
        challenge_id uuid not null references challenge,
        asked_by uuid not null references person,
        state text not null check (state in ('open', 'answered', 'withdrawn')),
        text text check (length(text) between 1 and 2000),
        asked_at timestamptz(3) not null,
        answer text check (length(answer) between 1 and 5000),
        answered_by uuid references person,
        answered_at timestamptz(3),
        clarification_id uuid unique references clarification,
        hidden_at timestamptz(3),
        hidden_because text check (length(hidden_because) between 1 and 2000),
        version int not null,
        check ((state = 'withdrawn') = (text is null)),
        check ((state = 'answered') = (answer is not null)),
        check ((answer is null) = (answered_by is null)),
        check ((answer is null) = (answered_at is null)),
        check (clarification_id is null or answer is not null),
        check ((hidden_at is null) = (hidden_because is null))
      );
      comment on column question.asked_by is 'shown to nobody but this person';
      create index question_of on question (challenge_id, asked_at desc, id desc) where state <> 'withdrawn';
      create index question_asker on question (asked_by, challenge_id) where state = 'open';
      grant select, insert, update on question to guildhall_app;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table question, clarification');
  }
}
