import { Client, escapeIdentifier, escapeLiteral } from 'pg';

/** The role that owns the database and migrates it, and the role that serves: it owns and creates nothing. */
export const MIGRATING_ROLE = 'guildhall_migrate';
export const SERVING_ROLE = 'guildhall_app';

/** Only a superuser may install these everywhere, so they are there before the first migration. */
const EXTENSIONS = ['pg_trgm', 'unaccent', 'citext', 'pgcrypto', 'btree_gin'];

export interface DatabaseOptions {
  migratePassword: string;
  appPassword: string;
  /** A prepared database nobody is connected to, copied when the new one does not exist yet. */
  template?: string;
}

export interface DatabaseUrls {
  /** As the role that serves. */
  databaseUrl: string;
  /** As the role that migrates. */
  migrationUrl: string;
  /** Whether this call made the database. */
  isNew: boolean;
}

/**
 * Makes roles, database, extensions and rights, whatever of them exists already. Rights on tables belong to the
 * migrations that make the tables.
 *
 * @param adminUrl a superuser's connection to another database of the server
 */
export async function prepareDatabase(adminUrl: string, name: string, options: DatabaseOptions): Promise<DatabaseUrls> {
  const isNew = await withClient(adminUrl, async (admin) => {
    // Roles belong to the whole server, and PostgreSQL refuses two changes of one role at once.
    await admin.query(`select pg_advisory_lock(hashtext('guildhall roles'))`);
    await ensureRole(admin, MIGRATING_ROLE, options.migratePassword);
    await ensureRole(admin, SERVING_ROLE, options.appPassword);
    await admin.query(`select pg_advisory_unlock(hashtext('guildhall roles'))`);
    return ensureDatabase(admin, name, options.template);
  });
  await withClient(urlOf(adminUrl, name), async (admin) => {
    await admin.query(`
      ${EXTENSIONS.map((extension) => `create extension if not exists ${extension} with schema public;`).join('\n')}
      alter schema public owner to ${MIGRATING_ROLE};
      revoke all on schema public from public;
      grant usage on schema public to ${SERVING_ROLE};`);
  });
  return {
    databaseUrl: urlOf(adminUrl, name, SERVING_ROLE, options.appPassword),
    migrationUrl: urlOf(adminUrl, name, MIGRATING_ROLE, options.migratePassword),
    isNew,
  };
}

/** The same server, another database, and another user when one is named. */
export function urlOf(adminUrl: string, name: string, user?: string, password?: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${encodeURIComponent(name)}`;
  if (user !== undefined) Object.assign(url, { username: user, password });
  return url.href;
}

/** Runs `work` on one connection and closes it. */
export async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function ensureRole(admin: Client, role: string, password: string): Promise<void> {
  const { rowCount } = await admin.query('select from pg_roles where rolname = $1', [role]);
  const verb = rowCount ? 'alter' : 'create';
  await admin.query(`${verb} role ${role} with login nosuperuser nocreatedb nocreaterole noreplication nobypassrls password ${escapeLiteral(password)}`);
}

async function ensureDatabase(admin: Client, name: string, template = 'template0'): Promise<boolean> {
  const database = escapeIdentifier(name);
  const { rowCount } = await admin.query('select from pg_database where datname = $1', [name]);
  if (!rowCount) await admin.query(`create database ${database} owner ${MIGRATING_ROLE} template ${escapeIdentifier(template)}`);
  await admin.query(`
    alter database ${database} owner to ${MIGRATING_ROLE};
    revoke all on database ${database} from public;
    grant connect, temporary on database ${database} to ${SERVING_ROLE};`);
  return !rowCount;
}
