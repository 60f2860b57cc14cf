import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Platform1764000000001 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      grant usage on schema public to guildhall_app;

      create table platform (
        only_one boolean primary key default true check (only_one),
        mode text not null check (mode in ('production', 'demo', 'test')),
        clock_shift interval not null default '0',
        check (mode <> 'production' or clock_shift = '0')
      );
      grant select, update (clock_shift) on platform to guildhall_app;

      create function app_now() returns timestamptz language sql stable parallel safe as
        $$ select date_trunc('milliseconds', clock_timestamp() + (select clock_shift from platform)) $$;

      create table audit_entry (
        id bigint generated always as identity primary key,
        at timestamptz not null,
        capacity text not null,
        person_id uuid,
        service_account_id uuid,
        organisation_id uuid,
        request_id text,
        action text not null,
        subject text not null,
        subject_id text not null,
        reason text,
        changes jsonb
      );
      create index audit_entry_subject on audit_entry (subject, subject_id, id);
      create index audit_entry_person on audit_entry (person_id, id) where person_id is not null;
      grant select, insert on audit_entry to guildhall_app;

      create table outbox (
        id bigint generated always as identity primary key,
        kind text not null check (kind in ('event', 'job')),
        name text not null,
        queue text,
        handler text,
        payload jsonb not null,
        attempts int not null default 0,
        run_after timestamptz not null default now(),
        enqueued_at timestamptz,
        failed_at timestamptz,
        last_error text,
        created_at timestamptz not null default now()
      ) with (fillfactor = 70);
      create index outbox_waiting on outbox (id) where enqueued_at is null and failed_at is null;
      create index outbox_enqueued on outbox (enqueued_at) where enqueued_at is not null and failed_at is null;
      create index outbox_failed on outbox (failed_at) where failed_at is not null;
      grant select, insert, update, delete on outbox to guildhall_app;

      create table idempotency_key (
        owner text not null,
        key text not null,
        fingerprint bytea not null,
        status int,
        headers jsonb,
        body text,
        created_at timestamptz not null default now(),
        primary key (owner, key)
      );
      create index idempotency_key_age on idempotency_key (created_at);
      grant select, insert, update, delete on idempotency_key to guildhall_app;

      create unlogged table rate_limit (
        bucket text primary key,
        hits int not null,
        resets_at timestamptz not null
      );
      grant select, insert, update, delete on rate_limit to guildhall_app;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table rate_limit, idempotency_key, outbox, audit_entry;
      drop function app_now();
      drop table platform;
    `);
  }
}
