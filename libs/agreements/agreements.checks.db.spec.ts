import { Client } from 'pg';
import { brokenBy } from '../../test/support/broken';
import { testDatabase, type TestDatabase } from '../../test/support/postgres';
import { agreementsChecks } from './agreements.checks';

let database: TestDatabase;
let db: Client;

beforeAll(async () => {
  database = await testDatabase();
  db = new Client({ connectionString: database.superuserUrl });
  await db.connect();
});
afterAll(async () => {
  await db?.end();
  await database?.drop();
});

const id = '11111111-1111-4111-8111-111111111111';
/** An agreement whose text is "text"; rows around it are not looked at. */
const made = (state: string, signedBy: readonly string[], { hash = `sha256('text')`, signed = `sha256('text')` } = {}) => `
  set session_replication_role = replica;
  insert into agreement (id, award_id, challenge_id, sponsor_id, recipient_id, author_ids, state, terms, text, hash, made_at, in_force_at, version)
    values ('${id}', gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), '{}', '${state}', '{}', 'text', ${hash}, now(), ${['in_force', 'terminated'].includes(state) ? 'now()' : 'null'}, 1);
  ${signedBy.map((side) => `insert into signature values (gen_random_uuid(), '${id}', '${side}', gen_random_uuid(), 'Ada', ${signed}, now(), 1);`).join('\n')}`;

const broken = (sql: string) => brokenBy(db, agreementsChecks, sql);

it.each([
  [made('ready', [])], [made('signing', ['sponsor'])], [made('in_force', ['sponsor', 'recipient'])], [made('terminated', ['sponsor', 'recipient'])], [made('lapsed', ['sponsor'])], [made('lapsed', [])],
])('nothing is said of what is whole', async (sql) => expect(await broken(sql)).toEqual([]));

it.each([
  ['another text', made('ready', [], { hash: `sha256('other')` }), 'agreements-hold-their-text'],
  ['a signature about another text', made('signing', ['sponsor'], { signed: `sha256('other')` }), 'agreements-hold-their-text'],
  ['in force with one signature', made('in_force', ['sponsor']), 'agreements-in-force-are-signed'],
  ['ready with a signature', made('ready', ['sponsor']), 'agreements-in-force-are-signed'],
  ['signing with none', made('signing', []), 'agreements-in-force-are-signed'],
])('%s is found', async (_, sql, name) => expect(await broken(sql)).toEqual([name]));
