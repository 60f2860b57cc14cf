import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { testDatabase, type TestDatabase } from '../../test/support/postgres';
import { bountiesChecks } from './bounties.checks';

const [organisation, challenge, phase, prize, winner, second, entry, otherEntry, funding] = Array.from({ length: 9 }, () => randomUUID());

const award = (id: string, entryId: string, state: string, kind: string, amount: number, prizeId: string | null = prize!) => `
  insert into award (id, challenge_id, phase_id, prize_id, kind, place, entry_id, submission_id, amount, currency, state, announced_at, release_from, released_at, version)
    values ('${id}', '${challenge}', '${phase}', ${prizeId ? `'${prizeId}'` : 'null'}, '${kind}', ${kind === 'placement' ? 1 : 'null'}, '${entryId}', gen_random_uuid(), ${amount}, 'EUR', '${state}', now(), now(), ${state === 'released' ? 'now()' : 'null'}, 1);`;

/** One prize of 100: its first winner declined, the next one has it and was paid out. Rows around them are not looked at. */
const whole = `
  set session_replication_role = replica;
  insert into organisation (id, kind, name, country, slug, state, created_at, version) values ('${organisation}', 'smb', 'O', 'NL', 'o', 'active', now(), 1);
  insert into prize (id, challenge_id, phase_id, position, kind, place, title, amount) values ('${prize}', '${challenge}', '${phase}', 1, 'placement', 1, 'First', 100);
  ${award(second!, otherEntry!, 'declined', 'placement', 100)}
  ${award(winner!, entry!, 'released', 'placement', 100)}
  insert into payout (id, award_id, subject_id, organisation_id, currency, amount, state, tries, created_at) values (gen_random_uuid(), '${winner}', '${challenge}', '${organisation}', 'EUR', 100, 'ready', 0, now());
  insert into funding values ('${funding}', '${challenge}', '${organisation}', 'EUR', 100, 10, 'captured', now(), now(), 1);`;

const completed = `
  insert into challenge (id, slug, sponsor_id, kind, entry, visibility, state, title, brief, topics, bounty, currency, bounty_total, funded, numbers, decision_rule, pass_mark, judging_days, judge_roles, eligibility, created_at, edited_at, version,
      result, listed_at, opens_at, closes_at, opened_at, decided_at, completed_at)
    values ('${challenge}', 'c', '${organisation}', 'prize', 'open', 'public', 'completed', 'C', '{}', '{}', 'money', 'EUR', 100, 0, '{}', 'by_ranking', 50, 14, '{independent}', '{}', now(), now(), 1, 'awarded', now(), now(), now(), now(), now(), now());`;

/** Opened by the sponsor an hour ago, and now money goes back. */
const read = `
  insert into phase (id, challenge_id, position, kind, state, form) values ('${phase}', '${challenge}', 1, 'proposal', 'planned', '{}');
  insert into submission (id, challenge_id, phase_id, entry_id, state, versions, submitted_at, created_at, version) values ('${entry}', '${challenge}', '${phase}', '${entry}', 'under_review', 1, now(), now(), 1);
  insert into submission_opening (id, submission_id, at, opener, of_sponsor, thing) values (gen_random_uuid(), '${entry}', now() - interval '1 hour', 'sponsor', true, 'submission');`;
const refunded = `
  insert into refund (id, funding_id, subject_id, organisation_id, charge_row_id, currency, amount, bounty, fee, reason, state, attempt, tries, created_at)
    values (gen_random_uuid(), '${funding}', '${challenge}', '${organisation}', gen_random_uuid(), 'EUR', 5, 5, 0, 'rest_of_bounty', 'created', 1, 0, now());`;
const declared = (signedAt: string | null, { hash = `sha256('text')`, record = '1' } = {}) => `
  insert into non_use_declaration (id, challenge_id, organisation_id, state, text, hash, asked_at, person_id, name, signed_at, record_seq, version)
    values (gen_random_uuid(), '${challenge}', '${organisation}', '${signedAt ? 'signed' : 'asked'}', 'text', ${hash}, now(), ${signedAt ? `gen_random_uuid(), 'Ada', ${signedAt}, ${record}` : 'null, null, null, null'}, 1);`;

const objectable = `
  insert into announcement (phase_id, challenge_id, decision_id, is_empty, at, object_by) values (gen_random_uuid(), '${challenge}', gen_random_uuid(), false, now() - interval '1 hour', now() + interval '71 hours');`;

const held = (kind: string) => `
  set session_replication_role = origin;
  select ledger_post(key => 'k', what => 'manual', who => '{"capacity":"system"}',
    lines => '[{"kind":"stripe_pending","currency":"EUR","side":"debit","amount":5},{"kind":"${kind}","owner":"${funding}","currency":"EUR","side":"credit","amount":5}]');`;

