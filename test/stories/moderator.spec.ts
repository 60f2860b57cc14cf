import { after, day, hour, minute, type OrganisationId, showId } from '@app/kernel';
import { aJudgedChallenge, passAppeals, takes } from '../../libs/bounties/testing';
import { aChallenge, asSeen, freeDraft, type TestChallenge, type TestSponsor } from '../../libs/challenges/testing';
import { aPerson, aStaffMember, joinsStaff, type TestPerson } from '../../libs/identity/testing';
import { appeals, decides, decidesAppeal, lifts, reports, someFacts } from '../../libs/moderation/testing';
import { aPayee } from '../../libs/payments/testing';
import { anEntry, aSubmission, type TestSolver, type TestSubmission } from '../../libs/submissions/testing';
import { startTestApp, type TestApp } from '../support/app';
import { client, ifMatch, ok, refused } from '../support/client';

/**
 * J6, the first four steps: queues, a review with edits, a report of copying, a suspension that is appealed; and nobody pays themselves. The steps
 * build on one another. To come: queues of disputes and of what staff are late with, risk signals, reconciliation, requests for data.
 */
describe('a moderator', () => {
  let app: TestApp;
  let moderator: TestPerson;
  let finance: TestPerson;
  let sponsor: TestSponsor;
  let challenge: TestChallenge;
  let submission: TestSubmission;
  let report: string;
  /** Whose payout is stuck. */
  let payee: TestSolver;
  let payout: string;

  const about = () => ({ path: { id: challenge.publicId } });
  const trail = async (who: TestPerson, query: { about?: string; action?: string }) => (await ok(client(who).GET('/api/v1/admin/audit-entries', { params: { query } }))).items;

  const stuck = async () => (await ok(client(finance).GET('/api/v1/admin/payouts'))).items;
  const retry = (who: TestPerson) => client(who).PUT('/api/v1/admin/payouts/{id}/retry', { params: { path: { id: payout } }, body: { reason: 'The provider mended it.' } });
  /** All money: where it is in the books, and what of it is on its way. */
  const money = async () => JSON.stringify([
    await app.db.query('select id from ledger_transaction order by id'), await app.db.query('select account_id, balance from ledger_balance order by account_id'),
    await app.db.query('select id, state, amount from payout order by id'), await app.db.query('select id, state, amount from refund order by id'), await app.db.query('select id, state, bounty, fee from funding order by id'),
  ]);

  beforeAll(async () => {
    app = await startTestApp();
    moderator = await aStaffMember(app, 'moderator');
    finance = await aStaffMember(app, 'finance');
    const judged = await aJudgedChallenge(app, [9]);
    sponsor = judged.sponsor;
    payee = judged.solvers[0]!;
    await takes(payee, sponsor);
    await passAppeals(app);
    payout = showId('payout', (await app.db.query<{ id: string }>('select id from payout'))[0]!.id);
    challenge = await aChallenge(app, sponsor, { title: 'Quieter ovens', state: 'in_review', edits: freeDraft(await app.clock.now()) });
  });
  afterAll(() => app?.close());

  it('1 sees what waits', async () => {
    const api = client(moderator);
    expect((await ok(api.GET('/api/v1/admin/challenges', { params: { query: { state: 'in_review' } } }))).items.map(({ id }) => id)).toEqual([challenge.publicId]);
    const empty = await Promise.all([api.GET('/api/v1/admin/reports'), api.GET('/api/v1/admin/appeals'), api.GET('/api/v1/admin/eligibility-reviews'), api.GET('/api/v1/admin/awards')].map((call) => ok<{ items: unknown[] }>(call)));
    expect(empty.map(({ items }) => items)).toEqual([[], [], [], []]);
    expect(await stuck()).toEqual([]);
  });

  it('1 sees which payouts are stuck, and why', async () => {
    await app.sandbox.control('POST', '/faults', { match: 'POST /v1/transfers', kind: 'error', stage: 'during', status: 400, code: 'parameter_invalid_integer' });
    await aPayee(app, payee, payee.organisationId as OrganisationId);
    await app.drain();
    expect(await stuck()).toMatchObject([{ id: payout, organisationName: payee.name, state: 'failed', reason: 'parameter_invalid_integer', tries: 1, can: ['retry'] }]);
  });

  it('2 asks for edits with reasons, then approves; the trail says who did it, what changed and why', async () => {
    const review = async (body: Parameters<typeof decide>[0]) => decide(body, (await asSeen(sponsor.owner.agent, challenge.publicId)).version);
    const decide = (body: { outcome: 'approve' | 'request_changes'; reason: string; edits: { pointer: string; text: string }[] }, version: number) =>
      ok(client(moderator).PUT('/api/v1/admin/challenges/{id}/review', { params: { ...about(), header: ifMatch(version) }, body }));
    await review({ outcome: 'request_changes', reason: 'Say how you measured it.', edits: [{ pointer: '/brief/metric', text: 'Name the month.' }] });
    await ok(client(sponsor.owner).PUT('/api/v1/challenges/{id}/review-request', { params: about() }));
    await review({ outcome: 'approve', reason: 'Clear and fair.', edits: [] });
    const seen = (await trail(moderator, { about: challenge.publicId, action: 'challenge.' })).filter(({ capacity }) => capacity === 'staff');
    expect(seen.map(({ action, reason, person, changes }) => [action, reason, person!.name, changes.find(({ field }) => field === 'state')])).toEqual([
      ['challenge.approve', 'Clear and fair.', moderator.name, { field: 'state', before: 'in_review', after: 'approved' }],
      ['challenge.request_changes', 'Say how you measured it.', moderator.name, { field: 'state', before: 'in_review', after: 'draft' }],
    ]);
    expect(await refused(client(sponsor.owner).GET('/api/v1/admin/audit-entries'))).toBe('403 request_forbidden');
  });

  it('3 hears the other side of a report of copying for 72 hours before deciding with a statement of reasons', async () => {
    await ok(client(sponsor.owner).PUT('/api/v1/challenges/{id}/schedule', { params: about() }));
    await app.clock.set(challenge.phases[0]!.opensAt);
    await app.drain();
    challenge = await asSeen(sponsor.owner.agent, challenge.publicId);
    submission = await aSubmission(app, await anEntry(app, challenge), { text: 'Rubber feet, and a slower fan.' });
    const reporter = await aPerson(app, { name: 'Rosa Reporter' });
    ({ id: report } = await ok(reports(reporter, 'challenge', challenge.publicId, 'copying', 'The text is mine.')));
    expect(await refused(decides(moderator, report, 'breach'))).toBe('409 moderation_not_heard');
    await ok(client(moderator).PUT('/api/v1/admin/reports/{id}/answer-request', { params: { path: { id: report } }, body: { text: 'Where does the text come from?' } }));
    await app.clock.shift(72 * hour + minute);
    await app.drain();
    const before = await money();
    await ok(decides(moderator, report, 'breach', ['suspend_organisation'], 14));
    await app.drain();
    expect(await money()).toBe(before);
    const told = app.mails(sponsor.owner.email).at(-1)!;
    expect([told.text.includes('/statements/'), told.subject.includes('copying'), told.text.includes('Rosa Reporter')]).toEqual([true, false, false]);
    expect(await ok(client(reporter).GET('/api/v1/reports/{id}', { params: { path: { id: report } } }))).toMatchObject({ state: 'decided' });
  });

  it('4 the suspension is in force on the next request, says why and how long, and takes no money and no work away', async () => {
    const { owner, organisation } = sponsor;
    expect(await refused(client(owner).POST('/api/v1/organisations/{id}/challenges', { params: { path: { id: organisation.publicId } }, body: { title: 'Another one' } }))).toMatch(/^403 .*suspended$/);
    const { items } = await ok(client(owner).GET('/api/v1/me/statements'));
    const statement = await ok(client(owner).GET('/api/v1/me/statements/{id}', { params: { path: { id: items[0]!.id } } }));
    const endsAt = after(new Date(statement.decidedAt), 14 * day).toISOString();
    expect(statement).toMatchObject({ measures: ['suspend_organisation'], endsAt, facts: someFacts, can: ['appeal'] });
    expect(app.mails(owner.email).at(-1)!.text).toContain(`The suspension ends by itself on ${endsAt.slice(0, 16).replace('T', ' ')} UTC.`);
    // what runs goes on
    const another = await anEntry(app, challenge);
    expect(await ok(client(another.solver).GET('/api/v1/entries/{id}', { params: { path: { id: another.publicId } } }))).toMatchObject({ state: 'joined' });
  });

  it('4 the appeal is decided by somebody else, and reversing it lets go at once', async () => {
    const { owner, organisation } = sponsor;
    const { items } = await ok(client(owner).GET('/api/v1/me/statements'));
    await ok(appeals(owner, items[0]!.id));
    const second = await aStaffMember(app, 'moderator');
    expect(await refused(decidesAppeal(moderator, items[0]!.id, 'upheld'))).toMatch(/^(403|409) moderation_/);
    const before = await money();
    await ok(decidesAppeal(second, items[0]!.id, 'reversed'));
    await ok(client(owner).POST('/api/v1/organisations/{id}/challenges', { params: { path: { id: organisation.publicId } }, body: { title: 'Another one' } }));
    await app.drain();
    expect(await ok(client(owner).GET('/api/v1/me/statements/{id}', { params: { path: { id: items[0]!.id } } }))).toMatchObject({ state: 'reversed' });
    expect(await money()).toBe(before);
  });

  it('X: nobody approves a payout of their own: it is neither sent again nor let go by who is paid', async () => {
    await joinsStaff(app, payee, 'finance');
    expect(await refused(retry(payee))).toBe('403 payments_own_organisation');
    const hold = { kind: 'payout' as const, id: payout, ground: 'Section 4 of the terms.', facts: someFacts, measures: ['hold_payout' as const], days: null };
    const { id } = await ok(client(finance).POST('/api/v1/admin/decisions', { body: hold }));
    expect([await refused(lifts(payee, id)), (await stuck())[0]!.hold === null]).toEqual(['403 moderation_own_matter', false]);
    await ok(lifts(await aStaffMember(app, 'finance'), id));
    expect((await stuck())[0]).toMatchObject({ state: 'failed', hold: null });
    await ok(retry(finance));
    await app.drain();
    expect(await stuck()).toEqual([]);
  });

  it('X: nobody edits the log, and staff read nothing that is sealed', async () => {
    for (const sql of ['update audit_entry set reason = null', 'delete from audit_entry', 'update log_record set seq = seq', 'delete from log_record']) await expect(app.db.query(sql)).rejects.toThrow('permission denied');
    const staff = await aStaffMember(app, 'moderator', 'operator', 'support', 'finance');
    const path = { params: { path: { id: submission.publicId } } };
    for (const answer of [client(staff).GET('/api/v1/submissions/{id}', path), client(staff).GET('/api/v1/admin/submissions/{id}', path), client(staff).GET('/api/v1/submissions/{id}/openings', path)]) expect(await refused(answer)).toBe('404 request_not_found');
    expect(JSON.stringify(await trail(staff, { about: submission.publicId }))).not.toContain('Rubber feet');
    expect((await trail(staff, { about: submission.entry.publicId })).filter(({ capacity }) => capacity !== 'staff')).toEqual([]);
  });

  it('X: a moderator of the sponsor decides nothing about it', async () => {
    const inside = await aStaffMember(app, 'moderator');
    const { organisation } = sponsor;
    await app.db.query(`insert into member (id, organisation_id, person_id, roles, joined_at, version) values (gen_random_uuid(), $1, $2, '{contributor}', now(), 1)`, [organisation.id, inside.id]);
    const { id } = await ok(reports(await aPerson(app), 'organisation', organisation.publicId, 'misleading'));
    expect(await refused(decides(inside, id, 'breach', ['suspend_organisation']))).toMatch(/^(403|404) /);
  });
});
