import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Challenges1764000000007 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    for (const part of [challenges, phases, reviews, ruleCards, sources, grants]) await db.query(part);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table challenge_source, rule_card, review, prize, criterion, phase, challenge');
  }
}

const challenges = `
  create table challenge (
    id uuid primary key,
    slug text not null unique,
    sponsor_id uuid not null references organisation (id),
    created_by uuid references person (id),
    kind text not null check (kind in ('prize', 'partner_search')),
    entry text not null check (entry in ('open', 'capped', 'invited')),
    capacity int check (capacity between 1 and 100000),
    visibility text not null check (visibility in ('public', 'unlisted', 'invited', 'internal')),
    state text not null check (state in ('draft', 'in_review', 'approved', 'scheduled', 'open', 'decided', 'completed', 'cancelled')),
    result text check (result in ('awarded', 'unawarded')),
    title text not null check (length(title) between 1 and 200),
    summary text check (length(summary) <= 1000),
    brief jsonb not null,
    topics text[] not null check (cardinality(topics) <= 10),
    countries text[] check (cardinality(countries) between 1 and 250),
    bounty text not null check (bounty in ('money', 'none')),
    currency text check (currency in ('EUR', 'USD', 'GBP', 'CHF', 'CAD', 'SEK', 'NOK', 'DKK', 'PLN', 'CZK', 'JPY')),
    bounty_total bigint not null check (bounty_total between 0 and 9007199254740991),
    funded bigint not null check (funded >= 0),
    funded_at timestamptz(3),
    fee_basis_points int not null check (fee_basis_points between 0 and 10000),
    ip_terms text check (ip_terms in ('non_exclusive_licence', 'exclusive_licence', 'assignment')),
    decision_rule text not null check (decision_rule in ('by_ranking', 'sponsor_choice')),
    no_award_rule text check (no_award_rule in ('split', 'refund', 'extend_once')),
    pass_mark int not null check (pass_mark between 0 and 100),
    judging_days int not null check (judging_days between 1 and 90),
    judge_roles text[] not null check (judge_roles <@ array['independent', 'sponsor']),
    eligibility text[] not null check (cardinality(eligibility) <= 30),
    timezone text,
    opens_at timestamptz(3),
    closes_at timestamptz(3),
    created_at timestamptz(3) not null,
    edited_at timestamptz(3) not null,
    review_requested_at timestamptz(3),
    listed_at timestamptz(3),
    opened_at timestamptz(3),
    decided_at timestamptz(3),
    completed_at timestamptz(3),
    cancelled_at timestamptz(3),
    cancel_reason text check (cancel_reason in ('no_longer_needed', 'duplicate', 'wrong_terms', 'no_funding', 'platform')),
    cancel_note text check (length(cancel_note) <= 2000),
    version int not null default 1,
    words tsvector generated always as (
      setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', coalesce(summary, '')), 'B')
      || to_tsvector('english', left(coalesce(brief ->> 'need', ''), 20000))
    ) stored,
    check (bounty = 'money' or (currency is null and bounty_total = 0)),
    check (currency is not null or bounty_total = 0),
    check (state in ('draft', 'in_review', 'approved', 'cancelled') or (listed_at is not null and opens_at is not null and closes_at is not null)),
    check (state not in ('open', 'decided', 'completed') or opened_at is not null),
    check ((state in ('decided', 'completed')) = (decided_at is not null and result is not null)),
    check ((state = 'completed') = (completed_at is not null)),
    check ((state = 'cancelled') = (cancelled_at is not null and cancel_reason is not null))
  );

  -- The public list: one index for each order, with and without a wanted state.
  create index challenge_newest on challenge (listed_at desc, id desc) where visibility = 'public' and state in ('scheduled', 'open', 'decided', 'completed');
  create index challenge_state_newest on challenge (state, listed_at desc, id desc) where visibility = 'public';
  create index challenge_closing on challenge (state, closes_at, id) where visibility = 'public';
  create index challenge_prize on challenge (bounty_total desc, id desc) where visibility = 'public' and state in ('scheduled', 'open', 'decided', 'completed');
  create index challenge_state_prize on challenge (state, bounty_total desc, id desc) where visibility = 'public';
  create index challenge_topics on challenge using gin (topics) where visibility = 'public' and state in ('scheduled', 'open', 'decided', 'completed');
  create index challenge_words on challenge using gin (words) where visibility = 'public' and state in ('scheduled', 'open', 'decided', 'completed');
  create index challenge_sponsor on challenge (sponsor_id, created_at desc, id desc);
  create index challenge_review_queue on challenge (review_requested_at, id) where state = 'in_review';
  create index challenge_to_open on challenge (opens_at) where state = 'scheduled';
  create index challenge_by_state on challenge (state, created_at, id);
`;

