import { withClient } from '../../apps/standalone/database';
import { testDatabase, type TestDatabase } from './postgres';

describe('testDatabase', () => {
  let one: TestDatabase;
  let two: TestDatabase;
  beforeAll(async () => {
    [one, two] = await Promise.all([testDatabase(), testDatabase()]);
  });
  afterAll(async () => {
    await one?.drop();
    await two?.drop();
  });

  const rows = (url: string, sql: string) => withClient(url, async (client) => (await client.query(sql)).rows as unknown[]);

  it('gives every caller a migrated database of its own', async () => {
    await rows(one.migrationUrl, 'create table mine (id int)');
    await expect(rows(two.migrationUrl, 'select * from mine')).rejects.toThrow('relation "mine" does not exist');
    expect(await rows(two.databaseUrl, 'select mode from platform')).toEqual([{ mode: 'test' }]);
  });

  it('serves as a role that owns nothing and creates nothing', async () => {
    expect(
      await rows(one.superuserUrl, `select rolname, rolsuper, rolcreatedb, rolcreaterole, (select count(*)::int from pg_class where relowner = pg_roles.oid) as owned from pg_roles where rolname = 'guildhall_app'`),
    ).toEqual([{ rolname: 'guildhall_app', rolsuper: false, rolcreatedb: false, rolcreaterole: false, owned: 0 }]);
    await expect(rows(one.databaseUrl, 'create table forbidden (id int)')).rejects.toThrow('permission denied for schema public');
    await expect(rows(one.databaseUrl, 'create schema forbidden')).rejects.toThrow('permission denied for database');
    await expect(rows(one.databaseUrl, 'drop table platform')).rejects.toThrow('must be owner of table platform');
  });

  it('has the extensions that only a superuser may install, owned by a database the migrating role owns', async () => {
    expect(await rows(one.migrationUrl, `select extname from pg_extension where extname <> 'plpgsql' order by 1`)).toEqual(
      ['btree_gin', 'citext', 'pg_trgm', 'pgcrypto', 'unaccent'].map((extname) => ({ extname })),
    );
    expect(await rows(one.migrationUrl, `select pg_get_userbyid(datdba) as owner from pg_database where datname = current_database()`)).toEqual([{ owner: 'guildhall_migrate' }]);
  });

  it('is gone after drop, even while somebody is connected', async () => {
    const extra = await testDatabase();
    await withClient(extra.databaseUrl, async (client) => {
      client.on('error', () => undefined);
      await extra.drop();
    });
    await expect(rows(extra.databaseUrl, 'select 1')).rejects.toThrow('does not exist');
  });
});
