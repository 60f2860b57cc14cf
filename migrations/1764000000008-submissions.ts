import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Submissions1764000000008 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table entry (
        id uuid primary key,
        challenge_id uuid not null references challenge,
        organisation_id uuid not null references organisation,
        state text not null check (state in ('joined', 'waitlisted', 'withdrawn', 'excluded', 'closed')),
        rule_card_version int not null check (rule_card_version > 0),
        number int check (number > 0),
        is_payable boolean,
        joined_at timestamptz(3) not null,
        version int not null,
        unique (challenge_id, number)
      );
      create index entry_of_challenge on entry (challenge_id, state, joined_at, id);
      create index entry_of_organisation on entry (organisation_id);
      grant select, insert, update on entry to guildhall_app;

      create table entry_member (
        entry_id uuid not null references entry,
        person_id uuid not null references person,
        challenge_id uuid not null references challenge,
        share int not null check (share between 0 and 10000),
        payee_organisation_id uuid not null references organisation,
        primary key (entry_id, person_id)
      );
      create unique index entry_member_once on entry_member (challenge_id, person_id);
      create index entry_member_person on entry_member (person_id, entry_id);
      grant select, insert on entry_member to guildhall_app;

      create table submission (
        id uuid primary key references data_key,
        challenge_id uuid not null references challenge,
        phase_id uuid not null references phase,
        entry_id uuid not null references entry,
        state text not null check (state in ('draft', 'submitted', 'under_review', 'judged', 'ineligible', 'withdrawn', 'lapsed', 'disqualified')),
        versions int not null check (versions >= 0),
        sent_draft int,
        submitted_at timestamptz(3),
        band text check (band in ('winner', 'finalist', 'strong', 'fair', 'weak', 'not_judged')),
        reason text,
        judged_at timestamptz(3),
        created_at timestamptz(3) not null,
        version int not null,
        unique (entry_id, phase_id),
        check ((versions > 0) = (submitted_at is not null)),
        check (state not in ('submitted', 'under_review', 'judged', 'ineligible') or versions > 0),
        check (state <> 'judged' or (band is not null and judged_at is not null))
      );
      create index submission_of_phase on submission (phase_id, state, id);
      grant select, insert, update on submission to guildhall_app;

      create table submission_draft (
        submission_id uuid primary key references submission,
        answers bytea not null,
        saved_at timestamptz(3) not null,
        version int not null
      );
      comment on table submission_draft is 'ciphertext only';
      grant select, insert, update, delete on submission_draft to guildhall_app;

      create table draft_file (
        file_id uuid primary key references stored_file on delete cascade,
        submission_id uuid not null references submission
      );
      create index draft_file_of on draft_file (submission_id);
      grant select, insert, delete on draft_file to guildhall_app;

      create table submission_version (
        id uuid primary key,
        submission_id uuid not null references submission,
        number int not null check (number > 0),
        answers bytea not null,
        file_ids uuid[] not null,
        submitted_at timestamptz(3) not null,
        submitted_by uuid not null references person,
        record_seq int not null unique,
        unique (submission_id, number)
      );
      comment on column submission_version.answers is 'ciphertext only; empty once its content was erased';
      grant select, insert, update (answers, file_ids) on submission_version to guildhall_app;

      create table submission_opening (
        id uuid primary key,
        submission_id uuid not null references submission,
        at timestamptz(3) not null,
        person_id uuid references person,
        opener text not null check (opener in ('author', 'approver', 'judge', 'sponsor', 'staff')),
        thing text not null check (thing in ('draft', 'submission', 'manifest', 'file')),
        file_id uuid
      );
      create index submission_opening_of on submission_opening (submission_id, at, id);
      grant select, insert on submission_opening to guildhall_app;

      create table eligibility_review (
        id uuid primary key,
        submission_id uuid not null references submission,
        clause int not null check (clause > 0),
        reason text not null,
        proposed_by uuid references person,
        proposed_at timestamptz(3) not null,
        outcome text check (outcome in ('eligible', 'ineligible')),
        ground text check (ground in ('incomplete', 'off_topic', 'related_party', 'not_own_work', 'outside_country', 'identity_revealed', 'other_clause')),
        statement text,
        decided_by uuid references person,
        decided_at timestamptz(3),
        check ((outcome is null) = (decided_at is null)),
        check (outcome <> 'ineligible' or ground is not null)
      );
      create unique index eligibility_review_open on eligibility_review (submission_id) where outcome is null;
      create index eligibility_review_waiting on eligibility_review (proposed_at, id) where outcome is null;
      create index eligibility_review_of on eligibility_review (submission_id);
      grant select, insert, update on eligibility_review to guildhall_app;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table eligibility_review, submission_opening, submission_version, draft_file, submission_draft, submission, entry_member, entry');
  }
}
