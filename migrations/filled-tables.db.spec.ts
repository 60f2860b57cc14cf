import { randomBytes, randomUUID } from 'node:crypto';
import { Client, escapeIdentifier } from 'pg';
import { DataSource, type QueryRunner } from 'typeorm';
import { ledgerChecks } from '@app/ledger';
import { runMigrations } from '@app/platform';
import { runChecks } from '../apps/cli/check';
import { prepareDatabase, withClient } from '../apps/standalone/database';
import { TEST_SERVER, testDatabase, type TestDatabase, type TestServer } from '../test/support/postgres';
import { Objections1764000000042 } from './1764000000042-objections';
import { SignedAwards1764000000047 } from './1764000000047-signed-awards';
import { OpeningsOfSponsors1764000000048 } from './1764000000048-openings-of-sponsors';
import { ClosedToSponsors1764000000063 } from './1764000000063-closed-to-sponsors';
import { DatesOfEnds1764000000064 } from './1764000000064-dates-of-ends';
import { EndedMeasures1764000000065 } from './1764000000065-ended-measures';
import { FactsOfReviews1764000000072 } from './1764000000072-facts-of-reviews';
import { LedgerPostedAtOnce1764000000078 } from './1764000000078-ledger-posted-at-once';
import { migrations } from '.';

const { adminUrl, migratePassword, appPassword } = JSON.parse(process.env[TEST_SERVER]!) as TestServer;

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

const aChallenge = (id: string, sponsor: string) => `
  insert into challenge (id, slug, sponsor_id, kind, entry, visibility, state, title, brief, topics, bounty, currency, bounty_total, funded, numbers, decision_rule, pass_mark, judging_days, judge_roles, eligibility, created_at, edited_at, version)
    values ('${id}', '${id}', '${sponsor}', 'prize', 'open', 'public', 'draft', 'C', '{}', '{}', 'money', 'EUR', 100, 0, '{}', 'by_ranking', 50, 14, '{sponsor}', '{}', now(), now(), 1);`;
const aRefund = (challenge: string, reason: string, at: string) => `
  insert into refund (id, funding_id, subject_id, organisation_id, charge_row_id, currency, amount, bounty, fee, reason, state, attempt, tries, created_at)
    values (gen_random_uuid(), gen_random_uuid(), '${challenge}', gen_random_uuid(), gen_random_uuid(), 'EUR', 5, 5, 0, '${reason}', 'created', 1, 0, ${at});`;
const aDeclaration = (challenge: string, signedAt: string | null) => `
  insert into non_use_declaration (id, challenge_id, organisation_id, state, text, hash, asked_at, person_id, name, signed_at, version)
    values (gen_random_uuid(), '${challenge}', gen_random_uuid(), '${signedAt ? 'signed' : 'asked'}', '', sha256(''), '2026-05-01T00:00:00Z', ${signedAt ? `gen_random_uuid(), 'Ada', '${signedAt}'` : 'null, null, null'}, 1);`;

it('what was read before is the sponsor’s where its members read it, and what went back before is exempt', async () => {
  const [sponsor, challenge, submission, insider, outsider] = Array.from({ length: 5 }, () => randomUUID());
  const migration = new OpeningsOfSponsors1764000000048();
  const runner = client as unknown as QueryRunner;
  await migration.down(runner);
  await client.query(`
    set session_replication_role = replica;
    ${aChallenge(challenge!, sponsor!)}
    insert into submission (id, challenge_id, phase_id, entry_id, state, versions, submitted_at, created_at, version) values ('${submission}', '${challenge}', gen_random_uuid(), gen_random_uuid(), 'under_review', 1, now(), now(), 1);
    insert into member (id, organisation_id, person_id, roles, joined_at, version) values (gen_random_uuid(), '${sponsor}', '${insider}', '{contributor}', now(), 1);
    insert into submission_opening (id, submission_id, at, person_id, opener, thing)
      select gen_random_uuid(), '${submission}', now(), person::uuid, opener, 'submission'
      from (values ('${insider}', 'judge'), ('${outsider}', 'judge'), ('${outsider}', 'sponsor'), ('${outsider}', 'author')) as o (person, opener);
    ${aRefund(challenge!, 'rest_of_bounty', 'now()')}`);
  await migration.up(runner);
  const { rows } = await client.query('select opener, person_id = $1 as insider, of_sponsor from submission_opening order by 1, 2 desc', [insider]);
  expect(rows).toEqual([
    { opener: 'author', insider: false, of_sponsor: false }, { opener: 'judge', insider: true, of_sponsor: true }, { opener: 'judge', insider: false, of_sponsor: false },
    { opener: 'sponsor', insider: false, of_sponsor: true },
  ]);
  expect((await client.query('select is_exempt from refund')).rows).toEqual([{ is_exempt: true }]);
});

