import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The double-entry ledger. The database itself keeps it true, whoever writes: balanced per currency, append-only, closed
 * when its database transaction ends, no balance below zero where that is forbidden, each hold resolved once, each
 * posting and each provider transaction booked once. The serving role reads the tables and writes through
 * `ledger_post`, `ledger_reverse`, `ledger_place_hold` and `ledger_void_hold` only.
 *
 * Refusals of its own: LD001 key used for other content, LD002 unbalanced, LD003 append-only, LD004 closed transaction,
 * LD005 unknown account kind, LD006 hold unknown, resolved, expired or exceeded, LD007 reversal that is no mirror.
 */
export class Ledger1764000000003 implements MigrationInterface {
  name = 'Ledger1764000000003';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [accounts, transactions, holds, appendOnly, soundness, posting, holding, reading, grants]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop view ledger_uncleared;
      drop function ledger_post, ledger_reverse, ledger_lock, ledger_open_accounts, ledger_place_hold, ledger_void_hold;
      drop table ledger_hold_resolution, ledger_hold, ledger_entry, ledger_transaction, ledger_balance, ledger_account, ledger_account_kind;
      drop function ledger_account_opens_balance, ledger_entry_moves_balance, ledger_hold_reserves, ledger_resolution_frees,
        ledger_resolution_is_sound, ledger_transaction_is_sound, ledger_refuses_change;
      drop type ledger_side;
    `);
  }
}

/** `libs/ledger/accounts.ts` says what each kind means; a spec keeps the two equal. Later kinds come by later migrations. */
const accounts = `
  create type ledger_side as enum ('debit', 'credit');

  create table ledger_account_kind (
    kind text collate "C" primary key check (kind ~ '^[a-z_]+$'),
    class text not null check (class in ('asset', 'liability', 'revenue', 'expense')),
    normal_side ledger_side not null check (normal_side = case when class in ('asset', 'expense') then 'debit' else 'credit' end::ledger_side),
    owned boolean not null,
    allow_negative boolean not null,
    one_subject boolean not null check (owned or not one_subject),
    clears_within interval check (owned or clears_within is null),
    unique (kind, owned, normal_side, allow_negative)
  );

  insert into ledger_account_kind (kind, class, normal_side, owned, allow_negative, one_subject, clears_within) values
    ('stripe_pending',     'asset',     'debit',  false, true,  false, null),
    ('stripe_available',   'asset',     'debit',  false, true,  false, null),
    ('stripe_in_transit',  'asset',     'debit',  false, false, false, null),
    ('bank',               'asset',     'debit',  false, true,  false, null),
    ('dispute_suspense',   'asset',     'debit',  false, false, false, null),
    ('receivable',         'asset',     'debit',  true,  true,  false, null),
    ('bounty',             'liability', 'credit', true,  false, true,  null),
    ('fee_unearned',       'liability', 'credit', true,  false, true,  null),
    ('payable',            'liability', 'credit', true,  false, false, null),
    ('payout_clearing',    'liability', 'credit', true,  false, true,  '3 days'),
    ('refund_clearing',    'liability', 'credit', true,  false, true,  '14 days'),
    ('refund_failed_owed', 'liability', 'credit', false, false, false, null),
    ('platform_fee',       'revenue',   'credit', false, true,  false, null),
    ('stripe_fee',         'expense',   'debit',  false, true,  false, null),
    ('dispute_fee',        'expense',   'debit',  false, true,  false, null),
    ('dispute_loss',       'expense',   'debit',  false, true,  false, null);

  create table ledger_account (
    id bigint generated always as identity primary key,
    kind text collate "C" not null,
    owner uuid,
    owned boolean not null generated always as (owner is not null) stored,
    currency text collate "C" not null check (currency ~ '^[A-Z]{3}$'),
    normal_side ledger_side not null,
    allow_negative boolean not null,
    opened_at timestamptz not null default app_now(),
    foreign key (kind, owned, normal_side, allow_negative) references ledger_account_kind (kind, owned, normal_side, allow_negative),
    unique (id, currency),
    unique (id, normal_side, allow_negative)
  );
  -- One account per kind, owner and currency; the nil uuid stands for "nobody's", so that the index also finds those.
  create unique index ledger_account_name on ledger_account (kind, currency, coalesce(owner, '00000000-0000-0000-0000-000000000000'));

