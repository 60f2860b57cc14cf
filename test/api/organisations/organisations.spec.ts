import { Organisations } from '@app/identity';
import { showId } from '@app/kernel';
import { aFreelancer, aMember, anOrganisation, aPerson, aStaffMember } from '../../../libs/identity/testing';
import { startTestApp, type TestApp } from '../../support/app';
import { refusal } from '../../support/refusal';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app?.close());

const path = (id: string) => `/api/v1/organisations/${id}`;

describe('organisations', () => {
  it('belong to who registers them; everybody may read what is public', async () => {
    const owner = await aPerson(app);
    const made = await owner.agent.post('/api/v1/organisations').send({ kind: 'smb', name: 'Bakery North', country: 'DK', website: 'https://bakery.example', declaredOwner: 'Jens Holding' }).expect(201);
    const all = { id: expect.stringMatching(/^org_/), kind: 'smb', name: 'Bakery North', slug: 'bakery-north', country: 'DK', website: 'https://bakery.example', about: null, topics: [], isVerified: false, state: 'active', memberRoles: ['owner', 'manager', 'signatory', 'treasurer', 'contributor'], version: 1 };
    expect(made.body).toEqual({ ...all, declaredOwner: 'Jens Holding', can: ['edit', 'see_members', 'manage_members', 'see_units', 'manage_units'] });
    expect((await app.http().get(path(made.body.id)).expect(200)).body).toEqual({ ...all, declaredOwner: null, can: [] });
    expect((await app.http().get(path('bakery-north')).expect(200)).body.id).toBe(made.body.id);
  });

  it('have approvers where they are universities, and nobody but its owner where one person is the whole', async () => {
    const owner = await aPerson(app);
    const rolesIn = async (id: string) => (await app.http().get(path(id)).expect(200)).body.memberRoles as string[];
    const common = ['owner', 'manager', 'signatory', 'treasurer', 'contributor'];
    expect(await rolesIn((await anOrganisation(app, owner, { kind: 'university' })).publicId)).toEqual([...common, 'approver']);
    expect(await rolesIn((await anOrganisation(app, owner, { kind: 'research_institute' })).publicId)).toEqual(common);
    expect(await rolesIn(showId('organisation', (await aFreelancer(app)).organisationId))).toEqual(['owner']);
  });

  it('threat 14: whoever registers one goes on under a new secret', async () => {
    const { agent } = await aPerson(app);
    const before = agent.copy();
    await agent.post('/api/v1/organisations').send({ kind: 'smb', name: 'Fixed', country: 'DK' }).expect(201);
    expect([(await before.get('/api/v1/me')).status, (await agent.get('/api/v1/me')).status]).toEqual([401, 200]);
  });

  it('two of one name get different slugs', async () => {
    const owner = await aPerson(app);
    const slugs = [];
    for (let i = 0; i < 2; i++) slugs.push((await owner.agent.post('/api/v1/organisations').send({ kind: 'smb', name: 'Same Name', country: 'DK' }).expect(201)).body.slug);
    expect(slugs).toEqual(['same-name', expect.stringMatching(/^same-name-[0-9a-f]{6}$/)]);
  });

  it('a repeated POST with one Idempotency-Key makes one', async () => {
    const { agent } = await aPerson(app);
    const make = () => agent.post('/api/v1/organisations').set('idempotency-key', 'once').send({ kind: 'smb', name: 'Once', country: 'DK' });
    const [first, second] = [await make(), await make()];
    expect([first.status, second.status, second.headers['idempotency-replayed']]).toEqual([201, 201, 'true']);
    expect(second.body).toEqual(first.body);
    expect((await agent.get('/api/v1/me')).body.memberships).toHaveLength(1);
  });

  it.each([
    ['an id of another kind', 'per_00000000000040008000000000000000'],
    ['an unknown id', 'org_00000000000040008000000000000000'],
    ['an unknown slug', 'nothing-here'],
  ])('%s is not there', async (_, id) => {
    expect(refusal(await app.http().get(path(id)))).toEqual([404, 'request_not_found']);
  });

  it('are changed by owners and managers only; to others they are not there', async () => {
    const owner = await aPerson(app);
    const organisation = await anOrganisation(app, owner);
    const manager = await aMember(app, owner, organisation, ['manager']);
    const contributor = await aMember(app, owner, organisation, ['contributor']);
    const stranger = await aPerson(app);
    const edit = (agent: typeof owner.agent, version: number) => agent.patch(path(organisation.publicId)).set('if-match', `"${version}"`).send({ website: 'https://new.example' });
    expect((await edit(manager.agent, 1)).body.version).toBe(2);
    expect([refusal(await edit(contributor.agent, 2)), refusal(await edit(stranger.agent, 2))]).toEqual([[404, 'request_not_found'], [404, 'request_not_found']]);
    expect(refusal(await edit(owner.agent, 1))).toEqual([412, 'request_precondition_failed']);
  });

  it('say what they can do, in public', async () => {
    const owner = await aPerson(app);
    const { publicId } = await anOrganisation(app, owner);
    const profile = { about: 'We bend belts.\nQuietly.', topics: ['food', 'belt-conveyors'] };
    const edit = (version: number, body: object) => owner.agent.patch(path(publicId)).set('if-match', `"${version}"`).send(body);
    await edit(1, profile).expect(200);
    expect((await app.http().get(path(publicId)).expect(200)).body).toMatchObject({ ...profile, version: 2 });
    expect((await edit(2, { about: null, topics: [] }).expect(200)).body).toMatchObject({ about: null, topics: [] });
    for (const wrong of [{ about: 'x'.repeat(5001) }, { topics: ['Two words'] }, { topics: Array.from({ length: 21 }, (_, at) => `t${at}`) }, { topics: ['a', 'a'] }, { topics: null }]) {
      const answer = await edit(3, wrong);
      expect([answer.status, answer.body.errors.map(({ pointer }: { pointer: string }) => pointer)]).toEqual([422, [`/${Object.keys(wrong)[0]}`]]);
    }
  });

  it('lose their verification with their name, not with their website', async () => {
    const owner = await aPerson(app);
    const moderator = await aStaffMember(app, 'moderator');
    const { publicId } = await anOrganisation(app, owner);
    const verified = await moderator.agent.put(`/api/v1/admin/organisations/${publicId}/verification`).set('if-match', '"1"').send({ isVerified: true, reason: 'Register extract seen' }).expect(200);
    expect(verified.body).toEqual({ organisationId: publicId, isVerified: true, verifiedAt: expect.any(String), finding: { isVerified: true, reason: 'Register extract seen', at: expect.any(String), by: moderator.name }, version: 2, academicDomains: [] });
    const edit = async (version: number, body: object) => (await owner.agent.patch(path(publicId)).set('if-match', `"${version}"`).send(body).expect(200)).body.isVerified as boolean;
    expect([await edit(2, { website: 'https://x.example' }), await edit(3, { name: 'Another' })]).toEqual([true, false]);
  });
});

