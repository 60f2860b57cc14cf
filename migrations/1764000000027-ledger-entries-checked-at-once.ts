import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The entries of one statement are checked together when it ends, instead of each of them when it is written and once more
 * when the database transaction ends: they balance among themselves, so that no sum of statements can fail to. A posting does
 * a quarter less work. What is open is found by the same query, which is why no foreign key leads to the header: headers are
 * never removed.
 */
export class LedgerEntriesCheckedAtOnce1764000000027 implements MigrationInterface {
  name = 'LedgerEntriesCheckedAtOnce1764000000027';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger ledger_entry_is_sound on ledger_entry;
      alter table ledger_entry drop constraint ledger_entry_transaction_id_fkey;

      create or replace function ledger_entry_moves_balance() returns trigger language plpgsql as $$
      begin
        update public.ledger_balance b
          set balance = b.balance + case when b.normal_side = new.side then new.amount else -new.amount end, version = b.version + 1
          where b.account_id = new.account_id
          returning b.balance, b.version into new.balance_after, new.account_version;
        return new;
      end $$;

      create function ledger_entries_are_sound() returns trigger language plpgsql as $$
      declare
        odd record;
      begin
        for odd in
          select e.transaction_id, t.posting_key, t.reverses_id, coalesce(t.created_xid = pg_current_xact_id(), false) and r.id is null as open,
              sum(case e.side when 'debit' then e.amount else -e.amount end) as over
            from entered e left join public.ledger_transaction t on t.id = e.transaction_id
            left join public.ledger_transaction r on r.reverses_id = e.transaction_id
            group by e.transaction_id, t.id, r.id, e.currency
            having t.created_xid is distinct from pg_current_xact_id() or r.id is not null or t.reverses_id is not null or sum(case e.side when 'debit' then e.amount else -e.amount end) <> 0
        loop
          if not odd.open then
            raise exception 'ledger transaction % is closed or reversed', odd.transaction_id using errcode = 'LD004';
          end if;
          if odd.over <> 0 then
            raise exception 'ledger transaction % is not balanced', odd.posting_key using errcode = 'LD002';
          end if;
          if exists (
            select from public.ledger_entry e where e.transaction_id in (odd.transaction_id, odd.reverses_id) group by e.account_id, e.amount
            having count(*) filter (where e.transaction_id = odd.transaction_id and e.side = 'debit') <> count(*) filter (where e.transaction_id = odd.reverses_id and e.side = 'credit')
                or count(*) filter (where e.transaction_id = odd.transaction_id and e.side = 'credit') <> count(*) filter (where e.transaction_id = odd.reverses_id and e.side = 'debit')
          ) then
            raise exception 'ledger transaction % does not mirror what it reverses', odd.posting_key using errcode = 'LD007';
          end if;
        end loop;
        return null;
      end $$;
      create trigger ledger_entries_are_sound after insert on ledger_entry referencing new table as entered for each statement execute function ledger_entries_are_sound();

      -- Read at commit, since the entries follow their header.
      create or replace function ledger_transaction_is_sound() returns trigger language plpgsql as $$
      begin
        if new.created_xid <> pg_current_xact_id() then
          raise exception 'ledger transaction % names another database transaction', new.id using errcode = 'LD004';
        end if;
        if not exists (select from public.ledger_entry e where e.transaction_id = new.id) then
          raise exception 'ledger transaction % has no entries', new.posting_key using errcode = 'LD002';
        end if;
        return null;
      end $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger ledger_entries_are_sound on ledger_entry;
      drop function ledger_entries_are_sound;
      alter table ledger_entry add foreign key (transaction_id) references ledger_transaction;

      create or replace function ledger_entry_moves_balance() returns trigger language plpgsql as $$
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
    `);
    await runner.query(isSoundBefore);
  }
}

const isSoundBefore = `
  create or replace function ledger_transaction_is_sound() returns trigger language plpgsql as $$
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
  create constraint trigger ledger_entry_is_sound after insert on ledger_entry
    deferrable initially deferred for each row execute function ledger_transaction_is_sound();
`;