describe('each invariant of bounties, broken by a superuser, is reported', () => {
  let database: TestDatabase;
  let client: Client;

  beforeAll(async () => {
    database = await testDatabase();
    client = new Client(database.superuserUrl);
    await client.connect();
    await client.query(whole);
    await client.query(completed);
  });
  afterAll(async () => {
    await client?.end();
    await database?.drop();
  });

  const broken = async () => {
    const names = [];
    for (const { name, sql } of bountiesChecks) if ((await client.query(sql)).rows.length > 0) names.push(name);
    return names;
  };

  const breakages = [
    ['awards-never-exceed-their-prize', `update prize set amount = 99`],
    ['live-awards-are-unique', `drop index award_placement_once; ${award(randomUUID(), randomUUID(), 'accepted', 'placement', 1)}`],
    ['live-awards-are-unique', `drop index award_recipient_once; ${award(randomUUID(), entry!, 'announced', 'split', 1)}`],
    ['compensation-is-of-cancelled-challenges', award(randomUUID(), entry!, 'released', 'compensation', 1, null)],
    ['pending-awards-are-reserved', `update award set state = 'accepted', released_at = null where id = '${winner}'`],
    ['pending-awards-are-reserved', `insert into reservation values (gen_random_uuid(), '${second}', '${funding}', 100, 'open')`],
    ['one-release-per-award', `update payout set amount = 101`],
    ['one-release-per-award', `update award set state = 'released', released_at = now() where id = '${second}'; drop index award_placement_once`],
    ['one-release-per-award', `update award set state = 'lapsed', released_at = null where id = '${winner}'`],
    ['funded-is-what-the-books-say', `update challenge set funded = 1`],
    ['refunds-are-declared', read + refunded],
    ['refunds-are-declared', read.replace(`'sponsor', true`, `'judge', true`) + refunded],
    ['refunds-are-declared', read + declared(null) + refunded],
    ['refunds-are-declared', read + declared(`now() + interval '1 second'`) + refunded],
    ['refunds-wait-for-objections', objectable + refunded],
    ['what-went-back-is-closed', refunded],
    ['what-went-back-is-closed', declared('now()')],
    ['what-went-back-is-closed', `update challenge set closed_to_sponsor_at = now(), closed_to_sponsor_because = 'refund'`],
    ['declarations-hold-their-text', declared(null, { hash: `sha256('other')` })],
    ['declarations-hold-their-text', declared('now()', { record: 'null' })],
    ['completed-challenges-hold-nothing', `update award set state = 'announced', released_at = null where id = '${winner}'`],
    ['completed-challenges-hold-nothing', held('bounty')],
    ['completed-challenges-hold-nothing', held('fee_unearned')],
  ] as const;

  it('holds for a whole challenge', async () => expect(await broken()).toEqual([]));

  it.each([
    ['signed before it went back', read + declared('now()') + refunded],
    ['went back before it was read', read.replace(' - interval', ' + interval') + refunded],
    ['was read by a judge only', read.replace(`'sponsor', true`, `'judge', false`) + refunded],
    ['was made before declarations were asked for', `${read}${refunded} update refund set is_exempt = true;`],
    ['went back before results', refunded + objectable.replace(`now() - interval '1 hour'`, `now() + interval '1 hour'`)],
    ['was made when nobody may object any more', objectable.replace(`now() + interval '71 hours'`, 'now()') + refunded],
    ['was paid twice', objectable + read + refunded.replace('rest_of_bounty', 'paid_twice')],
  ])('nothing is said of a refund that %s', async (_, sql) => {
    await client.query('begin');
    await client.query(sql);
    const found = await broken();
    await client.query('rollback');
    expect(found.filter((name) => name.startsWith('refunds-'))).toEqual([]);
  });

  it.each(breakages.map(([name, sql], at) => [`${at + 1} ${name}`, name, sql] as const))('%s', async (_, name, sql) => {
    await client.query('begin');
    // What the database itself would refuse is put out of the way first.
    const [drops, rest] = [sql.match(/drop index \w+/g) ?? [], sql.replaceAll(/drop index \w+;?/g, '')];
    for (const drop of drops) await client.query(drop);
    await client.query(rest);
    const found = await broken();
    await client.query('rollback');
    expect(found).toContain(name);
  });

  it('has a breakage for every check', () => expect(bountiesChecks.map(({ name }) => name).filter((name) => !breakages.some(([broken]) => broken === name))).toEqual([]));

  it.each([
    ['award_placement_once', award(randomUUID(), randomUUID(), 'accepted', 'placement', 1)],
    ['award_recipient_once', award(randomUUID(), entry!, 'announced', 'split', 1)],
    ['award_compensation_once', award(randomUUID(), otherEntry!, 'announced', 'compensation', 1, null).repeat(2).replace(/'[^']+'/, `'${randomUUID()}'`)],
  ])('the database refuses a second one: %s', async (constraint, sql) => {
    await expect(client.query(sql)).rejects.toMatchObject({ code: '23505', constraint });
  });
});