describe('related parties', () => {
  it('share a person or a declared owner', async () => {
    const [anna, bert] = [await aPerson(app), await aPerson(app)];
    const one = await anOrganisation(app, anna, { declaredOwner: 'Big Holding' });
    const sameOwner = await anOrganisation(app, bert, { declaredOwner: ' big holding ' });
    const unrelated = await anOrganisation(app, bert);
    const subsidiary = await anOrganisation(app, await aPerson(app), { declaredOwner: unrelated.name.toUpperCase() });
    const shared = await anOrganisation(app, await aPerson(app));
    await app.db.pool.query(`insert into member (id, organisation_id, person_id, roles, joined_at, version) values (gen_random_uuid(), $1, $2, '{contributor}', now(), 1)`, [shared.id, anna.id]);
    const organisations = app.app.get(Organisations);
    const related = (other: { id: string }) => organisations.areRelated(app.db, one.id, other.id);
    expect(await Promise.all([related(one), related(sameOwner), related(unrelated), related(shared), organisations.areRelated(app.db, subsidiary.id, unrelated.id), organisations.areRelated(app.db, unrelated.id, subsidiary.id)])).toEqual([
      true, true, false, true, true, true,
    ]);
    expect(await organisations.relatedTo(app.db, [one.id, unrelated.id])).toEqual(new Map([[one.id, new Set([one.id, sameOwner.id, shared.id])], [unrelated.id, new Set([unrelated.id, subsidiary.id, sameOwner.id])]]));
  });

  it('share an owner however the name is spaced, or written wide or large', async () => {
    const one = await anOrganisation(app, await aPerson(app), { name: 'Delta  Water Works', declaredOwner: 'Norte Capital' });
    const spaced: { id: string }[] = [];
    for (const declaredOwner of ['norte  capital', 'Norte\u00a0Capital', '\u3000NORTE \u2003 CAPITAL', 'Ｎorte Capital']) spaced.push(await anOrganisation(app, await aPerson(app), { declaredOwner }));
    const subsidiary = await anOrganisation(app, await aPerson(app), { declaredOwner: 'Delta Water   works' });
    for (const declaredOwner of ['NorteCapital', 'Norte Capita']) await anOrganisation(app, await aPerson(app), { declaredOwner });
    const related = await app.app.get(Organisations).relatedTo(app.db, [one.id]);
    expect(related).toEqual(new Map([[one.id, new Set([one.id, ...spaced.map(({ id }) => id), subsidiary.id])]]));
  });

  it('members to write to are found by role', async () => {
    const owner = await aPerson(app, { name: 'Owner' });
    const organisation = await anOrganisation(app, owner);
    const treasurer = await aMember(app, owner, organisation, ['treasurer'], await aPerson(app, { name: 'Treasurer' }));
    const organisations = app.app.get(Organisations);
    expect(await organisations.membersWith(organisation.id, 'treasurer', 'signatory')).toEqual([{ personId: treasurer.id, email: treasurer.email, name: 'Treasurer' }]);
    expect((await organisations.membersWith(organisation.id)).map(({ name }) => name)).toEqual(['Owner', 'Treasurer']);
  });
});