  -- Rows are rewritten by every posting: room on each page keeps the new versions out of the index.
  create table ledger_balance (
    account_id bigint primary key,
    normal_side ledger_side not null,
    allow_negative boolean not null,
    balance bigint not null default 0,
    held bigint not null default 0 check (held >= 0),
    version bigint not null default 0,
    foreign key (account_id, normal_side, allow_negative) references ledger_account (id, normal_side, allow_negative),
    constraint ledger_balance_covered check (allow_negative or balance - held >= 0)
  ) with (fillfactor = 50);

  create function ledger_account_opens_balance() returns trigger language plpgsql as $$
  begin
    insert into public.ledger_balance (account_id, normal_side, allow_negative) values (new.id, new.normal_side, new.allow_negative);
    return null;
  end $$;
  create trigger ledger_account_opens_balance after insert on ledger_account for each row execute function ledger_account_opens_balance();
`;

const transactions = `
  create table ledger_transaction (
    id uuid primary key default uuidv7(),
    posting_key text collate "C" not null constraint ledger_transaction_posting_key unique check (posting_key <> ''),
    content_hash bytea not null,
    kind text collate "C" not null check (kind ~ '^[a-z_]+$'),
    subject uuid,
    reverses_id uuid references ledger_transaction check (reverses_id <> id),
    provider_transaction_id text collate "C" check (provider_transaction_id <> ''),
    provider_object text,
    reason text,
    actor jsonb not null check (actor ? 'capacity'),
    request_id text,
    at timestamptz not null default app_now(),
    created_xid xid8 not null default pg_current_xact_id()
  );
  create unique index ledger_transaction_reversed_once on ledger_transaction (reverses_id) where reverses_id is not null;
  create unique index ledger_transaction_provider_once on ledger_transaction (provider_transaction_id) where provider_transaction_id is not null;
  create index ledger_transaction_subject on ledger_transaction (subject, id) where subject is not null;

  -- account_version numbers the entries of an account without gaps; both it and balance_after come from the trigger alone.
  create table ledger_entry (
    transaction_id uuid not null references ledger_transaction,
    account_id bigint not null,
    account_version bigint not null,
    currency text collate "C" not null,
    side ledger_side not null,
    amount bigint not null check (amount > 0),
    balance_after bigint not null,
    primary key (account_id, account_version),
    foreign key (account_id, currency) references ledger_account (id, currency)
  );
  create index ledger_entry_transaction on ledger_entry (transaction_id);

  create function ledger_entry_moves_balance() returns trigger language plpgsql as $$
  begin
    if not exists (select from public.ledger_transaction t where t.id = new.transaction_id and t.created_xid = pg_current_xact_id()) then
      raise exception 'ledger transaction % is closed', new.transaction_id using errcode = 'LD004';
    end if;
    update public.ledger_balance b
      set balance = b.balance + case when b.normal_side = new.side then new.amount else -new.amount end, version = b.version + 1
      where b.account_id = new.account_id
      returning b.balance, b.version into new.balance_after, new.account_version;
    return new;
  end $$;
  create trigger ledger_entry_moves_balance before insert on ledger_entry for each row execute function ledger_entry_moves_balance();
`;

/** A hold reserves part of a balance until it is resolved once: posted (all of it or less, the rest is freed) or voided. */
const holds = `
  create table ledger_hold (
    id uuid primary key default uuidv7(),
    hold_key text collate "C" not null constraint ledger_hold_hold_key unique check (hold_key <> ''),
    account_id bigint not null references ledger_account,
    amount bigint not null check (amount > 0),
    subject uuid,
    expires_at timestamptz,
    reason text,
    actor jsonb not null check (actor ? 'capacity'),
    request_id text,
    at timestamptz not null default app_now()
  );
  create index ledger_hold_account on ledger_hold (account_id);
  create index ledger_hold_subject on ledger_hold (subject) where subject is not null;

  create table ledger_hold_resolution (
    hold_id uuid primary key references ledger_hold,
    outcome text not null check (outcome in ('posted', 'voided')),
    transaction_id uuid unique references ledger_transaction check ((outcome = 'posted') = (transaction_id is not null)),
    reason text,
    actor jsonb not null check (actor ? 'capacity'),
    request_id text,
    at timestamptz not null default app_now()
  );

  create function ledger_hold_reserves() returns trigger language plpgsql as $$
  begin
    update public.ledger_balance b set held = b.held + new.amount where b.account_id = new.account_id;
    return null;
  end $$;
  create trigger ledger_hold_reserves after insert on ledger_hold for each row execute function ledger_hold_reserves();

