import { randomBytes } from 'node:crypto';
import { Command } from 'commander';
import { platformChecks } from '@app/platform';
import { withClient } from '../standalone/database';
import { unusedLogKey } from '../../libs/platform/testing/test-platform';
import { testDatabase, type TestDatabase } from '../../test/support/postgres';
import { runChecks } from './check';
import { addOutbox } from './outbox';

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

/** What a command says, and how it exits. */
async function outbox(...args: string[]): Promise<{ said: string; exit: number }> {
  const said: string[] = [];
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean(said.push(String(text))));
  const program = new Command();
  addOutbox(program);
  const exitBefore = process.exitCode;
  process.exitCode = 0;
  try {
    await program.parseAsync(['outbox', ...args], { from: 'user' });
    return { said: said.join(''), exit: Number(process.exitCode) };
  } finally {
    process.exitCode = exitBefore;
    write.mockRestore();
  }
}
const rows = (sql: string) => withClient(database.superuserUrl, async (client) => (await client.query(sql)).rows as unknown[]);

it('lists what was given up, and has it tried again with a reason that is kept', async () => {
  expect([await outbox('list'), await outbox('retry', '--all', '--reason', 'cleaned up'), await runChecks(database.databaseUrl, platformChecks)]).toEqual([{ said: '', exit: 0 }, { said: 'Nothing was given up.\n', exit: 0 }, []]);
  await rows(`insert into outbox (id, kind, name, payload, attempts, last_error, failed_at) overriding system value
    select n, 'job', 'spec.job', '{}', 20, 'no route' || chr(10) || 'to host', '2026-01-01'::timestamptz + n * interval '1 hour' from generate_series(1, 3) n`);
  expect(await runChecks(database.databaseUrl, platformChecks)).toMatchObject([{ name: 'outbox-is-done-in-the-end', rows: [{ id: '1' }, { id: '2' }, { id: '3' }] }]);
  expect(await outbox('list')).toEqual({ said: [1, 2, 3].map((n) => `${n}\tspec.job\t2026-01-01T0${n}:00:00.000Z\t20 attempts\tno route to host\n`).join(''), exit: 0 });

  expect(await outbox('retry', '2', '7', 'x', '--reason', 'the route is back')).toEqual({ said: '2\tspec.job is tried again.\n7 is not given up.\nx is not given up.\n', exit: 1 });
  expect(await outbox('retry', '--reason', 'nothing named')).toEqual({ said: 'Name what is to be tried again, or say --all.\n', exit: 1 });
  expect(await outbox('retry', '--all', '--reason', 'all of them')).toEqual({ said: '1\tspec.job is tried again.\n3\tspec.job is tried again.\n', exit: 0 });
  expect(await rows('select attempts, failed_at from outbox order by id')).toEqual(Array(3).fill({ attempts: 0, failed_at: null }));
  expect(await rows(`select subject_id, capacity, reason from audit_entry where action = 'outbox.retry' order by id`)).toEqual([
    { subject_id: '2', capacity: 'system', reason: 'the route is back' }, { subject_id: '1', capacity: 'system', reason: 'all of them' }, { subject_id: '3', capacity: 'system', reason: 'all of them' },
  ]);
  expect(await runChecks(database.databaseUrl, platformChecks)).toEqual([]);
});