it('what was announced before may be objected to from its own results on; nobody waits for that of a challenge that is over', async () => {
  const [running, over, empty] = Array.from({ length: 3 }, () => randomUUID()) as [string, string, string];
  const announced = (challenge: string, isEmpty: boolean) => `
    insert into phase (id, challenge_id, position, kind, state, opens_at, closes_at, judging_ends_at, results_at, form)
      values ('${challenge}', '${challenge}', 1, 'abstract', 'decided', '2026-05-01T00:00:00Z', '2026-05-02T00:00:00Z', '2026-05-03T00:00:00Z', '2026-05-04T00:00:00Z', '{}');
    insert into announcement (phase_id, challenge_id, decision_id, is_empty, at) values ('${challenge}', '${challenge}', gen_random_uuid(), ${isEmpty}, '2026-05-04T00:00:01Z');`;
  const migration = new Objections1764000000042();
  const runner = client as unknown as QueryRunner;
  await migration.down(runner);
  await client.query(`
    set session_replication_role = replica;
    ${[running, over, empty].map((id) => aChallenge(id, randomUUID())).join('')}
    update challenge set state = 'completed', result = 'awarded', listed_at = now(), opens_at = now(), closes_at = now(), opened_at = now(), decided_at = now(), completed_at = now() where id = '${over}';
    update challenge set numbers = '{"appealHours": 72}' where id in ('${running}', '${over}', '${empty}');
    ${announced(running, false)} ${announced(over, false)} ${announced(empty, true)}`);
  await migration.up(runner);
  const { rows } = await client.query('select phase_id as id, object_by as by, due_at as due from announcement where phase_id = any($1)', [[running, over, empty]]);
  const by = new Date('2026-05-07T00:00:00Z');
  expect(Object.fromEntries(rows.map(({ id, ...row }: { id: string }) => [id, row]))).toEqual({ [running]: { by, due: by }, [over]: { by, due: null }, [empty]: { by: null, due: null } });
});

it('awards of rule cards from before are released without a signature, as they were promised; what is accepted later waits for it', async () => {
  const migration = new SignedAwards1764000000047();
  const runner = client as unknown as QueryRunner;
  await migration.down(runner);
  expect((await client.query(`select numbers ? 'sponsorSignsDays' as "isSet" from rule_settings`)).rows).toEqual([{ isSet: false }]);
  const [before, later] = [randomUUID(), randomUUID()];
  const accepted = (challenge: string) => `
    insert into award (id, challenge_id, phase_id, prize_id, kind, place, entry_id, submission_id, amount, currency, state, announced_at, accepted_at, release_from, due_at, version)
      values ('${challenge}', '${challenge}', gen_random_uuid(), gen_random_uuid(), 'placement', 1, gen_random_uuid(), gen_random_uuid(), 1, 'EUR', 'accepted', now(), now(), now(), now(), 1);
    insert into agreement (id, award_id, challenge_id, sponsor_id, recipient_id, author_ids, state, terms, text, hash, made_at, version)
      values (gen_random_uuid(), '${challenge}', '${challenge}', gen_random_uuid(), gen_random_uuid(), '{}', 'signing', '{}', '', sha256(''), now(), 1);`;
  await client.query(`
    set session_replication_role = replica;
    ${aChallenge(before, randomUUID())} ${aChallenge(later, randomUUID())}
    ${accepted(before)} ${accepted(later)}`);
  await migration.up(runner);
  const { rows: [settings] } = await client.query<{ numbers: object }>('select numbers from rule_settings');
  expect(settings!.numbers).toMatchObject({ sponsorSignsDays: 14 });
  await client.query('update challenge set numbers = $1 where id = $2', [settings!.numbers, later]);
  await client.query('set session_replication_role = origin');
  const release = (id: string) => client.query(`update award set state = 'released', released_at = now(), due_at = null where id = $1`, [id]);
  await release(before);
  await expect(release(later)).rejects.toThrow('an award is released once its agreement is in force');
});