  create function ledger_resolution_frees() returns trigger language plpgsql as $$
  begin
    update public.ledger_balance b set held = b.held - h.amount from public.ledger_hold h where h.id = new.hold_id and b.account_id = h.account_id;
    return null;
  end $$;
  create trigger ledger_resolution_frees after insert on ledger_hold_resolution for each row execute function ledger_resolution_frees();

  create function ledger_resolution_is_sound() returns trigger language plpgsql as $$
  declare
    hold public.ledger_hold;
    taken numeric;
  begin
    select * into hold from public.ledger_hold h where h.id = new.hold_id;
    select sum(case when e.side = a.normal_side then -e.amount else e.amount end) into taken
      from public.ledger_entry e join public.ledger_account a on a.id = e.account_id
      where e.transaction_id = new.transaction_id and e.account_id = hold.account_id;
    if taken is null or taken <= 0 or taken > hold.amount then
      raise exception 'hold % is for %, its posting takes %', hold.hold_key, hold.amount, coalesce(taken, 0) using errcode = 'LD006';
    end if;
    return null;
  end $$;
  create constraint trigger ledger_resolution_is_sound after insert on ledger_hold_resolution
    deferrable initially deferred for each row when (new.outcome = 'posted') execute function ledger_resolution_is_sound();
`;

/** Nothing is edited or removed. Balances alone change, and only from inside the triggers above. */
const appendOnly = `
  create function ledger_refuses_change() returns trigger language plpgsql as $$
  begin
    raise exception '% of % is refused: the ledger is append-only', tg_op, tg_table_name using errcode = 'LD003';
  end $$;
  ${['ledger_account', 'ledger_transaction', 'ledger_entry', 'ledger_hold', 'ledger_hold_resolution'].map((table) => `
    create trigger ${table}_append_only before update or delete on ${table} for each row execute function ledger_refuses_change();
    create trigger ${table}_no_truncate before truncate on ${table} for each statement execute function ledger_refuses_change();`).join('')}
  create trigger ledger_balance_only_by_posting before insert or update on ledger_balance
    for each row when (pg_trigger_depth() = 0) execute function ledger_refuses_change();
  create trigger ledger_balance_no_delete before delete on ledger_balance for each row execute function ledger_refuses_change();
  create trigger ledger_balance_no_truncate before truncate on ledger_balance for each statement execute function ledger_refuses_change();
`;

/**
 * Read at commit, so that a transaction may be written line by line. The entries need the check as well as the header: after
 * SET CONSTRAINTS ... IMMEDIATE the header has had its turn, and another entry could still follow.
 */
const soundness = `
  create function ledger_transaction_is_sound() returns trigger language plpgsql as $$
  declare
    checked uuid;
    original uuid;
  begin
    if tg_table_name = 'ledger_entry' then
      checked := new.transaction_id;
      select t.reverses_id into original from public.ledger_transaction t where t.id = checked;
    else
      checked := new.id;
      original := new.reverses_id;
      if new.created_xid <> pg_current_xact_id() then
        raise exception 'ledger transaction % names another database transaction', checked using errcode = 'LD004';
      end if;
    end if;
    if not exists (select from public.ledger_entry e where e.transaction_id = checked) or exists (
      select from public.ledger_entry e where e.transaction_id = checked
      group by e.currency having sum(case e.side when 'debit' then e.amount else -e.amount end) <> 0
    ) then
      raise exception 'ledger transaction % is not balanced', (select t.posting_key from public.ledger_transaction t where t.id = checked) using errcode = 'LD002';
    end if;
    if original is not null and exists (
      select from public.ledger_entry e where e.transaction_id in (checked, original) group by e.account_id, e.amount
      having count(*) filter (where e.transaction_id = checked and e.side = 'debit') <> count(*) filter (where e.transaction_id = original and e.side = 'credit')
          or count(*) filter (where e.transaction_id = checked and e.side = 'credit') <> count(*) filter (where e.transaction_id = original and e.side = 'debit')
    ) then
      raise exception 'ledger transaction % does not mirror what it reverses', checked using errcode = 'LD007';
    end if;
    return null;
  end $$;
  create constraint trigger ledger_transaction_is_sound after insert on ledger_transaction
    deferrable initially deferred for each row execute function ledger_transaction_is_sound();
  create constraint trigger ledger_entry_is_sound after insert on ledger_entry
    deferrable initially deferred for each row execute function ledger_transaction_is_sound();
`;

/** Lines are [{kind, owner?, currency, side, amount}]; accounts of known kinds are opened when first named. */
const posting = `
  -- In the order of names, so that two callers that open the same accounts never wait for each other.
  create function ledger_open_accounts(lines jsonb) returns void language plpgsql set search_path = public, pg_temp as $$
  declare
    unknown text;
  begin
    select l.kind into unknown from jsonb_to_recordset(lines) as l(kind text) where not exists (select from ledger_account_kind k where k.kind = l.kind) limit 1;
    if found then
      raise exception 'there is no account kind %', coalesce(unknown, '(none)') using errcode = 'LD005';
    end if;
    insert into ledger_account (kind, owner, currency, normal_side, allow_negative)
      select distinct k.kind, l.owner, l.currency, k.normal_side, k.allow_negative
      from jsonb_to_recordset(lines) as l(kind text, owner uuid, currency text) join ledger_account_kind k on k.kind = l.kind
      order by k.kind, l.currency, l.owner
      on conflict do nothing;
  end $$;

