import type { MemberRole } from '@app/kernel';
import { aMember, anOrganisation, aPerson, aStaffMember, aToken, testPassword, type TestPerson } from '../../../libs/identity/testing';
import { startTestApp, type TestApp } from '../../support/app';
import { refusal } from '../../support/refusal';

let app: TestApp;
let owner: TestPerson;
let organisation: Awaited<ReturnType<typeof anOrganisation>>;
beforeAll(async () => {
  app = await startTestApp();
  owner = await aPerson(app, { name: 'The Owner' });
  organisation = await anOrganisation(app, owner, { kind: 'smb' });
});
afterAll(() => app?.close());

const members = () => `/api/v1/organisations/${organisation.publicId}/members`;
const memberOf = async (person: { id: string }) => (await app.db.query<{ id: string; version: number }>('select id, version from member where person_id = $1 and organisation_id = $2', [person.id, organisation.id]))[0]!;
async function change(by: TestPerson, whom: { id: string }, roles: MemberRole[]) {
  const { id, version } = await memberOf(whom);
  return by.agent.patch(`${members()}/mem_${id.replaceAll('-', '')}`).set('if-match', `"${version}"`).send({ roles });
}
const remove = async (by: TestPerson, whom: { id: string }) => by.agent.delete(`${members()}/mem_${(await memberOf(whom)).id.replaceAll('-', '')}`);
const signIn = (person: TestPerson) => person.agent.post('/api/v1/sessions').send({ email: person.email, password: person.password }).expect(201);
const forget = (person: { id: string }) => app.db.pool.query(`update session set authenticated_at = now() - interval '11 minutes' where person_id = $1`, [person.id]);

describe('the list of members', () => {
  it('is for members; addresses are for who manages them', async () => {
    const helper = await aMember(app, owner, organisation, ['contributor'], await aPerson(app, { name: 'Helper' }));
    const forOwner = await owner.agent.get(`${members()}?limit=1`).expect(200);
    expect(forOwner.body).toEqual({
      items: [{ id: expect.stringMatching(/^mem_/), personId: expect.stringMatching(/^per_/), name: 'The Owner', email: owner.email, roles: ['owner'], unitId: null, joinedAt: expect.any(String), version: 1 }],
      next: expect.any(String),
    });
    const rest = await helper.agent.get(`${members()}?after=${forOwner.body.next}`).expect(200);
    expect(rest.body).toEqual({ items: [expect.objectContaining({ name: 'Helper', email: helper.email })] });
    expect((await helper.agent.get(members()).expect(200)).body.items[0].email).toBeNull();
  });

  it('is not there for anybody else, staff and tokens included', async () => {
    const [stranger, staff] = [await aPerson(app), await aStaffMember(app, 'operator', 'support')];
    const token = await aToken(app, owner, organisation, 'organisation:read');
    const answers = [await stranger.agent.get(members()), await staff.agent.get(members()), await token.agent.get(members()), await app.http().get(members())];
    expect(answers.map(refusal)).toEqual([[404, 'request_not_found'], [404, 'request_not_found'], [403, 'request_forbidden'], [401, 'request_unauthenticated']]);
  });
});

