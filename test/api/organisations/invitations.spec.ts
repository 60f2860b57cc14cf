import { aMember, anOrganisation, aPerson, lastMail, tokenIn, type TestPerson } from '../../../libs/identity/testing';
import { startTestApp, type TestApp } from '../../support/app';
import { refusal } from '../../support/refusal';

let app: TestApp;
let owner: TestPerson;
let organisation: Awaited<ReturnType<typeof anOrganisation>>;
beforeAll(async () => {
  app = await startTestApp();
  owner = await aPerson(app);
  organisation = await anOrganisation(app, owner, { name: 'Bakery North' });
});
afterAll(() => app?.close());

const invitations = () => `/api/v1/organisations/${organisation.publicId}/invitations`;
const invite = (by: TestPerson, email: unknown, roles: string[] = ['contributor']) => by.agent.post(invitations()).send({ email, roles });
const accept = (by: TestPerson, token: string) => by.agent.put(`/api/v1/invitations/${token}/acceptance`);
async function tokenFor(email: string): Promise<string> {
  await invite(owner, email).expect(201);
  await app.drain();
  return tokenIn(lastMail(app, email));
}

it('an invitation is mailed, looked at by its link and accepted', async () => {
  const friend = await aPerson(app);
  const made = await invite(owner, friend.email, ['treasurer', 'signatory']).expect(201);
  const shown = { id: expect.stringMatching(/^inv_/), email: friend.email, roles: ['treasurer', 'signatory'], state: 'open', createdAt: expect.any(String), expiresAt: expect.any(String) };
  expect(made.body).toEqual(shown);
  expect((await owner.agent.get(invitations()).expect(200)).body).toEqual({ items: [shown] });
  await app.drain();
  const mail = lastMail(app, friend.email);
  expect(mail.text).toContain('What you would be there: Treasurer and Signatory.');
  expect([mail.subject, mail.link!.startsWith('http://localhost:3000/invite/')]).toEqual(['Join Bakery North at Guildhall', true]);

  const seen = await app.http().get(`/api/v1/invitations/${tokenIn(mail)}`).expect(200);
  expect(seen.body).toEqual({ organisation: expect.objectContaining({ id: organisation.publicId, name: 'Bakery North' }), email: friend.email, roles: ['treasurer', 'signatory'], expiresAt: expect.any(String) });

  const before = friend.agent.copy();
  const accepted = await accept(friend, tokenIn(mail)).expect(200);
  expect(accepted.body).toEqual({ id: expect.stringMatching(/^mem_/), personId: expect.stringMatching(/^per_/), roles: ['treasurer', 'signatory'], version: 1 });
  expect((await friend.agent.get('/api/v1/me')).body.memberships).toHaveLength(1);
  // threat 14: the session gained rights, so its secret changed
  expect((await before.get('/api/v1/me')).status).toBe(401);
  expect((await owner.agent.get(invitations())).body).toEqual({ items: [] });
});

describe('threat 13: the link of an invitation', () => {
  it('works only for the address it was sent to', async () => {
    const [invited, other] = [await aPerson(app), await aPerson(app)];
    const token = await tokenFor(invited.email);
    expect(refusal(await accept(other, token))).toEqual([403, 'identity_invited_other']);
    await accept(invited, token).expect(200);
  });

  it('works once, even twice at the same moment', async () => {
    const invited = await aPerson(app);
    const token = await tokenFor(invited.email);
    const answers = await Promise.all([accept(invited, token), accept(invited, token)]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await app.db.query('select count(*)::int as n from member where person_id = $1', [invited.id])).toEqual([{ n: 1 }]);
  });

  it('ends after seven days, and when it is taken back', async () => {
    const [late, unwanted] = [await aPerson(app), await aPerson(app)];
    const tokens = [await tokenFor(late.email), await tokenFor(unwanted.email)] as const;
    const [row] = await app.db.query<{ days: number }>('select round(extract(epoch from expires_at - created_at) / 86400)::int as days from invitation where email = $1', [late.email]);
    expect(row!.days).toBe(7);
    await app.db.pool.query('update invitation set expires_at = now() where email = $1', [late.email]);
    const id = (await owner.agent.get(invitations())).body.items.find((one: { email: string }) => one.email === unwanted.email).id as string;
    await owner.agent.delete(`${invitations()}/${id}`).expect(204);
    expect(refusal(await owner.agent.delete(`${invitations()}/${id}`))).toEqual([409, 'request_wrong_state']);
    expect([refusal(await accept(late, tokens[0])), refusal(await accept(unwanted, tokens[1])), refusal(await app.http().get(`/api/v1/invitations/${tokens[0]}`))]).toEqual(Array(3).fill([410, 'identity_link_not_valid']));
  });

  it.each([['an array', ['a@example.org', 'b@example.org']], ['null', null]])('goes to one address, not to %s', async (_, email) => {
    expect(refusal(await invite(owner, email))).toEqual([422, 'request_invalid']);
  });
});

describe('threat 11: who may invite whom', () => {
  it('nobody grants what they lack, and owners are not made by mail', async () => {
    const manager = await aMember(app, owner, organisation, ['manager']);
    const contributor = await aMember(app, owner, organisation, ['contributor']);
    const answers = [await invite(manager, 'x@example.org', ['treasurer']), await invite(owner, 'x@example.org', ['owner']), await invite(contributor, 'x@example.org'), await invite(await aPerson(app), 'x@example.org')];
    expect(answers.map(refusal)).toEqual([[403, 'identity_may_not_grant'], [403, 'identity_may_not_grant'], [404, 'request_not_found'], [404, 'request_not_found']]);
  });

  it('a sole trader stays one person', async () => {
    const { agent } = await aPerson(app, { kind: 'freelancer' });
    const { id } = (await agent.get('/api/v1/me')).body.memberships[0].organisation;
    expect(refusal(await agent.post(`/api/v1/organisations/${id}/invitations`).send({ email: 'x@example.org', roles: ['contributor'] }))).toEqual([422, 'identity_role_not_here']);
  });

  it('a member is not invited again', async () => {
    expect(refusal(await invite(owner, owner.email.toUpperCase()))).toEqual([409, 'identity_already_member']);
  });

  it('threat 23: an invitation says nothing about who has an account', async () => {
    const known = await aPerson(app);
    const [one, two] = [await invite(owner, known.email), await invite(owner, 'no-account@example.org')];
    expect([one.status, Object.keys(one.body)]).toEqual([two.status, Object.keys(two.body)]);
  });

  it('another organisation’s invitation is not there', async () => {
    await invite(owner, 'theirs@example.org').expect(201);
    const [{ id }] = (await app.db.query<{ id: string }>(`select id from invitation where email = 'theirs@example.org'`)) as [{ id: string }];
    const stranger = await aPerson(app);
    const others = await anOrganisation(app, stranger);
    expect(refusal(await stranger.agent.delete(`/api/v1/organisations/${others.publicId}/invitations/inv_${id.replaceAll('-', '')}`))).toEqual([404, 'request_not_found']);
  });
});