  -- For whoever posts more than once in a database transaction: lock every account first, in the order all postings use.
  create function ledger_lock(lines jsonb) returns void language plpgsql security definer set search_path = public, pg_temp as $$
  begin
    perform ledger_open_accounts(lines);
    perform from ledger_balance b where b.account_id in (
        select a.id from jsonb_to_recordset(lines) as l(kind text, owner uuid, currency text)
        join ledger_account a on a.kind = l.kind and a.currency = l.currency and a.owner is not distinct from l.owner
      ) order by b.account_id for no key update;
  end $$;

  -- Returns the id of the transaction; the same key with the same content returns that of the first call.
  create function ledger_post(
    key text, what text, lines jsonb, who jsonb, why text default null, request text default null, about uuid default null,
    reverses uuid default null, provider_txn text default null, provider_obj text default null, hold text default null
  ) returns uuid language plpgsql security definer set search_path = public, pg_temp as $$
  declare
    posted uuid;
    digest bytea;
    ids bigint[]; falling boolean[]; currencies text[]; sides ledger_side[]; amounts bigint[];
    held ledger_hold;
  begin
    loop
      select sha256(convert_to(row(what, about, reverses, provider_txn, provider_obj, hold)::text || string_agg(l::text, '' order by l::text collate "C"), 'UTF8')),
          array_agg(a.id), array_agg(a.normal_side <> l.side), array_agg(l.currency), array_agg(l.side), array_agg(l.amount)
        into digest, ids, falling, currencies, sides, amounts
        from jsonb_to_recordset(lines) as l(kind text, owner uuid, currency text, side ledger_side, amount bigint)
        left join lateral (
          select a.id, a.normal_side from ledger_account a
          where a.kind = l.kind and a.currency = l.currency
            and coalesce(a.owner, '00000000-0000-0000-0000-000000000000') = coalesce(l.owner, '00000000-0000-0000-0000-000000000000')
          limit 1
        ) a on true;
      exit when posted is not null;

      insert into ledger_transaction (posting_key, content_hash, kind, subject, reverses_id, provider_transaction_id, provider_object, reason, actor, request_id)
        values (key, coalesce(digest, ''), what, about, reverses, provider_txn, provider_obj, why, who, request)
        on conflict on constraint ledger_transaction_posting_key do nothing
        returning id into posted;
      if posted is null then
        select t.id into posted from ledger_transaction t where t.posting_key = key and t.content_hash = digest;
        if posted is null then
          raise exception 'posting key % was used for other content', key using errcode = 'LD001';
        end if;
        return posted;
      end if;
      exit when array_position(ids, null) is null;
      perform ledger_open_accounts(lines);
    end loop;

    if hold is not null then
      select * into held from ledger_hold h where h.hold_key = hold;
      perform from ledger_balance b where b.account_id = any (ids || held.account_id) order by b.account_id for no key update;
      if held.id is null or held.expires_at <= app_now() or exists (select from ledger_hold_resolution r where r.hold_id = held.id) then
        raise exception 'hold % is unknown, expired or resolved', hold using errcode = 'LD006';
      end if;
      insert into ledger_hold_resolution (hold_id, outcome, transaction_id, reason, actor, request_id) values (held.id, 'posted', posted, why, who, request);
    end if;

