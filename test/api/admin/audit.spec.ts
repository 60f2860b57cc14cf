import { openValues } from '../../../libs/identity/audit-trail.rules';
import { showId } from '@app/kernel';
import { aChallenge, aSponsor, freeDraft, type TestChallenge, type TestSponsor } from '../../../libs/challenges/testing';
import { aPerson, aStaffMember, type TestPerson } from '../../../libs/identity/testing';
import { lifts } from '../../../libs/moderation/testing';
import { anEntry, aSubmission, closePhase, type TestSubmission } from '../../../libs/submissions/testing';
import { startTestApp, type TestApp } from '../../support/app';
import { client, ifMatch, ok, refused } from '../../support/client';

let app: TestApp;
let moderator: TestPerson;
let sponsor: TestSponsor;
let challenge: TestChallenge;
let submission: TestSubmission;

beforeAll(async () => {
  app = await startTestApp();
  moderator = await aStaffMember(app, 'moderator');
  sponsor = await aSponsor(app, 'Bakery Jansen');
  challenge = await aChallenge(app, sponsor, { title: 'Quieter ovens', state: 'open', edits: freeDraft(await app.clock.now()) });
  submission = await aSubmission(app, await anEntry(app, challenge));
});
afterAll(() => app?.close());

const trail = (by: TestPerson, query: { about?: string; personId?: string; action?: string; named?: string; limit?: number; after?: string } = {}) => client(by).GET('/api/v1/admin/audit-entries', { params: { query } });
async function verify(id: string, isVerified: boolean, reason: string, by = moderator) {
  const { version } = await ok(client(by).GET('/api/v1/admin/organisations/{id}/verification', { params: { path: { id } } }));
  await ok(client(by).PUT('/api/v1/admin/organisations/{id}/verification', { params: { path: { id }, header: ifMatch(version) }, body: { isVerified, reason } }));
}

