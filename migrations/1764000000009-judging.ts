import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Judging1764000000009 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table panel (
        phase_id uuid primary key references phase (id) on delete cascade,
        challenge_id uuid not null references challenge (id),
        state text not null check (state in ('waiting', 'scoring', 'decided')),
        due_at timestamptz,
        check ((state = 'scoring') = (due_at is not null))
      );
      create index panel_due on panel (due_at) where state = 'scoring';
      grant select, insert, update on panel to guildhall_app;

      create table panel_seat (
        id uuid primary key,
        phase_id uuid not null references panel (phase_id) on delete cascade,
        challenge_id uuid not null references challenge (id),
        number int not null check (number > 0),
        email citext not null,
        person_id uuid references person (id),
        state text not null check (state in ('invited', 'accepted', 'ready', 'declined', 'replaced')),
        invited_by uuid references person (id),
        invited_at timestamptz not null,
        confidentiality_at timestamptz,
        declared_at timestamptz,
        check (state in ('invited', 'declined', 'replaced') or (person_id is not null and confidentiality_at is not null)),
        check (state <> 'ready' or declared_at is not null),
        unique (phase_id, email),
        unique (phase_id, number)
      );
      create unique index panel_seat_person on panel_seat (phase_id, person_id) where state in ('accepted', 'ready');
      create index panel_seat_of_person on panel_seat (person_id) where person_id is not null;
      create index panel_seat_email on panel_seat (email) where state = 'invited';
      grant select, insert, update on panel_seat to guildhall_app;

      create table conflict (
        seat_id uuid not null references panel_seat (id) on delete cascade,
        organisation_id uuid not null references organisation (id),
        kind text not null check (kind in ('declared', 'detected')),
        note text,
        at timestamptz not null,
        primary key (seat_id, organisation_id)
      );
      grant select, insert, update, delete on conflict to guildhall_app;

      create table assignment (
        id uuid primary key,
        seat_id uuid not null references panel_seat (id),
        phase_id uuid not null references panel (phase_id),
        submission_id uuid not null references submission (id),
        state text not null check (state in ('assigned', 'accepted', 'done', 'recused', 'declined', 'replaced')),
        reason text,
        position int not null,
        unique (seat_id, submission_id)
      );
      create index assignment_phase on assignment (phase_id, submission_id);
      grant select, insert, update on assignment to guildhall_app;

      create table scorecard (
        assignment_id uuid primary key references assignment (id),
        scores jsonb not null,
        comments jsonb not null,
        locked_at timestamptz,
        saved_at timestamptz not null,
        version int not null
      );
      grant select, insert, update on scorecard to guildhall_app;

      create function scorecard_stays_locked() returns trigger language plpgsql as
        $$ begin
          if old.locked_at is not null then raise exception 'a locked scorecard does not change' using errcode = 'check_violation'; end if;
          return new;
        end $$;
      create trigger scorecard_locked before update on scorecard for each row execute function scorecard_stays_locked();

      create table decision (
        id uuid primary key,
        phase_id uuid not null unique references panel (phase_id),
        challenge_id uuid not null references challenge (id),
        how text not null check (how in ('by_ranking', 'sponsor_choice', 'silence', 'nothing_submitted')),
        record jsonb not null,
        hash text not null check (hash ~ '^[0-9a-f]{64}$'),
        seq bigint not null references log_record (seq),
        decided_by uuid references person (id),
        decided_at timestamptz not null
      );
      create trigger decision_stays before update or delete on decision for each row execute function refuse_change();
      grant select, insert on decision to guildhall_app;

      create table decision_place (
        decision_id uuid not null references decision (id),
        prize_id uuid not null references prize (id),
        place int not null check (place > 0),
        submission_id uuid not null references submission (id),
        entry_id uuid not null references entry (id),
        primary key (decision_id, prize_id),
        unique (decision_id, submission_id)
      );
      create trigger decision_place_stays before update or delete on decision_place for each row execute function refuse_change();
      grant select, insert on decision_place to guildhall_app;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table decision_place, decision, scorecard, assignment, conflict, panel_seat, panel;
      drop function scorecard_stays_locked();
    `);
  }
}
