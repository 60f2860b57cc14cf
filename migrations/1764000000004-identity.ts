import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Identity1764000000004 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create extension if not exists citext;

      create table person (
        id uuid primary key,
        email citext not null unique,
        name text not null,
        country text not null check (country ~ '^[A-Z]{2}$'),
        locale text not null,
        password_hash text,
        state text not null check (state in ('active', 'closed')),
        email_verified_at timestamptz(3) not null,
        created_at timestamptz(3) not null,
        version int not null
      );
      create index person_created on person (created_at, id);

      create table sign_up (
        id uuid primary key,
        email citext not null,
        name text not null,
        country text not null check (country ~ '^[A-Z]{2}$'),
        kind text not null check (kind in ('person', 'freelancer')),
        password_hash text not null,
        token_hash text unique,
        expires_at timestamptz(3) not null,
        used_at timestamptz(3)
      );
      create index sign_up_age on sign_up (expires_at);

      create table password_reset (
        id uuid primary key,
        email citext not null,
        token_hash text unique,
        expires_at timestamptz(3) not null,
        used_at timestamptz(3)
      );
      create index password_reset_email on password_reset (email) where used_at is null;
      create index password_reset_age on password_reset (expires_at);

      create table session (
        id uuid primary key,
        token_hash text not null unique,
        person_id uuid not null references person,
        created_at timestamptz(3) not null,
        authenticated_at timestamptz(3) not null,
        last_seen_at timestamptz(3) not null,
        expires_at timestamptz(3) not null,
        ended_at timestamptz(3),
        network text not null,
        user_agent text
      );
      create index session_person on session (person_id, last_seen_at);
      create index session_age on session (expires_at);

      create table organisation (
        id uuid primary key,
        kind text not null check (kind in ('smb', 'enterprise', 'university', 'research_institute', 'government', 'investor', 'support_organisation', 'nonprofit', 'sole_trader')),
        name text not null,
        country text not null check (country ~ '^[A-Z]{2}$'),
        slug text not null unique,
        website text,
        declared_owner text,
        state text not null check (state in ('active', 'closed')),
        verified_at timestamptz(3),
        created_at timestamptz(3) not null,
        version int not null
      );
      create index organisation_created on organisation (created_at, id);

      create table member (
        id uuid primary key,
        organisation_id uuid not null references organisation,
        person_id uuid not null references person,
        roles text[] not null check (cardinality(roles) > 0 and roles <@ array['owner', 'manager', 'signatory', 'treasurer', 'contributor', 'approver']),
        joined_at timestamptz(3) not null,
        version int not null,
        unique (organisation_id, person_id)
      );
      create index member_person on member (person_id);

      create table invitation (
        id uuid primary key,
        organisation_id uuid not null references organisation,
        email citext not null,
        roles text[] not null check (cardinality(roles) > 0 and roles <@ array['owner', 'manager', 'signatory', 'treasurer', 'contributor', 'approver']),
        invited_by uuid not null references person,
        state text not null check (state in ('open', 'accepted', 'revoked')),
        token_hash text unique,
        created_at timestamptz(3) not null,
        expires_at timestamptz(3) not null
      );
      create index invitation_organisation on invitation (organisation_id, created_at, id);

      create table service_account (
        id uuid primary key,
        organisation_id uuid not null references organisation,
        name text not null,
        created_by uuid not null references person,
        created_at timestamptz(3) not null
      );
      create index service_account_organisation on service_account (organisation_id, created_at, id);

      create table service_token (
        id uuid primary key,
        service_account_id uuid not null references service_account on delete cascade,
        token_hash text not null unique,
        scopes text[] not null check (cardinality(scopes) > 0),
        created_by uuid not null references person,
        created_at timestamptz(3) not null,
        expires_at timestamptz(3) not null,
        last_used_at timestamptz(3),
        revoked_at timestamptz(3)
      );
      create index service_token_account on service_token (service_account_id);

      create table staff_grant (
        id uuid primary key,
        person_id uuid not null references person,
        role text not null check (role in ('moderator', 'finance', 'support', 'operator')),
        confirmed_at timestamptz(3) not null,
        confirmed_by uuid references person,
        unique (person_id, role)
      );

      grant select, insert, update on person, organisation to guildhall_app;
      grant select, insert, update, delete on sign_up, password_reset, session, member, invitation, service_account, service_token, staff_grant to guildhall_app;
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table staff_grant, service_token, service_account, invitation, member, organisation, session, password_reset, sign_up, person');
  }
}