const phases = `
  create table phase (
    id uuid primary key,
    challenge_id uuid not null references challenge (id),
    position int not null check (position between 1 and 6),
    kind text not null check (kind in ('abstract', 'proposal', 'prototype', 'pilot')),
    state text not null check (state in ('planned', 'open', 'judging', 'decided')),
    opens_at timestamptz(3),
    closes_at timestamptz(3),
    judging_ends_at timestamptz(3),
    results_at timestamptz(3),
    form jsonb not null,
    unique (challenge_id, position) deferrable initially deferred,
    unique (id, challenge_id),
    check (state = 'planned' or (opens_at < closes_at and closes_at <= judging_ends_at)),
    check ((state = 'decided') = (results_at is not null))
  );
  create index phase_to_open on phase (opens_at) where state = 'planned';
  create index phase_to_close on phase (closes_at) where state = 'open';

  create table criterion (
    id uuid primary key,
    phase_id uuid not null references phase (id),
    position int not null check (position between 1 and 12),
    title text not null check (length(title) between 1 and 120),
    description text check (length(description) <= 1000),
    weight int not null check (weight between 0 and 100),
    unique (phase_id, position) deferrable initially deferred
  );

  create table prize (
    id uuid primary key,
    challenge_id uuid not null,
    phase_id uuid not null,
    position int not null check (position between 1 and 20),
    kind text not null check (kind in ('placement', 'milestone', 'stipend', 'fee')),
    place int check (place between 1 and 20),
    title text not null check (length(title) between 1 and 120),
    amount bigint not null check (amount between 0 and 10000000000),
    foreign key (phase_id, challenge_id) references phase (id, challenge_id),
    unique (phase_id, position) deferrable initially deferred,
    check ((kind = 'placement') = (place is not null))
  );
  create index prize_challenge on prize (challenge_id);
`;

const reviews = `
  create table review (
    id uuid primary key,
    challenge_id uuid not null references challenge (id),
    outcome text not null check (outcome in ('approve', 'request_changes')),
    reason text not null check (length(reason) between 1 and 2000),
    edits jsonb not null,
    reviewer_id uuid not null references person (id),
    requested_at timestamptz(3) not null,
    at timestamptz(3) not null
  );
  create index review_challenge on review (challenge_id, at);
`;

const ruleCards = `
  create table rule_card (
    id uuid primary key,
    challenge_id uuid not null references challenge (id),
    version int not null check (version >= 1),
    terms jsonb not null,
    hash bytea not null check (length(hash) = 32),
    at timestamptz(3) not null,
    record_seq int not null,
    unique (challenge_id, version)
  );
`;

const sources = `
  create table challenge_source (
    challenge_id uuid primary key references challenge (id) deferrable initially deferred,
    organisation_id uuid not null references organisation (id),
    key text not null check (length(key) between 1 and 300),
    row jsonb not null,
    imported_at timestamptz(3) not null,
    unique (organisation_id, key)
  );
`;

/** Terms that were frozen, decisions that were taken and sources are never changed. */
const grants = `
  grant select, insert, update on challenge to guildhall_app;
  grant select, insert, update, delete on phase, criterion, prize to guildhall_app;
  grant select, insert on review, rule_card, challenge_source to guildhall_app;
`;
