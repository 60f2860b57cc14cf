import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Files1764000000005 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table seal_key (
        id uuid primary key,
        key_id text not null,
        wrapped bytea not null
      );
      comment on table seal_key is 'one key for each phase, wrapped by the master key that key_id names';
      create index seal_key_master on seal_key (key_id);
      grant select, insert, update (key_id, wrapped) on seal_key to guildhall_app;

      create table data_key (
        id uuid primary key,
        seal_key_id uuid not null references seal_key,
        wrapped bytea,
        destroyed_at timestamptz,
        check ((wrapped is null) = (destroyed_at is not null))
      );
      comment on table data_key is 'one key for each submission, wrapped by its seal key; null once its content was erased';
      create index data_key_seal on data_key (seal_key_id);
      grant select, insert, update (wrapped, destroyed_at) on data_key to guildhall_app;

      create table stored_file (
        id uuid primary key,
        data_key_id uuid not null references data_key,
        state text not null check (state in ('receiving', 'kept')),
        size int not null check (size >= 0),
        received int not null check (received >= 0),
        blob_key uuid not null unique,
        salt bytea not null check (length(salt) = 32),
        details bytea not null,
        created_at timestamptz(3) not null,
        check (state = 'receiving' or (size > 0 and received = size))
      );
      comment on table stored_file is 'names and types are sealed in details; the salt opens the blob, so deleting the row erases it';
      create index stored_file_of on stored_file (data_key_id);
      create index stored_file_unfinished on stored_file (created_at) where state = 'receiving';
      grant select, insert, update, delete on stored_file to guildhall_app;

      create table file_part (
        file_id uuid not null references stored_file on delete cascade,
        starts_at int not null check (starts_at >= 0),
        size int not null check (size > 0),
        blob_key uuid not null,
        primary key (file_id, starts_at)
      );
      grant select, insert, delete on file_part to guildhall_app;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table file_part, stored_file, data_key, seal_key');
  }
}
