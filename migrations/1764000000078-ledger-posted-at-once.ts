import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A ledger transaction carries its lines, and a trigger on it moves the balances and writes the entries, in the order of
 * accounts. Entries are written in no other way, so a transaction is never without entries, never added to later, and balanced
 * as soon as its row stands. It has one currency (an exchange is two of them), and `ledger_post` sums up the lines of an account.
 * What a key was used for is compared column by column, which takes the place of a hash. LD004 is now an entry written by hand.
 * What was posted before gets its lines from its entries; no service ever posted both sides on one account alone.
 */
export class LedgerPostedAtOnce1764000000078 implements MigrationInterface {
  name = 'LedgerPostedAtOnce1764000000078';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [lines, balances, entries, posting]) await runner.query(part);
  }

  /** What was posted since cannot be told in the older shape. */
  down(): Promise<void> {
    return Promise.reject(new Error('The ledger goes back only by a backup.'));
  }
}

/** `signed_amounts` are debits above zero and credits below, of the accounts that stand at the same places, in the order of their ids. */
const lines = `
  drop trigger ledger_transaction_is_sound on ledger_transaction;
  drop trigger ledger_entries_are_sound on ledger_entry;
  drop trigger ledger_entry_moves_balance on ledger_entry;
  drop function ledger_transaction_is_sound, ledger_entries_are_sound, ledger_entry_moves_balance;

  alter table ledger_transaction add column account_ids bigint[], add column signed_amounts bigint[], add column hold_id uuid references ledger_hold, drop column created_xid, drop column content_hash;
  alter table ledger_transaction disable trigger ledger_transaction_append_only;
  update ledger_transaction t set account_ids = e.account_ids, signed_amounts = e.signed_amounts, hold_id = (select r.hold_id from ledger_hold_resolution r where r.transaction_id = t.id)
    from (
      select transaction_id, array_agg(account_id order by account_id) as account_ids, array_agg(signed order by account_id) as signed_amounts
      from (select transaction_id, account_id, sum(case side when 'debit' then amount else -amount end)::bigint as signed from ledger_entry group by transaction_id, account_id) e
      group by transaction_id
    ) e where e.transaction_id = t.id;
  alter table ledger_transaction enable trigger ledger_transaction_append_only;
  alter table ledger_transaction alter column account_ids set not null, alter column signed_amounts set not null,
    add constraint ledger_transaction_lines check (cardinality(account_ids) > 1 and cardinality(account_ids) = cardinality(signed_amounts));
`;

/** With the currency beside it, a balance says all that an entry on it needs: no other row is read, or locked by a foreign key. */
const balances = `
  alter table ledger_account add unique (id, currency, normal_side, allow_negative);
  alter table ledger_balance disable trigger ledger_balance_only_by_posting;
  alter table ledger_balance add column currency text collate "C";
  update ledger_balance b set currency = a.currency from ledger_account a where a.id = b.account_id;
  alter table ledger_balance enable trigger ledger_balance_only_by_posting;
  alter table ledger_balance alter column currency set not null,
    drop constraint ledger_balance_account_id_normal_side_allow_negative_fkey,
    add foreign key (account_id, currency, normal_side, allow_negative) references ledger_account (id, currency, normal_side, allow_negative);
  alter table ledger_entry drop constraint ledger_entry_account_id_currency_fkey;
  alter table ledger_account drop constraint ledger_account_id_currency_key, drop constraint ledger_account_id_normal_side_allow_negative_key;

  create or replace function ledger_account_opens_balance() returns trigger language plpgsql as $$
  begin
    insert into public.ledger_balance (account_id, currency, normal_side, allow_negative) values (new.id, new.currency, new.normal_side, new.allow_negative);
    return null;
  end $$;
`;