    -- Sorted, so that the trigger locks balances in account order; within an account what raises the balance comes first.
    insert into ledger_entry (transaction_id, account_id, currency, side, amount)
      select posted, e.account_id, e.currency, e.side, e.amount
      from unnest(ids, falling, currencies, sides, amounts) as e(account_id, falls, currency, side, amount)
      order by e.account_id, e.falls;
    return posted;
  end $$;

  create function ledger_reverse(key text, reversed uuid, who jsonb, why text, request text default null) returns uuid
  language plpgsql security definer set search_path = public, pg_temp as $$
  declare
    opposite jsonb;
  begin
    select jsonb_agg(jsonb_build_object('kind', a.kind, 'owner', a.owner, 'currency', e.currency, 'amount', e.amount,
        'side', case e.side when 'debit' then 'credit' else 'debit' end)) into opposite
      from ledger_entry e join ledger_account a on a.id = e.account_id where e.transaction_id = reversed;
    return ledger_post(key, 'reversal', opposite, who, why, request, (select t.subject from ledger_transaction t where t.id = reversed), reversed);
  end $$;
`;

const holding = `
  -- The same key for the same account, amount and subject returns the first hold; other content is refused.
  create function ledger_place_hold(
    key text, account jsonb, reserved bigint, who jsonb, why text default null, request text default null, about uuid default null, until timestamptz default null
  ) returns uuid language plpgsql security definer set search_path = public, pg_temp as $$
  declare
    placed uuid;
    on_account bigint;
  begin
    perform ledger_open_accounts(jsonb_build_array(account));
    select a.id into on_account from ledger_account a
      where a.kind = account ->> 'kind' and a.currency = account ->> 'currency' and a.owner is not distinct from (account ->> 'owner')::uuid;
    insert into ledger_hold (hold_key, account_id, amount, subject, expires_at, reason, actor, request_id)
      values (key, on_account, reserved, about, until, why, who, request)
      on conflict on constraint ledger_hold_hold_key do nothing
      returning id into placed;
    if placed is null then
      select h.id into placed from ledger_hold h
        where h.hold_key = key and (h.account_id, h.amount) = (on_account, reserved) and h.subject is not distinct from about and h.expires_at is not distinct from until;
      if placed is null then
        raise exception 'hold key % was used for other content', key using errcode = 'LD001';
      end if;
    end if;
    return placed;
  end $$;

  -- Voiding twice is harmless; voiding what was posted is refused.
  create function ledger_void_hold(key text, who jsonb, why text default null, request text default null) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
  declare
    held ledger_hold;
    resolved text;
  begin
    select * into held from ledger_hold h where h.hold_key = key;
    perform from ledger_balance b where b.account_id = held.account_id for no key update;
    select r.outcome into resolved from ledger_hold_resolution r where r.hold_id = held.id;
    if held.id is null or resolved = 'posted' then
      raise exception 'hold % is unknown or posted', key using errcode = 'LD006';
    end if;
    if resolved is null then
      insert into ledger_hold_resolution (hold_id, outcome, reason, actor, request_id) values (held.id, 'voided', why, who, request);
    end if;
  end $$;
`;

const reading = `
  -- In-flight accounts that have not returned to zero, and since when.
  create view ledger_uncleared with (security_invoker = true) as
    select a.id as account_id, a.kind, a.owner, a.currency, b.balance, k.clears_within,
      (select min(t.at) from ledger_entry e join ledger_transaction t on t.id = e.transaction_id
        where e.account_id = a.id and e.account_version > coalesce(
          (select max(z.account_version) from ledger_entry z where z.account_id = a.id and z.balance_after = 0), 0)) as since
    from ledger_account a
    join ledger_account_kind k on k.kind = a.kind
    join ledger_balance b on b.account_id = a.id
    where k.clears_within is not null and b.balance <> 0;
`;

const grants = `
  revoke all on ledger_account_kind, ledger_account, ledger_balance, ledger_transaction, ledger_entry, ledger_hold, ledger_hold_resolution, ledger_uncleared from public, guildhall_app;
  grant select on ledger_account_kind, ledger_account, ledger_balance, ledger_transaction, ledger_entry, ledger_hold, ledger_hold_resolution, ledger_uncleared to guildhall_app;
  revoke all on function ledger_post, ledger_reverse, ledger_lock, ledger_open_accounts, ledger_place_hold, ledger_void_hold from public, guildhall_app;
  grant execute on function ledger_post, ledger_reverse, ledger_lock, ledger_place_hold, ledger_void_hold to guildhall_app;
`;
