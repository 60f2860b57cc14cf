import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Bounties1764000000010 implements MigrationInterface {
  name = 'Bounties1764000000010';

  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table announcement (
        phase_id uuid primary key references phase (id),
        challenge_id uuid not null references challenge (id),
        decision_id uuid not null unique references decision (id),
        is_empty boolean not null,
        at timestamptz(3) not null
      );
      create index announcement_challenge on announcement (challenge_id);
      create trigger announcement_stays before update or delete on announcement for each row execute function refuse_change();

      create table award (
        id uuid primary key,
        challenge_id uuid not null references challenge (id),
        phase_id uuid not null references announcement (phase_id),
        prize_id uuid not null references prize (id),
        kind text not null check (kind in ('placement', 'milestone', 'stipend', 'fee', 'split', 'compensation')),
        place int check (place > 0),
        entry_id uuid not null references entry (id),
        submission_id uuid not null references submission (id),
        amount bigint not null check (amount >= 0),
        currency text check (currency ~ '^[A-Z]{3}$'),
        state text not null check (state in ('announced', 'accepted', 'signed', 'delivered', 'contested', 'released', 'declined', 'lapsed', 'annulled')),
        contested_from text check (contested_from in ('announced', 'accepted', 'signed', 'delivered')),
        reason text check (length(reason) <= 2000),
        announced_at timestamptz(3) not null,
        respond_by timestamptz(3),
        release_from timestamptz(3) not null,
        reminded_at timestamptz(3),
        accepted_at timestamptz(3),
        accepted_by uuid references person (id),
        released_at timestamptz(3),
        cleared_at timestamptz(3),
        due_at timestamptz(3),
        record_seq int,
        version int not null,
        check ((currency is null) = (amount = 0)),
        check ((kind = 'placement') = (place is not null)),
        check ((state = 'contested') = (contested_from is not null)),
        check ((state = 'released') = (released_at is not null)),
        check (due_at is null or state in ('announced', 'accepted'))
      );
      -- What was given up, lapsed or was annulled is not live: its prize may go to others.
      create unique index award_recipient_once on award (prize_id, entry_id) where state not in ('declined', 'lapsed', 'annulled');
      create unique index award_placement_once on award (prize_id) where kind = 'placement' and state not in ('declined', 'lapsed', 'annulled');
      create index award_challenge on award (challenge_id, announced_at, id);
      create index award_phase on award (phase_id);
      create index award_entry on award (entry_id, announced_at, id);
      create index award_due on award (due_at) where due_at is not null;
      create index award_contested on award (announced_at, id) where state = 'contested';

      grant select, insert on announcement to guildhall_app;
      grant select, insert, update on award to guildhall_app;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table award, announcement');
  }
}
