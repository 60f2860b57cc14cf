import type { MigrationInterface, QueryRunner } from 'typeorm';

const concerned = `
        person_id uuid references person,
        organisation_id uuid references organisation,
        entry_id uuid references entry,
        check (num_nonnulls(person_id, organisation_id, entry_id) = 1)`;

/** Reports, what staff decided with a statement of reasons, and appeals against it. */
export class Moderation1764000000054 implements MigrationInterface {
  name = 'Moderation1764000000054';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table report (
        id uuid primary key references data_key,
        state text not null check (state in ('open', 'awaiting_answer', 'heard', 'decided', 'withdrawn')),
        subject_kind text not null check (subject_kind in ('challenge', 'organisation', 'question', 'answer', 'message', 'submission')),
        subject_id uuid not null,
        challenge_id uuid references challenge,
        ground text not null check (ground in ('copying', 'misuse', 'illegal', 'spam', 'harassment', 'misleading', 'personal_data', 'other')),
        words bytea not null,
        quote bytea not null,
        record_seq int,
        reported_by uuid not null references person,
        reported_at timestamptz(3) not null,
        received_at timestamptz not null default now(),
        asked bytea,
        asked_by uuid references person,
        asked_at timestamptz(3),
        due_at timestamptz(3),
        answer bytea,
        answered_by uuid references person,
        answered_at timestamptz(3),
        decided_at timestamptz(3),
        ${concerned},
        check (num_nonnulls(asked, asked_by, asked_at, due_at) in (0, 4)),
        check (num_nonnulls(answer, answered_by, answered_at) in (0, 3)),
        check (state <> 'awaiting_answer' or (asked_at is not null and answered_at is null)),
        check (answered_at is null or (asked_at is not null and answered_at < due_at)),
        check ((state = 'decided') = (decided_at is not null))
      );
      comment on table report is 'its id is that of the data key under which words, quote, asked and answer are sealed; withdrawing it destroys the key';
      comment on column report.received_at is 'wall time, for the limit of each person';
      create unique index report_once on report (reported_by, subject_kind, subject_id) where state in ('open', 'awaiting_answer', 'heard');
      create index report_queue on report (reported_at, id);
      create index report_of_person on report (reported_by, reported_at desc, id desc);
      create index report_due on report (due_at) where state = 'awaiting_answer';
      create index report_subject on report (subject_id);
      grant select, insert, update on report to guildhall_app;

      create table moderation_decision (
        id uuid primary key,
        state text not null check (state in ('in_force', 'lifted', 'reversed', 'ended')),
        subject_kind text not null check (subject_kind in ('challenge', 'organisation', 'question', 'answer', 'message', 'submission', 'person', 'payout')),
        subject_id uuid not null,
        challenge_id uuid references challenge,
        report_id uuid references report,
        finding text not null check (finding in ('breach', 'no_breach')),
        ground text not null check (length(ground) between 1 and 300),
        facts text not null check (length(facts) between 20 and 5000),
        role text not null check (role in ('moderator', 'finance')),
        decided_by uuid not null references person,
        decided_at timestamptz(3) not null,
        appeal_until timestamptz(3) not null check (appeal_until > decided_at),
        ends_at timestamptz(3) check (ends_at > decided_at),
        over_at timestamptz(3),
        over_by uuid references person,
        over_because text check (length(over_because) between 1 and 2000),
        ${concerned},
        unique (id, decided_by),
        check (finding = 'breach' or report_id is not null),
        check ((state = 'in_force') = (over_at is null)),
        check (state not in ('lifted', 'reversed') or (over_by is not null and over_because is not null))
      );
      comment on table moderation_decision is 'one statement of reasons; no_breach refuses a report and is addressed to who made it';
      create unique index moderation_decision_report on moderation_decision (report_id) where state <> 'reversed';
      create index moderation_decision_list on moderation_decision (decided_at desc, id desc);
      create index moderation_decision_person on moderation_decision (person_id);
      create index moderation_decision_organisation on moderation_decision (organisation_id);
      create index moderation_decision_entry on moderation_decision (entry_id);
      create index moderation_decision_ends on moderation_decision (ends_at) where state = 'in_force' and ends_at is not null;
      grant select, insert, update on moderation_decision to guildhall_app;

      create table measure (
        id uuid primary key,
        decision_id uuid not null references moderation_decision,
        kind text not null,
        target_id uuid not null,
        undone_at timestamptz(3)
      );
      comment on table measure is 'what a decision did; undone once, and the same is done to one thing by one decision at a time';
      create unique index measure_in_force on measure (kind, target_id) where undone_at is null;
      create index measure_decision on measure (decision_id);
      grant select, insert, update on measure to guildhall_app;

      create table moderation_appeal (
        id uuid primary key,
        decision_id uuid not null unique,
        first_decided_by uuid not null,
        state text not null check (state in ('open', 'upheld', 'reversed')),
        filed_by uuid not null references person,
        filed_at timestamptz(3) not null,
        text text not null check (length(text) between 1 and 5000),
        due_at timestamptz(3),
        alone_from timestamptz(3),
        decided_by uuid references person,
        decided_at timestamptz(3),
        reason text check (length(reason) between 20 and 5000),
        foreign key (decision_id, first_decided_by) references moderation_decision (id, decided_by),
        check (num_nonnulls(decided_by, decided_at, reason) = case state when 'open' then 0 else 3 end),
        check (decided_by is null or decided_by <> first_decided_by or coalesce(alone_from <= decided_at, false))
      );
      comment on column moderation_appeal.first_decided_by is 'that of the decision: nobody decides twice, but for who is alone and has waited since alone_from';
      comment on column moderation_appeal.due_at is 'when to look again whether somebody else may decide it; null once nobody could';
      create index moderation_appeal_queue on moderation_appeal (filed_at, id) where state = 'open';
      create index moderation_appeal_due on moderation_appeal (due_at) where state = 'open' and due_at is not null;
      grant select, insert, update on moderation_appeal to guildhall_app;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table moderation_appeal, measure, moderation_decision, report');
  }
}
