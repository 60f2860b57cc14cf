import { aFreelancer, aMember, anOrganisation, aPerson, aStaffMember, type TestPerson } from '../../../libs/identity/testing';
import { showId } from '@app/kernel';
import { startTestApp, type TestApp } from '../../support/app';
import { client, ifMatch, ok, refused } from '../../support/client';

let app: TestApp;
let owner: TestPerson;
let organisation: Awaited<ReturnType<typeof anOrganisation>>;
beforeAll(async () => {
  app = await startTestApp();
});
beforeEach(async () => {
  owner = await aPerson(app);
  organisation = await anOrganisation(app, owner, { kind: 'university', name: 'University of Delft' });
});
afterAll(() => app?.close());

const path = () => ({ id: organisation.publicId });
const add = (by: TestPerson, name: string) => client(by).POST('/api/v1/organisations/{id}/units', { params: { path: path() }, body: { name } });
const rename = (by: TestPerson, unitId: string, version: number, name: string) => client(by).PATCH('/api/v1/organisations/{id}/units/{unitId}', { params: { path: { ...path(), unitId }, header: ifMatch(version) }, body: { name } });
const remove = (by: TestPerson, unitId: string) => client(by).DELETE('/api/v1/organisations/{id}/units/{unitId}', { params: { path: { ...path(), unitId } } });
const place = (by: TestPerson, memberId: string, version: number, unitId: string | null) => client(by).PUT('/api/v1/organisations/{id}/members/{memberId}/unit', { params: { path: { ...path(), memberId }, header: ifMatch(version) }, body: { unitId } });
const list = async (by: { agent: TestPerson['agent'] } = { agent: app.http() }) => (await ok(client(by).GET('/api/v1/organisations/{id}/units', { params: { path: path() } }))).items;
const members = async () => (await ok(client(owner).GET('/api/v1/organisations/{id}/members', { params: { path: path() } }))).items;

it('are named by owners and managers, and read by everybody in the order of their names', async () => {
  const manager = await aMember(app, owner, organisation, ['manager']);
  const physics = await ok(add(manager, 'Food Physics'));
  const art = await ok(add(owner, 'Acoustics'));
  expect(physics).toEqual({ id: expect.stringMatching(/^unt_/), name: 'Food Physics', version: 1 });
  expect(await list()).toEqual([{ ...art, members: null }, { ...physics, members: null }]);
  expect(await ok(rename(manager, art.id, 1, 'Applied Acoustics'))).toEqual({ ...art, name: 'Applied Acoustics', version: 2 });
  await ok(remove(owner, physics.id));
  expect((await list()).map(({ name }) => name)).toEqual(['Applied Acoustics']);
});

it('say where a member works; who works where is for members', async () => {
  const { id } = await ok(add(owner, 'Food Physics'));
  const colleague = await aMember(app, owner, organisation, ['approver']);
  const memberId = (await members()).at(-1)!.id;
  expect(await ok(place(owner, memberId, 1, id))).toEqual({ id: memberId, unit: { id, name: 'Food Physics', version: 1 }, version: 2 });
  expect((await members()).map(({ personId, unitId }) => [personId, unitId])).toEqual([[showId('person', owner.id), null], [showId('person', colleague.id), id]]);
  expect(JSON.stringify(await list())).not.toContain(colleague.name);
  expect([(await list(colleague)).map(({ name, members: count }) => [name, count]), (await list(await aPerson(app))).map(({ members: count }) => count)]).toEqual([[['Food Physics', 1]], [null]]);
  await ok(place(owner, memberId, 2, null));
  expect((await members()).at(-1)).toMatchObject({ unitId: null, version: 3 });
});

it('leave their members in the organisation when they are removed', async () => {
  const { id } = await ok(add(owner, 'Food Physics'));
  const [self] = await members();
  await ok(place(owner, self!.id, 1, id));
  await ok(remove(owner, id));
  expect(await members()).toEqual([{ ...self, unitId: null, version: 3 }]);
  expect((await app.db.query<{ changes: object }>(`select changes from audit_entry where subject = 'member' and subject_id = $1 and action = 'member.update' order by id desc limit 1`, [await idOf(self!.id)]))[0]!.changes).toMatchObject({ unitId: { after: null } });
});

const idOf = async (memberId: string) => (await app.db.query<{ id: string }>('select id from member where organisation_id = $1', [organisation.id])).map(({ id }) => id).find((one) => showId('member', one) === memberId)!;

it('X: bad names, doubles, old versions, other organisations and other people are refused, and nothing is written', async () => {
  const { id } = await ok(add(owner, 'Food Physics'));
  const [contributor, stranger, staff] = [await aMember(app, owner, organisation, ['contributor']), await aPerson(app), await aStaffMember(app, 'operator', 'moderator')];
  const other = await anOrganisation(app, stranger, { kind: 'university' });
  const foreign = await ok(client(stranger).POST('/api/v1/organisations/{id}/units', { params: { path: { id: other.publicId } }, body: { name: 'Elsewhere' } }));
  const [self] = await members();
  expect([
    await refused(add(owner, ' ')), await refused(add(owner, 'x'.repeat(201))), await refused(add(owner, 'FOOD physics')), await refused(rename(owner, id, 7, 'New')), await refused(rename(owner, foreign.id, 1, 'Mine')),
    await refused(remove(owner, foreign.id)), await refused(place(owner, self!.id, 1, foreign.id)), await refused(place(owner, self!.id, 9, id)),
    await refused(add(contributor, 'Mine')), await refused(add(stranger, 'Mine')), await refused(add(staff, 'Mine')), await refused(remove(contributor, id)), await refused(place(contributor, self!.id, 1, id)),
  ]).toEqual([
    '422 request_invalid', '422 request_invalid', '409 identity_unit_exists', '412 request_precondition_failed', '404 request_not_found',
    '404 request_not_found', '404 request_not_found', '412 request_precondition_failed',
    '404 request_not_found', '404 request_not_found', '404 request_not_found', '404 request_not_found', '404 request_not_found',
  ]);
  expect([await list(), (await members())[0]]).toEqual([[{ id, name: 'Food Physics', version: 1, members: null }], self]);
});

it('X: the database keeps members in units of their own organisation', async () => {
  const stranger = await aPerson(app);
  const other = await anOrganisation(app, stranger, { kind: 'university' });
  await ok(client(stranger).POST('/api/v1/organisations/{id}/units', { params: { path: { id: other.publicId } }, body: { name: 'Elsewhere' } }));
  await expect(app.db.query('update member set unit_id = (select id from unit where organisation_id = $1) where organisation_id = $2', [other.id, organisation.id])).rejects.toMatchObject({ code: '23503' });
});

it('a sole trader has none, and an organisation at most 200', async () => {
  const freelancer = await aFreelancer(app);
  expect(await refused(client(freelancer).POST('/api/v1/organisations/{id}/units', { params: { path: { id: showId('organisation', freelancer.organisationId) } }, body: { name: 'Lab' } }))).toBe('409 identity_no_units_here');
  await app.db.query(`insert into unit (id, organisation_id, name, created_at, version) select gen_random_uuid(), $1, 'Unit ' || n, now(), 1 from generate_series(1, 200) n`, [organisation.id]);
  expect(await refused(add(owner, 'One more'))).toBe('409 identity_too_many_units');
});
