import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import type { QueryRunner } from 'typeorm';
import { testDatabase, type TestDatabase } from '../test/support/postgres';
import { OpeningsOfSponsors1764000000048 } from './1764000000048-openings-of-sponsors';

let database: TestDatabase;
let client: Client;

beforeAll(async () => {
  database = await testDatabase();
  client = new Client(database.superuserUrl);
  await client.connect();
});
afterAll(async () => {
  await client?.end();
  await database?.drop();
});

it('what was read before is the sponsor’s where its members read it, and what went back before is exempt', async () => {
  const [sponsor, challenge, submission, insider, outsider] = Array.from({ length: 5 }, () => randomUUID());
  const migration = new OpeningsOfSponsors1764000000048();
  const runner = client as unknown as QueryRunner;
  await migration.down(runner);
  await client.query(`
    set session_replication_role = replica;
    insert into challenge (id, slug, sponsor_id, kind, entry, visibility, state, title, brief, topics, bounty, currency, bounty_total, funded, numbers, decision_rule, pass_mark, judging_days, judge_roles, eligibility, created_at, edited_at, version)
      values ('${challenge}', 'c', '${sponsor}', 'prize', 'open', 'public', 'draft', 'C', '{}', '{}', 'money', 'EUR', 100, 0, '{}', 'by_ranking', 50, 14, '{sponsor}', '{}', now(), now(), 1);
    insert into submission (id, challenge_id, phase_id, entry_id, state, versions, submitted_at, created_at, version) values ('${submission}', '${challenge}', gen_random_uuid(), gen_random_uuid(), 'under_review', 1, now(), now(), 1);
    insert into member (id, organisation_id, person_id, roles, joined_at, version) values (gen_random_uuid(), '${sponsor}', '${insider}', '{contributor}', now(), 1);
    insert into submission_opening (id, submission_id, at, person_id, opener, thing)
      select gen_random_uuid(), '${submission}', now(), person::uuid, opener, 'submission'
      from (values ('${insider}', 'judge'), ('${outsider}', 'judge'), ('${outsider}', 'sponsor'), ('${outsider}', 'author')) as o (person, opener);
    insert into refund (id, funding_id, subject_id, organisation_id, charge_row_id, currency, amount, bounty, fee, reason, state, attempt, tries, created_at)
      values (gen_random_uuid(), gen_random_uuid(), '${challenge}', '${sponsor}', gen_random_uuid(), 'EUR', 5, 5, 0, 'rest_of_bounty', 'created', 1, 0, now());`);
  await migration.up(runner);
  const { rows } = await client.query('select opener, person_id = $1 as insider, of_sponsor from submission_opening order by 1, 2 desc', [insider]);
  expect(rows).toEqual([
    { opener: 'author', insider: false, of_sponsor: false }, { opener: 'judge', insider: true, of_sponsor: true }, { opener: 'judge', insider: false, of_sponsor: false },
    { opener: 'sponsor', insider: false, of_sponsor: true },
  ]);
  expect((await client.query('select is_exempt from refund')).rows).toEqual([{ is_exempt: true }]);
});
