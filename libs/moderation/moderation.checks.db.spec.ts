import { Client } from 'pg';
import { brokenBy } from '../../test/support/broken';
import { testDatabase, type TestDatabase } from '../../test/support/postgres';
import { moderationChecks } from './moderation.checks';

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

const [id, fact] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222'];
const over = { in_force: 'null, null, null', lifted: `now(), gen_random_uuid(), 'No longer needed.'`, ended: 'now(), null, null' };
/** Rows around it are not looked at. */
const decision = (state: keyof typeof over) => `
  set session_replication_role = replica;
  insert into moderation_decision (id, state, subject_kind, subject_id, finding, ground, facts, role, decided_by, decided_at, appeal_until, over_at, over_by, over_because, organisation_id)
    values ('${id}', '${state}', 'organisation', gen_random_uuid(), 'breach', 'Section 4.', repeat('x', 20), 'moderator', gen_random_uuid(), now(), now() + interval '14 days', ${over[state]}, gen_random_uuid());`;
const measure = (undone: boolean) => `
  insert into measure (id, decision_id, kind, target_id, fact_id, undone_at) values (gen_random_uuid(), '${id}', 'suspend_organisation', gen_random_uuid(), '${fact}', ${undone ? 'now()' : 'null'});`;
const suspension = `
  insert into suspension (id, organisation_id, state, since, reason, told, decision_id, placed_by) values ('${fact}', gen_random_uuid(), 'in_force', now(), 'moderation', 'Section 4.', '${id}', gen_random_uuid());`;
const hold = `
  insert into payout_hold (id, payout_id, state, since, reason, told, decision_id, placed_by, review_at) values ('${fact}', gen_random_uuid(), 'in_force', now(), 'moderation', 'Section 4.', '${id}', gen_random_uuid(), now() + interval '1 day');`;

const broken = (sql: string) => brokenBy(db, moderationChecks, sql);

it.each([
  ['a warning', decision('in_force')], ['what is suspended', decision('in_force') + measure(false) + suspension], ['what is over in part', decision('in_force') + measure(true) + measure(false)],
  ['what was lifted', decision('lifted') + measure(true)], ['what ended', decision('ended') + measure(true)],
])('nothing is said of %s', async (_, sql) => expect(await broken(sql)).toEqual([]));

it.each([
  ['a measure that outlives its decision', decision('lifted') + measure(false), 'measures-hold-with-their-decision'],
  ['a decision whose measures are all over', decision('in_force') + measure(true), 'measures-hold-with-their-decision'],
  ['a suspension of no decision', `set session_replication_role = replica; ${suspension}`, 'nobody-is-stopped-without-a-decision'],
  ['a suspension whose measure is undone', decision('ended') + measure(true) + suspension, 'nobody-is-stopped-without-a-decision'],
  ['a hold of no decision', `set session_replication_role = replica; ${hold}`, 'nobody-is-stopped-without-a-decision'],
])('%s is found', async (_, sql, name) => expect(await broken(sql)).toEqual([name]));
