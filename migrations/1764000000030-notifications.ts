import type { MigrationInterface, QueryRunner } from 'typeorm';

/** For each kind the mail it may be given; what cannot be turned off has no `off`. A guard compares this with the catalogue. */
const atOnce = [
  'review_approved', 'review_edits', 'cancelled_sponsor', 'cancelled_entrant', 'phase_unpaid', 'never_paid_sponsor', 'never_paid_finalist',
  'entry_admitted', 'next_phase', 'submission_received', 'submission_refused', 'result_given',
  'judging_begun', 'judge_excluded', 'cancelled_judge', 'sponsor_silent', 'judging_extended_sponsor', 'judging_extended_entrant', 'judging_extended_judge',
  'agreement_ready', 'agreement_in_force', 'rules_clarified',
  'award_announced', 'award_reminded', 'award_contested', 'payout_sent', 'payout_stopped', 'refund_sent', 'refund_failed', 'funding_failed',
].map((kind) => [kind, 'at_once']);
const pressing = ['closing_soon', 'scores_due'].flatMap((kind) => [[kind, 'at_once'], [kind, 'off']]);
const free = ['challenge_opened', 'phase_closed', 'phase_decided', 'challenge_completed', 'challenge_matched', 'question_asked', 'question_answered'].flatMap((kind) => [[kind, 'at_once'], [kind, 'digest'], [kind, 'off']]);
const choices = [...atOnce, ...pressing, ...free].map(([kind, choice]) => `('${kind}', '${choice}')`).join(', ');

/** What people are told, who was told it, and which mail they want. */
export class Notifications1764000000030 implements MigrationInterface {
  name = 'Notifications1764000000030';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table notification_choice (
        kind text not null check (kind ~ '^[a-z_]{1,60}$'),
        choice text not null check (choice in ('at_once', 'digest', 'off')),
        primary key (kind, choice)
      );
      insert into notification_choice values ${choices};

      create table notification_setting (
        person_id uuid not null references person,
        kind text not null,
        choice text not null,
        primary key (person_id, kind),
        foreign key (kind, choice) references notification_choice
      );
      create table digest_zone (
        person_id uuid primary key references person,
        time_zone text not null check (time_zone ~ '^[A-Za-z][A-Za-z0-9_+/-]{0,60}$')
      );

      create table notification (
        id uuid primary key,
        kind text not null,
        subject_id uuid not null,
        occasion text not null default '',
        again text not null default '',
        facts jsonb not null,
        path text not null check (path ~ '^/[^/]'),
        created_at timestamptz(3) not null,
        unique (kind, subject_id, occasion, again)
      );

      create table digest (
        id uuid primary key,
        person_id uuid not null references person,
        due_at timestamptz(3) not null,
        closed_at timestamptz(3),
        leased_until timestamptz(3),
        sent_at timestamptz(3),
        check (closed_at is not null or sent_at is null)
      );
      create unique index digest_open on digest (person_id) where closed_at is null;
      create index digest_due on digest (due_at) where closed_at is null;

      create table inbox_item (
        notification_id uuid not null references notification,
        person_id uuid not null references person,
        kind text not null,
        mail text not null,
        digest_id uuid references digest,
        created_at timestamptz(3) not null,
        read_at timestamptz(3),
        done_at timestamptz(3),
        mailed_at timestamptz(3),
        primary key (notification_id, person_id),
        foreign key (kind, mail) references notification_choice,
        check ((mail = 'digest') = (digest_id is not null)),
        check (done_at is null or read_at is not null)
      );
      create index inbox_item_list on inbox_item (person_id, created_at desc, notification_id desc);
      create index inbox_item_unread on inbox_item (person_id) where read_at is null;
      create index inbox_item_digest on inbox_item (digest_id) where digest_id is not null;

      create table reminder (
        phase_id uuid not null references phase,
        what text not null check (what in ('closing', 'scores')),
        due_at timestamptz(3) not null,
        primary key (phase_id, what)
      );
      create index reminder_due on reminder (due_at);
      insert into reminder select id, 'closing', closes_at - interval '3 days' from phase where state = 'open' and closes_at - interval '3 days' > app_now();
      insert into reminder select id, 'scores', judging_ends_at - interval '3 days' from phase where state = 'judging' and judging_ends_at - interval '3 days' > app_now();

      grant select on notification_choice to guildhall_app;
      grant select, insert, update on notification_setting, digest_zone, digest, inbox_item to guildhall_app;
      grant select, insert on notification to guildhall_app;
      grant select, insert, update, delete on reminder to guildhall_app;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table reminder, inbox_item, digest, notification, digest_zone, notification_setting, notification_choice');
  }
}