const entries = `
  create function ledger_entry_by_hand() returns trigger language plpgsql as $$
  begin
    raise exception 'entries are written by their transaction alone' using errcode = 'LD004';
  end $$;
  create trigger ledger_entry_only_by_posting before insert on ledger_entry for each statement when (pg_trigger_depth() = 0) execute function ledger_entry_by_hand();

  create function ledger_transaction_posts() returns trigger language plpgsql as $$
  declare
    held public.ledger_hold;
    moved public.ledger_balance;
    currency text;
    sum numeric := 0;
  begin
    if new.hold_id is not null then
      select * into held from public.ledger_hold h where h.id = new.hold_id;
      perform from public.ledger_balance b where b.account_id = any (new.account_ids || held.account_id) order by b.account_id for no key update;
      if held.expires_at <= public.app_now() or exists (select from public.ledger_hold_resolution r where r.hold_id = held.id) then
        raise exception 'hold % is expired or resolved', held.hold_key using errcode = 'LD006';
      end if;
      insert into public.ledger_hold_resolution (hold_id, outcome, transaction_id, reason, actor, request_id) values (held.id, 'posted', new.id, new.reason, new.actor, new.request_id);
    end if;

    for n in 1 .. cardinality(new.account_ids) loop
      update public.ledger_balance b
        set balance = b.balance + case b.normal_side when 'debit' then new.signed_amounts[n] else -new.signed_amounts[n] end, version = b.version + 1
        where b.account_id = new.account_ids[n]
        returning b.* into moved;
      insert into public.ledger_entry (transaction_id, account_id, account_version, currency, side, amount, balance_after)
        values (new.id, moved.account_id, moved.version, moved.currency, case when new.signed_amounts[n] > 0 then 'debit' else 'credit' end::public.ledger_side, abs(new.signed_amounts[n]), moved.balance);
      if moved.currency <> coalesce(currency, moved.currency) then
        raise exception 'ledger transaction % is in two currencies', new.posting_key using errcode = 'LD002';
      end if;
      currency := moved.currency;
      sum := sum + new.signed_amounts[n];
    end loop;
    if sum <> 0 then
      raise exception 'ledger transaction % is not balanced', new.posting_key using errcode = 'LD002';
    end if;
    if new.reverses_id is not null and not exists (
      select from public.ledger_transaction t where t.id = new.reverses_id and t.account_ids = new.account_ids
        and t.signed_amounts = (select array_agg(-l.signed order by l.n) from unnest(new.signed_amounts) with ordinality as l(signed, n))
    ) then
      raise exception 'ledger transaction % does not mirror what it reverses', new.posting_key using errcode = 'LD007';
    end if;
    return null;
  end $$;
  create trigger ledger_transaction_posts after insert on ledger_transaction for each row execute function ledger_transaction_posts();
`;

const posting = `
  create domain ledger_amount as bigint not null check (value > 0);
  create domain ledger_line_side as ledger_side not null;

  drop function ledger_reverse;
  drop function ledger_post;
  drop function ledger_lock;

  -- Returns the id of the transaction; the same key with the same content returns that of the first call. Lines of one account are summed up.
  create function ledger_post(
    key text, what text, lines jsonb, who jsonb, why text default null, request text default null, about uuid default null,
    reverses uuid default null, provider_txn text default null, provider_obj text default null, hold text default null
  ) returns uuid language plpgsql security definer set search_path = public, pg_temp as $$
  declare
    posted uuid;
    ids bigint[]; signed bigint[];
    held uuid;
  begin
    if hold is not null then
      select h.id into held from ledger_hold h where h.hold_key = hold;
      if held is null then
        raise exception 'hold % is unknown', hold using errcode = 'LD006';
      end if;
    end if;
    loop
      select array_agg(s.id order by s.id), array_agg(s.signed order by s.id) into ids, signed from (
        select a.id, sum(case l.side::ledger_side when 'debit' then l.amount else -l.amount end)::bigint as signed
        from jsonb_to_recordset(lines) as l(kind text, owner uuid, currency text, side ledger_line_side, amount ledger_amount)
        left join lateral (
          select a.id from ledger_account a
          where a.kind = l.kind and a.currency = l.currency
            and coalesce(a.owner, '00000000-0000-0000-0000-000000000000') = coalesce(l.owner, '00000000-0000-0000-0000-000000000000')
          limit 1
        ) a on true
        group by a.id
      ) s;
      exit when array_position(ids, null) is null;
      perform ledger_open_accounts(lines);
    end loop;

    insert into ledger_transaction (posting_key, kind, subject, reverses_id, provider_transaction_id, provider_object, reason, actor, request_id, hold_id, account_ids, signed_amounts)
      values (key, what, about, reverses, provider_txn, provider_obj, why, who, request, held, coalesce(ids, '{}'), coalesce(signed, '{}'))
      on conflict on constraint ledger_transaction_posting_key do nothing
      returning id into posted;
    if posted is null then
      select t.id into posted from ledger_transaction t where t.posting_key = key
        and (t.kind, t.subject, t.reverses_id, t.provider_transaction_id, t.provider_object, t.hold_id, t.account_ids, t.signed_amounts)
          is not distinct from (what, about, reverses, provider_txn, provider_obj, held, ids, signed);
      if posted is null then
        raise exception 'posting key % was used for other content', key using errcode = 'LD001';
      end if;
    end if;
    return posted;
  end $$;

  create function ledger_reverse(key text, reversed uuid, who jsonb, why text, request text default null) returns uuid
  language plpgsql security definer set search_path = public, pg_temp as $$
  declare
    opposite jsonb;
    of_subject uuid;
  begin
    select jsonb_agg(jsonb_build_object('kind', a.kind, 'owner', a.owner, 'currency', a.currency, 'amount', abs(l.signed),
        'side', case when l.signed > 0 then 'credit' else 'debit' end)), t.subject into opposite, of_subject
      from ledger_transaction t, unnest(t.account_ids, t.signed_amounts) as l(account_id, signed) join ledger_account a on a.id = l.account_id
      where t.id = reversed group by t.subject;
    return ledger_post(key, 'reversal', opposite, who, why, request, of_subject, reversed);
  end $$;

  revoke all on function ledger_post, ledger_reverse from public, guildhall_app;
  grant execute on function ledger_post, ledger_reverse to guildhall_app;
`;