it('lists what staff did, the newest first, with who, why, before and after', async () => {
  const { organisation } = sponsor;
  await verify(organisation.publicId, true, 'Trade register of today.');
  await verify(organisation.publicId, false, 'The register was another’s.');
  const { items } = await ok(trail(moderator, { action: 'organisation.' }));
  const [me] = [await ok(client(moderator).GET('/api/v1/me'))];
  expect(items).toEqual([
    {
      id: expect.any(String), at: expect.any(String), capacity: 'staff', person: { id: me.id, name: me.name }, organisation: null, serviceAccount: null, requestId: expect.any(String), address: expect.stringMatching(/127\.0\.0\.1$/),
      action: items[0]!.action, subject: 'organisation', subjectId: organisation.publicId, reason: 'The register was another’s.',
      changes: [{ field: 'checkedAt', before: expect.any(String), after: expect.any(String) }, { field: 'verifiedAt', before: expect.stringMatching(/^\d|"/), after: null }],
    },
    expect.objectContaining({ reason: 'Trade register of today.', changes: [{ field: 'checkedAt', before: null, after: expect.any(String) }, { field: 'verifiedAt', before: null, after: expect.any(String) }] }),
  ]);
});

it('finds acts by their whole name', async () => {
  const acts = async (query: { action?: string; named?: string }) => new Set((await ok(trail(moderator, query))).items.map(({ action }) => action));
  expect([await acts({ named: 'organisation.verify' }), await acts({ named: 'organisation.' }), await acts({ action: 'organisation.unv', named: 'organisation.verify' })]).toEqual([new Set(['organisation.verify']), new Set(), new Set()]);
});

it('tells all that was done to one thing, by whoever did it', async () => {
  const { items } = await ok(trail(moderator, { about: challenge.publicId, limit: 100 }));
  const acts = items.map(({ action, capacity, organisation }) => [action, capacity, organisation?.name ?? null]);
  expect(acts).toContainEqual(['challenge.schedule', 'member', 'Bakery Jansen']);
  // of those who are not staff no address is kept
  expect([items.some(({ capacity }) => capacity === 'member'), items.filter(({ capacity }) => capacity !== 'staff').every(({ address }) => address === null)]).toEqual([true, true]);
  await expect(app.db.query(`insert into audit_entry (at, capacity, address, action, subject, subject_id) values (now(), 'member', '203.0.113.9', 'a.b', 'a', 'b')`)).rejects.toThrow('audit_address_of_staff');
  expect(items.every(({ subject, subjectId }) => subject === 'challenge' && subjectId === challenge.publicId)).toBe(true);
  expect(items.flatMap(({ changes }) => changes).find(({ field, after }) => field === 'state' && after === 'open')).toBeDefined();
});

it('X: of sealed and blind work it says only that staff touched it', async () => {
  const planted = 'zanzibar-catalogue';
  const { entry, publicId } = submission;
  await closePhase(app, challenge);
  await ok(client(sponsor.owner).PUT('/api/v1/submissions/{id}/eligibility-proposal', { params: { path: { id: publicId } }, body: { clause: 3, reason: `It stands in ${planted}.` } }));
  await ok(client(moderator).PUT('/api/v1/admin/submissions/{id}/eligibility', { params: { path: { id: publicId } }, body: { outcome: 'ineligible', ground: 'not_own_work', statement: `It stands in ${planted}.` } }));
  const { items } = await ok(trail(moderator, { about: publicId }));
  expect(items.map(({ capacity, reason, changes }) => ({ capacity, reason, changes }))).toEqual(items.map(() => ({ capacity: 'staff', reason: null, changes: [] })));
  expect(items.length).toBeGreaterThan(0);
  const everything = [await ok(trail(moderator, { limit: 100 })), items, await ok(trail(moderator, { about: entry.publicId })), await ok(trail(moderator, { about: challenge.publicId, limit: 100 }))];
  for (const word of [planted, entry.solver.name, entry.solver.id.replaceAll('-', '')]) expect(JSON.stringify(everything)).not.toContain(word);
});

it('X: of what moderation relies on, and of who was looked for, it says nothing', async () => {
  const planted = 'zqconfidential';
  const other = await aStaffMember(app, 'moderator', 'support');
  const person = await aPerson(app, { name: planted });
  const [reason, ground] = [`The reporter says so: ${planted}.`, `Section 4 of the terms, by ${planted}.`];
  const measures = [['challenge', (await aChallenge(app, sponsor, { state: 'open', edits: freeDraft(await app.clock.now()) })).publicId, 'pause_challenge'], ['person', showId('person', person.id), 'suspend_person']] as const;
  for (const [kind, id, measure] of measures) {
    const made = await ok(client(other).POST('/api/v1/admin/decisions', { body: { kind, id, ground, facts: reason, measures: [measure], days: null } }));
    await ok(lifts(other, made.id, reason));
    expect((await ok(client(other).GET('/api/v1/admin/decisions/{id}', { params: { path: { id: made.id } } }))).facts).toBe(reason);
  }
  expect((await ok(client(other).GET('/api/v1/admin/people', { params: { query: { q: planted } } }))).items.length).toBe(1);
  const { items } = await ok(trail(moderator, { personId: showId('person', other.id), limit: 100 }));
  for (const action of ['challenge.pause', 'challenge.resume', 'person.suspend', 'suspension.lift']) expect(items.find((one) => one.action === action)?.reason).toBe('moderation');
  expect((await ok(trail(moderator, { about: measures[1][1], limit: 100 }))).items.map(({ action }) => action)).toEqual(expect.arrayContaining(['person.suspend', 'suspension.lift']));
  // what was found and done, and not why
  const decided = items.filter(({ action }) => action === 'moderation_decision.make').map((one) => [one.reason, one.changes.find(({ field }) => field === 'finding')?.after]);
  expect(decided).toEqual([[null, 'breach'], [null, 'breach']]);
  expect(items.filter(({ action, reason }) => action === 'measure.insert' && reason === null).flatMap(({ changes }) => changes.filter(({ field }) => field === 'kind').map(({ after }) => after)).sort()).toEqual(['pause_challenge', 'suspend_person']);
  expect(items.filter(({ action }) => action === 'person.lookUp').map((one) => [one.reason, one.changes])).toEqual([[null, []]]);
  expect(JSON.stringify([items, await ok(trail(moderator, { limit: 100 })), await ok(trail(moderator, { about: measures[0][1], limit: 100 })), await ok(trail(moderator, { about: measures[1][1], limit: 100 }))])).not.toContain(planted);
});

it('comes in pages without a gap or a double', async () => {
  const all = (await ok(trail(moderator, { about: challenge.publicId, limit: 100 }))).items.map(({ id }) => id);
  const paged: string[] = [];
  for (let after: string | undefined; ; ) {
    const page: { items: { id: string }[]; next?: string } = await ok(trail(moderator, { about: challenge.publicId, limit: 2, after }));
    paged.push(...page.items.map(({ id }) => id));
    after = page.next;
    if (after === undefined) break;
  }
  expect(all.length).toBeGreaterThan(2);
  expect(paged).toEqual(all);
});

it('finds what one member of staff did', async () => {
  const other = await aStaffMember(app, 'moderator', 'operator');
  await verify(sponsor.organisation.publicId, true, 'Seen the papers.', other);
  const { id } = await ok(client(other).GET('/api/v1/me'));
  expect((await ok(trail(moderator, { personId: id }))).items.map(({ reason }) => reason)).toEqual(['Seen the papers.']);
});

it('names only tables that there are', async () => {
  const tables = (await app.db.query<{ name: string }>(`select table_name as name from information_schema.tables where table_schema = current_schema`)).map(({ name }) => name);
  expect(openValues.filter((name) => !tables.includes(name))).toEqual([]);
});

it('is for staff, and asked for what is no id it says so', async () => {
  expect([await refused(trail(await aPerson(app))), await refused(trail(moderator, { about: 'chl_1' })), await refused(trail(moderator, { after: 'WyJ4Il0' }))]).toEqual(['403 request_forbidden', '422 request_invalid', '400 request_malformed']);
});
