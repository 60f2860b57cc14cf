import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Provenance1764000000002 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create function refuse_change() returns trigger language plpgsql as
        $$ begin raise exception '% is append-only', tg_table_name using errcode = 'insufficient_privilege'; end $$;

      create table log_head (
        only_one boolean primary key default true check (only_one),
        size bigint not null default 0 check (size >= 0)
      );
      insert into log_head default values;
      grant select, update (size) on log_head to guildhall_app;

      create table log_record (
        seq bigint primary key check (seq >= 0),
        type text not null,
        subject text not null,
        commitment text not null check (commitment ~ '^[0-9a-f]{64}$'),
        received_at timestamptz not null
      );
      create index log_record_subject on log_record (subject, seq);
      grant select, insert on log_record to guildhall_app;

      create table log_node (
        level smallint not null,
        index bigint not null,
        hash bytea not null check (length(hash) = 32),
        primary key (level, index)
      );
      grant select, insert on log_node to guildhall_app;

      create trigger log_record_append_only before update or delete on log_record for each row execute function refuse_change();
      create trigger log_record_no_truncate before truncate on log_record execute function refuse_change();
      create trigger log_node_append_only before update or delete on log_node for each row execute function refuse_change();
      create trigger log_node_no_truncate before truncate on log_node execute function refuse_change();

      create table log_opening (
        seq bigint primary key references log_record (seq),
        salt bytea not null check (length(salt) = 32),
        digest bytea not null check (length(digest) = 32)
      );
      comment on table log_opening is 'what opens a commitment; deleted when its content is erased, while every proof stays valid';
      grant select, insert, delete on log_opening to guildhall_app;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop table log_opening, log_node, log_record, log_head; drop function refuse_change();`);
  }
}