it('challenges whose money went back, or whose sponsor has declared, are closed to it since the first of both', async () => {
  const [declared, refunded, asked, surplus, untouched] = Array.from({ length: 5 }, () => randomUUID()) as [string, string, string, string, string];
  const migration = new ClosedToSponsors1764000000063();
  const runner = client as unknown as QueryRunner;
  await migration.down(runner);
  await client.query(`
    set session_replication_role = replica;
    ${[declared, refunded, asked, surplus, untouched].map((id) => aChallenge(id, randomUUID())).join('')}
    ${aDeclaration(declared, '2026-06-02T00:00:00Z')} ${aRefund(declared, 'nobody_awarded', `'2026-06-02T00:00:00Z'`)}
    ${aRefund(refunded, 'rest_of_bounty', `'2026-06-03T00:00:00Z'`)} ${aRefund(refunded, 'rest_of_bounty', `'2026-06-05T00:00:00Z'`)} ${aDeclaration(refunded, '2026-06-04T00:00:00Z')}
    ${aDeclaration(asked, null)}
    ${['paid_twice', 'payment_failed', 'terms_changed'].map((reason) => aRefund(surplus, reason, 'now()')).join('')}`);
  await migration.up(runner);
  const { rows } = await client.query('select id, closed_to_sponsor_at as at, closed_to_sponsor_because as because from challenge where id = any($1)', [[declared, refunded, asked, surplus, untouched]]);
  const open = { at: null, because: null };
  expect(Object.fromEntries(rows.map(({ id, ...row }: { id: string }) => [id, row]))).toEqual({
    [declared]: { at: new Date('2026-06-02T00:00:00Z'), because: 'declaration' }, [refunded]: { at: new Date('2026-06-03T00:00:00Z'), because: 'refund' }, [asked]: open, [surplus]: open, [untouched]: open,
  });
});

it('what was lost or ended says when that was, as the audit trail does', async () => {
  const [declined, annulled, unknown, live, lapsed, terminated, ready] = Array.from({ length: 7 }, () => randomUUID()) as [string, string, string, string, string, string, string];
  const award = (id: string, state: string) => `
    insert into award (id, challenge_id, phase_id, prize_id, kind, entry_id, submission_id, amount, currency, state, announced_at, release_from, version)
      values ('${id}', gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'split', gen_random_uuid(), gen_random_uuid(), 1, 'EUR', '${state}', now(), now(), 1);`;
  const agreement = (id: string, state: string) => `
    insert into agreement (id, award_id, challenge_id, sponsor_id, recipient_id, author_ids, state, terms, text, hash, made_at, in_force_at, version)
      values ('${id}', gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), '{}', '${state}', '{}', '', sha256(''), now(), ${state === 'terminated' ? 'now()' : 'null'}, 1);`;
  const done = (subject: string, id: string, action: string, at: string) => `insert into audit_entry (at, capacity, action, subject, subject_id) values ('${at}', 'member', '${subject}.${action}', '${subject}', '${id}');`;
  const migration = new DatesOfEnds1764000000064();
  const runner = client as unknown as QueryRunner;
  await migration.down(runner);
  await client.query(`
    set session_replication_role = replica;
    ${award(declined, 'declined')} ${done('award', declined, 'announce', '2026-06-01T00:00:00Z')} ${done('award', declined, 'decline', '2026-06-02T00:00:00Z')} ${done('award', declined, 'record', '2026-06-03T00:00:00Z')}
    ${award(annulled, 'annulled')} ${done('award', annulled, 'annul', '2026-06-04T00:00:00Z')}
    ${award(unknown, 'lapsed')}
    ${award(live, 'announced')} ${done('award', live, 'announce', '2026-06-05T00:00:00Z')}
    ${agreement(lapsed, 'lapsed')} ${done('agreement', lapsed, 'lapse', '2026-06-06T00:00:00Z')}
    ${agreement(terminated, 'terminated')} ${done('agreement', terminated, 'terminate', '2026-06-07T00:00:00Z')}
    ${agreement(ready, 'ready')}`);
  await migration.up(runner);
  const { rows } = await client.query('select id, lost_at as at from award where id = any($1) union all select id, ended_at from agreement where id = any($1)', [[declined, annulled, unknown, live, lapsed, terminated, ready]]);
  expect(Object.fromEntries(rows.map(({ id, at }: { id: string; at: Date | null }) => [id, at?.toISOString().slice(0, 10) ?? null]))).toEqual({
    [declined]: '2026-06-02', [annulled]: '2026-06-04', [unknown]: null, [live]: null, [lapsed]: '2026-06-06', [terminated]: '2026-06-07', [ready]: null,
  });
  await expect(client.query(`update award set lost_at = now() where id = '${live}'`)).rejects.toThrow('award_lost_once_over');
});

