import { randomBytes } from 'node:crypto';
import { Command } from 'commander';
import { withClient } from '../standalone/database';
import { testDatabase, type TestDatabase } from '../../test/support/postgres';
import { unusedLogKey } from '../../libs/platform/testing/test-platform';
import { addStaff } from './staff';

let database: TestDatabase;
let before: NodeJS.ProcessEnv;
beforeAll(async () => {
  database = await testDatabase();
  before = { ...process.env };
  Object.assign(process.env, { MODE: 'test', DATABASE_URL: database.databaseUrl, SECRETS_KEYS: `test:${randomBytes(32).toString('base64')}`, LOG_SIGNING_KEY: unusedLogKey });
});
afterAll(async () => {
  process.env = before;
  await database?.drop();
});

async function staff(...args: string[]): Promise<string> {
  const said: string[] = [];
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean(said.push(String(text))));
  const program = new Command().exitOverride().configureOutput({ writeErr: (text) => void said.push(text) });
  addStaff(program);
  for (const command of program.commands.flatMap((one) => [one, ...one.commands])) command.exitOverride().configureOutput({ writeErr: (text) => void said.push(text) });
  try {
    await program.parseAsync(['staff', ...args], { from: 'user' }).catch(() => undefined);
  } finally {
    write.mockRestore();
  }
  return said.join('');
}
const rows = (sql: string) => withClient(database.superuserUrl, async (client) => (await client.query(sql)).rows as unknown[]);

it('the first staff comes from the server, with a mail to set a password', async () => {
  expect(await staff('add', 'first@example.org', 'operator', 'moderator')).toBe('first@example.org is operator, moderator. A mail to set a password is on its way, once a worker runs.\n');
  expect(await rows('select name, payload ? \'passwordResetId\' as "holdsIdOnly", (select count(*)::int from jsonb_object_keys(payload)) as keys from outbox where kind = \'job\'')).toEqual([{ name: 'identity.mailPasswordReset', holdsIdOnly: true, keys: 1 }]);
  expect(await staff('list')).toMatch(/^first@example\.org\tmoderator\t\S+Z\nfirst@example\.org\toperator\t\S+Z\n$/);
});

it('roles are taken again', async () => {
  expect(await staff('remove', 'FIRST@example.org', 'moderator')).toBe('FIRST@example.org is no longer moderator.\n');
  expect(await staff('remove', 'nobody@example.org')).toBe('nobody@example.org had no such role.\n');
  expect(await rows('select role from staff_grant')).toEqual([{ role: 'operator' }]);
});

it.each([
  [['add', 'first@example.org', 'king'], 'A role is one of moderator, finance, support, operator.'],
  [['add', 'first@example.org'], 'missing required argument'],
  [['add', 'not an address', 'operator'], 'Not an e-mail address.'],
])('%j is refused', async (args, says) => {
  expect(await staff(...args)).toContain(says);
});
