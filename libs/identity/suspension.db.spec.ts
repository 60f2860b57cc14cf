import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { testDatabase, type TestDatabase } from '../../test/support/postgres';

const [person, staff, organisation] = Array.from({ length: 3 }, () => randomUUID());

/** One row, as the serving role would write it. */
const suspension = (edits: Record<string, string> = {}) => {
  const row = {
    id: `'${randomUUID()}'`, person_id: `'${person}'`, organisation_id: 'null', state: `'in_force'`, since: 'now()', until: 'null', reason: `'spam'`, told: `'Why'`,
    decision_id: `'${randomUUID()}'`, placed_by: `'${staff}'`, ended_at: 'null', lifted_by: 'null', ...edits,
  };
  return `insert into suspension (${Object.keys(row).join(', ')}) values (${Object.values(row).join(', ')})`;
};
const ofOrganisation = { person_id: 'null', organisation_id: `'${organisation}'` };

describe('what the database refuses of suspensions', () => {
  let database: TestDatabase;
  let client: Client;

  beforeAll(async () => {
    database = await testDatabase();
    client = new Client(database.databaseUrl);
    await client.connect();
    for (const id of [person, staff]) await client.query(`insert into person (id, email, name, country, locale, state, email_verified_at, created_at, version) values ($1, $2, 'P', 'NL', 'en', 'active', now(), now(), 1)`, [id, `${id}@example.org`]);
    await client.query(`insert into organisation (id, kind, name, country, slug, state, created_at, version) values ($1, 'smb', 'O', 'NL', 'o', 'active', now(), 1)`, [organisation]);
  });
  afterEach(() => client.query('rollback'));
  beforeEach(() => client.query('begin'));
  afterAll(async () => {
    await client?.end();
    await database?.drop();
  });

  const outcome = async (...statements: string[]) => {
    try {
      for (const statement of statements) await client.query(statement);
      return 'taken';
    } catch (error) {
      return (error as { code: string }).code;
    }
  };
  const [check, unique, denied] = ['23514', '23505', '42501'];

  it.each([
    ['one of a person', [suspension()], 'taken'],
    ['one of an organisation beside it', [suspension(), suspension(ofOrganisation)], 'taken'],
    ['a second in force of a person', [suspension(), suspension()], unique],
    ['a second in force of an organisation', [suspension(ofOrganisation), suspension(ofOrganisation)], unique],
    ['a second after the first was lifted', [suspension({ state: `'lifted'`, ended_at: 'now()', lifted_by: `'${staff}'` }), suspension()], 'taken'],
    ['nobody', [suspension({ person_id: 'null' })], check],
    ['both', [suspension({ organisation_id: `'${organisation}'` })], check],
    ['by the one it stops', [suspension({ placed_by: `'${person}'` })], check],
    ['lifted by the one it stopped', [suspension({ state: `'lifted'`, ended_at: 'now()', lifted_by: `'${person}'` })], check],
    ['over before it begins', [suspension({ until: `now() - interval '1 day'` })], check],
    ['ended without an end', [suspension({ state: `'ended'`, ended_at: 'now()' })], check],
    ['lifted by nobody', [suspension({ state: `'lifted'`, ended_at: 'now()' })], check],
    ['in force and over', [suspension({ ended_at: 'now()' })], check],
    ['a longer time afterwards', [suspension(), `update suspension set until = now() + interval '1 day'`], denied],
    ['another reason afterwards', [suspension(), `update suspension set told = 'Other'`], denied],
    ['gone without a trace', [suspension(), 'delete from suspension'], denied],
  ])('%s', async (_, statements, expected) => expect(await outcome(...statements)).toBe(expected));

  it('what has run out does not count, before anybody has said so', async () => {
    await client.query(suspension({ since: `app_now() - interval '2 days'`, until: `app_now() - interval '1 day'` }));
    await client.query(suspension({ ...ofOrganisation, until: `app_now() + interval '1 day'` }));
    expect((await client.query('select person_id, organisation_id from suspended')).rows).toEqual([{ person_id: null, organisation_id: organisation }]);
  });
});