describe('threat 11: nobody grants what they lack', () => {
  it('a manager makes neither owners nor treasurers, of others or of themselves', async () => {
    const manager = await aMember(app, owner, organisation, ['manager']);
    const contributor = await aMember(app, owner, organisation, ['contributor']);
    const refused = [await change(manager, contributor, ['owner']), await change(manager, contributor, ['treasurer']), await change(manager, manager, ['manager', 'owner']), await change(manager, owner, ['contributor']), await remove(manager, owner)];
    expect(refused.map(refusal)).toEqual(Array(5).fill([403, 'identity_may_not_grant']));
    expect((await change(manager, contributor, ['contributor', 'manager'])).status).toBe(200);
  });

  it('a contributor changes nobody, nor does somebody of another organisation', async () => {
    const contributor = await aMember(app, owner, organisation, ['contributor']);
    const stranger = await aPerson(app);
    await anOrganisation(app, stranger);
    const refused = [await change(contributor, contributor, ['manager']), await change(stranger, contributor, ['contributor']), await remove(stranger, contributor)];
    expect(refused.map(refusal)).toEqual(Array(3).fill([404, 'request_not_found']));
    const { id } = await memberOf(contributor);
    const others = await anOrganisation(app, stranger);
    const through = await stranger.agent.delete(`/api/v1/organisations/${others.publicId}/members/mem_${id.replaceAll('-', '')}`);
    expect(refusal(through)).toEqual([404, 'request_not_found']);
  });

  it('owners change only after a fresh proof of identity', async () => {
    const second = await aMember(app, owner, organisation, ['manager']);
    await forget(owner);
    expect(refusal(await change(owner, second, ['owner']))).toEqual([403, 'identity_prove_again']);
    await owner.agent.put('/api/v1/session').send({ password: testPassword }).expect(200);
    expect((await change(owner, second, ['owner'])).body).toEqual({ id: expect.stringMatching(/^mem_/), personId: expect.stringMatching(/^per_/), roles: ['owner'], version: 2 });
    await signIn(second);
    await forget(second);
    expect([refusal(await change(second, owner, ['contributor'])), refusal(await remove(second, owner))]).toEqual([[403, 'identity_prove_again'], [403, 'identity_prove_again']]);
    await owner.agent.put('/api/v1/session').send({ password: testPassword }).expect(200);
    expect((await change(owner, second, ['contributor'])).status).toBe(200);
  });

  it('the last owner stays', async () => {
    expect([refusal(await remove(owner, owner)), refusal(await change(owner, owner, ['manager']))]).toEqual([[409, 'identity_last_owner'], [409, 'identity_last_owner']]);
  });

  it('two owners who remove one another at once leave one', async () => {
    const [anna, bert] = [await aPerson(app), await aPerson(app)];
    const both = await anOrganisation(app, anna);
    const { memberId: berts } = await aMember(app, anna, both, ['contributor'], bert);
    const path = `/api/v1/organisations/${both.publicId}/members`;
    await anna.agent.patch(`${path}/${berts}`).set('if-match', '"1"').send({ roles: ['owner'] }).expect(200);
    await signIn(bert);
    const annas = (await anna.agent.get('/api/v1/me')).body.memberships[0].memberId as string;
    const statuses = (await Promise.all([anna.agent.delete(`${path}/${berts}`), bert.agent.delete(`${path}/${annas}`)])).map(({ status }) => status);
    expect(statuses.filter((status) => status === 204)).toHaveLength(1);
    expect(await app.db.query(`select count(*)::int as owners from member where organisation_id = $1 and 'owner' = any (roles)`, [both.id])).toEqual([{ owners: 1 }]);
  });

  it('only a university has an approver', async () => {
    const contributor = await aMember(app, owner, organisation, ['contributor']);
    expect(refusal(await change(owner, contributor, ['approver']))).toEqual([422, 'identity_role_not_here']);
  });
});

describe('threat 14: a change of rights', () => {
  const status = async (person: { agent: TestPerson['agent'] }) => (await person.agent.get('/api/v1/me')).status;

  it('signs out whoever gains some, and nobody who loses some', async () => {
    const member = await aMember(app, owner, organisation, ['contributor']);
    expect([(await change(owner, member, ['contributor', 'manager'])).status, await status(member)]).toEqual([200, 401]);
    await signIn(member);
    expect([(await change(owner, member, ['contributor'])).status, await status(member)]).toEqual([200, 200]);
  });

  it('of one’s own changes the secret', async () => {
    const before = { agent: owner.agent.copy() };
    expect([(await change(owner, owner, ['owner', 'treasurer'])).status, await status(before), await status(owner)]).toEqual([200, 401, 200]);
    expect((await change(owner, owner, ['owner'])).status).toBe(200);
  });
});

describe('threat 12: whoever leaves is out on the next request', () => {
  it('with the session they have', async () => {
    const member = await aMember(app, owner, organisation, ['manager']);
    await member.agent.get(members()).expect(200);
    expect((await remove(owner, member)).status).toBe(204);
    expect(refusal(await member.agent.get(members()))).toEqual([404, 'request_not_found']);
    expect((await member.agent.get('/api/v1/me')).body.memberships).toEqual([]);
  });

  it('with lowered rights too', async () => {
    const member = await aMember(app, owner, organisation, ['manager']);
    expect((await member.agent.get(`/api/v1/organisations/${organisation.publicId}/invitations`)).status).toBe(200);
    expect((await change(owner, member, ['contributor'])).status).toBe(200);
    expect(refusal(await member.agent.get(`/api/v1/organisations/${organisation.publicId}/invitations`))).toEqual([404, 'request_not_found']);
  });

  it('their tokens and open invitations go with them', async () => {
    const manager = await aMember(app, owner, organisation, ['manager']);
    const token = await aToken(app, manager, organisation, 'challenge:write', 'organisation:read');
    const kept = await aToken(app, owner, organisation, 'organisation:read');
    await manager.agent.post(`/api/v1/organisations/${organisation.publicId}/invitations`).send({ email: 'friend@example.org', roles: ['manager'] }).expect(201);
    const read = (one: typeof token) => one.agent.get(`/api/v1/organisations/${organisation.publicId}`);
    expect((await read(token)).status).toBe(200);
    await remove(owner, manager);
    expect([refusal(await read(token)), (await read(kept)).status]).toEqual([[401, 'request_unauthenticated'], 200]);
    expect(await app.db.query(`select state from invitation where email = 'friend@example.org'`)).toEqual([{ state: 'revoked' }]);
  });

  it('a member may leave by themselves', async () => {
    const member = await aMember(app, owner, organisation, ['contributor']);
    expect((await remove(member, member)).status).toBe(204);
  });
});
