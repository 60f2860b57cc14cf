import { Command } from 'commander';
import { randomBytes } from 'node:crypto';
import { escapeIdentifier } from 'pg';
import { runMigrations } from '@app/platform';
import { TEST_SERVER, type TestServer } from '../../test/support/postgres';
import { urlOf, withClient } from '../standalone/database';
import { addPrepare } from './prepare';

const { adminUrl, appPassword, migratePassword } = JSON.parse(process.env[TEST_SERVER]!) as TestServer;
const name = `prepared_${randomBytes(6).toString('hex')}`;
const serving = urlOf(adminUrl, name, 'guildhall_app', appPassword);
const migrating = urlOf(adminUrl, name, 'guildhall_migrate', migratePassword);
let before: NodeJS.ProcessEnv;

beforeAll(() => {
  before = { ...process.env };
});
afterAll(async () => {
  process.env = before;
  await withClient(adminUrl, async (admin) => void (await admin.query(`drop database if exists ${escapeIdentifier(name)} with (force)`)));
});

async function prepare(settings: NodeJS.ProcessEnv): Promise<string> {
  Object.assign(process.env, { DATABASE_ADMIN_URL: adminUrl, DATABASE_URL: serving, DATABASE_MIGRATION_URL: migrating, ...settings });
  const said: string[] = [];
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean(said.push(String(text))));
  const program = new Command();
  addPrepare(program);
  try {
    await program.parseAsync(['prepare'], { from: 'user' });
    return said.join('');
  } catch (error) {
    return (error as Error).message;
  } finally {
    write.mockRestore();
  }
}

it.each([
  [{ DATABASE_URL: migrating }, 'DATABASE_URL must connect as guildhall_app.'],
  [{ DATABASE_MIGRATION_URL: urlOf(adminUrl, 'another', 'guildhall_migrate', 'x') }, 'DATABASE_URL and DATABASE_MIGRATION_URL must name the same database.'],
  [{ DATABASE_URL: urlOf(adminUrl, name, 'guildhall_app', '') }, 'DATABASE_URL needs a password and a database.'],
  [{ DATABASE_URL: 'somewhere' }, 'DATABASE_URL is required, as postgres://guildhall_app:password@host/database.'],
])('refuses %j', async (settings, sentence) => {
  expect(await prepare(settings)).toBe(sentence);
});

it('makes a database that can be migrated and served, and may run again', async () => {
  expect(await prepare({})).toBe(`The database ${name} was made; run \`guildhall migrate\` next.\n`);
  await runMigrations(migrating, 'test');
  expect(await prepare({})).toBe(`The database ${name} is there; run \`guildhall migrate\` next.\n`);
  await withClient(serving, async (client) => {
    expect((await client.query('select mode from platform')).rows).toEqual([{ mode: 'test' }]);
    await expect(client.query('create table mine ()')).rejects.toThrow('permission denied');
  });
});