it('decisions whose pause or suspension was over by itself do not hold any more', async () => {
  const [over, both, holds] = Array.from({ length: 3 }, () => randomUUID()) as [string, string, string];
  const [ended, running] = [randomUUID(), randomUUID()];
  await client.query(`
    set session_replication_role = replica;
    insert into pause (id, challenge_id, state, since, reason, paused_by, ended_at, moved_ms) values ('${ended}', gen_random_uuid(), 'resumed', '2026-05-01T00:00:00Z', 'platform', gen_random_uuid(), '2026-05-03T00:00:00Z', 1);
    insert into pause (id, challenge_id, state, since, reason, paused_by) values ('${running}', gen_random_uuid(), 'in_force', '2026-05-01T00:00:00Z', 'platform', gen_random_uuid());
    insert into moderation_decision (id, state, subject_kind, subject_id, finding, ground, facts, role, decided_by, decided_at, appeal_until, organisation_id)
      select id::uuid, 'in_force', 'challenge', gen_random_uuid(), 'breach', 'Section 4.', repeat('x', 20), 'moderator', gen_random_uuid(), '2026-05-01T00:00:00Z', '2026-05-15T00:00:00Z', gen_random_uuid() from unnest(array['${over}', '${both}', '${holds}']) id;
    insert into measure (id, decision_id, kind, target_id, fact_id) values
      (gen_random_uuid(), '${over}', 'pause_challenge', gen_random_uuid(), '${ended}'), (gen_random_uuid(), '${both}', 'pause_challenge', gen_random_uuid(), '${ended}'),
      (gen_random_uuid(), '${both}', 'hide_question', gen_random_uuid(), null), (gen_random_uuid(), '${holds}', 'pause_challenge', gen_random_uuid(), '${running}')`);
  await new EndedMeasures1764000000065().up(client as unknown as QueryRunner);
  const { rows } = await client.query<{ id: string; state: string; over_at: Date | null; measures: number }>(
    'select id, state, over_at, (select count(*)::int from measure m where m.decision_id = d.id and m.undone_at is null) as measures from moderation_decision d',
  );
  const found = new Map(rows.map(({ id, ...row }) => [id, row]));
  expect([over, both, holds].map((id) => found.get(id))).toEqual([
    { state: 'ended', over_at: new Date('2026-05-03T00:00:00Z'), measures: 0 }, { state: 'in_force', over_at: null, measures: 1 }, { state: 'in_force', over_at: null, measures: 1 },
  ]);
});

