import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Subjects and awards are ids of modules above: no foreign key points there. */
export class Payments1764000000006 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(moneyIn);
    await db.query(moneyOut);
    await db.query(provider);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table provider_movement, provider_event, refund, transfer, payout, payee, reservation, charge, funding');
  }
}

const moneyIn = `
  create table funding (
    id uuid primary key,
    subject_id uuid not null,
    organisation_id uuid not null references organisation,
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    bounty bigint not null check (bounty > 0),
    fee bigint not null check (fee >= 0),
    state text not null check (state in ('created', 'pending', 'captured', 'failed', 'expired')),
    created_at timestamptz(3) not null,
    captured_at timestamptz(3) check ((captured_at is not null) = (state = 'captured')),
    version int not null
  );
  create unique index funding_open_once on funding (subject_id) where state in ('created', 'pending');
  create index funding_subject on funding (subject_id, created_at, id);
  create index funding_organisation on funding (organisation_id, created_at, id);

  create table charge (
    id uuid primary key,
    funding_id uuid not null references funding,
    position int not null check (position > 0),
    is_surplus boolean not null,
    amount bigint not null check (amount > 0),
    bounty bigint not null check (bounty >= 0),
    fee bigint not null check (fee >= 0),
    state text not null check (state in ('created', 'pending', 'paid', 'failed', 'cancelled')),
    attempt int not null check (attempt >= 0),
    return_url text,
    session_id text unique,
    payment_intent_id text unique,
    charge_id text unique check ((state = 'paid') = (charge_id is not null)),
    provider_transaction_id text unique,
    provider_fee bigint check (provider_fee >= 0),
    paid_at timestamptz(3),
    look_at timestamptz(3),
    looks int not null,
    check (bounty + fee = case when is_surplus then 0 else amount end),
    unique (funding_id, position)
  );
  create index charge_look on charge (look_at) where look_at is not null;

  create table reservation (
    id uuid primary key,
    award_id uuid not null,
    funding_id uuid not null references funding,
    amount bigint not null check (amount > 0),
    state text not null check (state in ('open', 'released', 'freed'))
  );
  create unique index reservation_live_once on reservation (award_id, funding_id) where state <> 'freed';
  create index reservation_funding on reservation (funding_id);

  grant select, insert, update on funding, charge, reservation to guildhall_app;
`;

const moneyOut = `
  create table payee (
    id uuid primary key,
    organisation_id uuid not null unique references organisation,
    country text not null check (country ~ '^[A-Z]{2}$'),
    entity_type text not null check (entity_type in ('individual', 'company', 'non_profit', 'government_entity')),
    display_name text not null,
    contact_email text not null,
    account_id text unique check (account_id ~ '^acct_'),
    status text not null check (status in ('none', 'pending', 'active', 'restricted', 'rejected', 'closed')),
    look_at timestamptz(3),
    looks int not null,
    version int not null,
    check (account_id is not null or status = 'none')
  );
  create index payee_look on payee (look_at) where look_at is not null;

  create table payout (
    id uuid primary key,
    award_id uuid not null,
    subject_id uuid not null,
    organisation_id uuid not null references organisation,
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    amount bigint not null check (amount > 0),
    state text not null check (state in ('awaiting_payee', 'ready', 'sending', 'unknown', 'failed', 'blocked', 'sent', 'reversed')),
    destination text check (destination ~ '^acct_'),
    reason text,
    tries int not null,
    try_at timestamptz(3),
    leased_until timestamptz(3),
    created_at timestamptz(3) not null,
    sent_at timestamptz(3) check ((sent_at is not null) = (state in ('sent', 'reversed'))),
    record int,
    unique (award_id, organisation_id)
  );
  create index payout_subject on payout (subject_id, id);
  create index payout_organisation on payout (organisation_id, created_at, id);
  create index payout_try on payout (try_at) where try_at is not null;
  create index payout_awaiting on payout (organisation_id) where state in ('awaiting_payee', 'blocked');

  create table transfer (
    id uuid primary key,
    payout_id uuid not null references payout,
    charge_row_id uuid not null references charge,
    amount bigint not null check (amount > 0),
    state text not null check (state in ('created', 'sending', 'sent', 'reversed')),
    attempt int not null check (attempt > 0),
    key_used_at timestamptz(3),
    provider_id text unique check ((state in ('sent', 'reversed')) = (provider_id is not null)),
    provider_transaction_id text unique,
    sent_at timestamptz(3),
    unique (payout_id, charge_row_id)
  );
  create index transfer_charge on transfer (charge_row_id);

  create table refund (
    id uuid primary key,
    funding_id uuid not null references funding,
    subject_id uuid not null,
    organisation_id uuid not null references organisation,
    charge_row_id uuid not null references charge,
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    amount bigint not null check (amount > 0),
    bounty bigint not null check (bounty >= 0),
    fee bigint not null check (fee >= 0),
    reason text not null,
    state text not null check (state in ('created', 'sending', 'pending', 'succeeded', 'failed')),
    failure text,
    attempt int not null check (attempt > 0),
    key_used_at timestamptz(3),
    provider_id text unique,
    provider_transaction_id text unique,
    tries int not null,
    try_at timestamptz(3),
    leased_until timestamptz(3),
    created_at timestamptz(3) not null,
    succeeded_at timestamptz(3),
    check (bounty + fee in (0, amount))
  );
  create index refund_subject on refund (subject_id, created_at, id);
  create index refund_organisation on refund (organisation_id, created_at, id);
  create index refund_charge on refund (charge_row_id);
  create index refund_try on refund (try_at) where try_at is not null;

  grant select, insert, update on payee, payout, transfer, refund to guildhall_app;
`;

const provider = `
  create table provider_event (
    id text primary key,
    type text not null,
    object_id text not null,
    api_version text,
    received_at timestamptz(3) not null,
    state text not null check (state in ('received', 'done')),
    outcome text,
    done_at timestamptz(3) check ((done_at is not null) = (state = 'done'))
  );
  create index provider_event_open on provider_event (received_at) where state = 'received';

  create table provider_movement (
    id text primary key,
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    net bigint not null check (net <> 0),
    available_on timestamptz(3) not null,
    settled_at timestamptz(3)
  );
  create index provider_movement_unsettled on provider_movement (available_on) where settled_at is null;

  grant select, insert, update on provider_event, provider_movement to guildhall_app;
`;