it('what was told of reviews before says what is due, and each thing that is asked for', async () => {
  const [challenge, approved, asked] = Array.from({ length: 3 }, () => randomUUID()) as [string, string, string];
  const migration = new FactsOfReviews1764000000072();
  const runner = client as unknown as QueryRunner;
  const told = (kind: string, review: string) => `('${randomUUID()}', '${kind}', '${review}', '${review}', '{"title": "C"}', '/drafts', now())`;
  await client.query(`
    set session_replication_role = replica;
    ${aChallenge(challenge, randomUUID())}
    insert into review (id, challenge_id, reviewer_id, outcome, reason, edits, requested_at, at) values
      ('${approved}', '${challenge}', gen_random_uuid(), 'approve', 'R', '[]', now(), now()),
      ('${asked}', '${challenge}', gen_random_uuid(), 'request_changes', 'R', '[{"pointer": "/title", "text": "Shorter."}]', now(), now());
    insert into notification (id, kind, subject_id, occasion, facts, path, created_at) values ${told('review_approved', approved)}, ${told('review_edits', asked)}`);
  await migration.up(runner);
  const facts = async () => (await client.query<{ facts: object }>('select facts from notification where subject_id = any($1) order by kind', [[approved, asked]])).rows.map((row) => row.facts);
  // no prize stands in the first phase, and the bounty is not paid in
  expect(await facts()).toEqual([{ title: 'C', asked: null, due: 'later' }, { title: 'C', asked: '• Shorter.', due: 'later' }]);
  await migration.down(runner);
  expect(await facts()).toEqual([{ title: 'C' }, { title: 'C' }]);
});

it('what was posted before carries its lines: the books are right, keys are known, holds resolved, and reversals possible', async () => {
  const name = `ledger_${randomBytes(6).toString('hex')}`;
  const { migrationUrl, databaseUrl } = await prepareDatabase(adminUrl, name, { migratePassword, appPassword });
  const source = await new DataSource({ type: 'postgres', url: migrationUrl, migrations: migrations.slice(0, migrations.indexOf(LedgerPostedAtOnce1764000000078)), migrationsTransactionMode: 'each' }).initialize();
  await source.runMigrations();
  await source.query(`insert into platform (mode) values ('test')`);
  await source.destroy();
  const [owner, payee] = [randomUUID(), randomUUID()];
  const system = `'{"capacity":"system"}'`;
  const line = (kind: string, side: string, amount: number, of?: string) => ({ kind, owner: of, currency: 'EUR', side, amount });
  const post = (key: string, lines: object[], hold = 'null') => `select ledger_post('${key}', 'x', '${JSON.stringify(lines)}', ${system}, hold => ${hold})`;
  const paid = post('paid', [line('stripe_pending', 'debit', 100), line('bounty', 'credit', 60, owner), line('bounty', 'credit', 40, owner)]);
  const released = post('released', [line('bounty', 'debit', 30, owner), line('payable', 'credit', 30, payee)], `'kept'`);
  const kept = (key: string) => `select ledger_place_hold('${key}', '{"kind":"bounty","owner":"${owner}","currency":"EUR"}', 30, ${system})`;
  const reversed = `select ledger_reverse('undo', (select id from ledger_transaction where posting_key = 'paid'), ${system}, 'wrong')`;
  try {
    await withClient(databaseUrl, async (serving) => {
      await serving.query(paid);
      await serving.query(post('paid again', [line('stripe_pending', 'debit', 200), line('bounty', 'credit', 200, owner)]));
      await serving.query(kept('kept'));
      await serving.query(released);
      await serving.query(kept('open'));
    });
    await runMigrations(migrationUrl, 'test');
    await withClient(databaseUrl, async (serving) => {
      await serving.query(paid);
      await serving.query(released);
      await expect(serving.query(post('paid', [line('stripe_pending', 'debit', 99), line('bounty', 'credit', 99, owner)]))).rejects.toMatchObject({ code: 'LD001' });
      await serving.query(post('released later', [line('bounty', 'debit', 20, owner), line('payable', 'credit', 20, payee)], `'open'`));
      await serving.query(reversed);
      expect((await serving.query('select posting_key, cardinality(account_ids) as lines, hold_id is not null as held from ledger_transaction order by id')).rows).toEqual([
        { posting_key: 'paid', lines: 2, held: false }, { posting_key: 'paid again', lines: 2, held: false }, { posting_key: 'released', lines: 2, held: true }, { posting_key: 'released later', lines: 2, held: true }, { posting_key: 'undo', lines: 2, held: false },
      ]);
    });
    const superuserUrl = new URL(adminUrl);
    superuserUrl.pathname = name;
    expect(await runChecks(superuserUrl.href, ledgerChecks)).toEqual([]);
  } finally {
    await withClient(adminUrl, (admin) => admin.query(`drop database ${escapeIdentifier(name)} with (force)`));
  }
});
