import { aPerson, anOrganisation, testPassword } from '../../../libs/identity/testing';
import { startTestApp, type TestApp } from '../../support/app';
import { refusal } from '../../support/refusal';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app?.close());

describe('GET and PATCH /me', () => {
  it('needs a session', async () => {
    expect(refusal(await app.http().get('/api/v1/me'))).toEqual([401, 'request_unauthenticated']);
  });

  it('shows who is signed in and what they may act for', async () => {
    const person = await aPerson(app, { name: 'Maria', country: 'ES' });
    const { publicId } = await anOrganisation(app, person, { kind: 'university', name: 'Universität Süd' });
    const me = await person.agent.get('/api/v1/me').expect(200);
    expect(me.body).toEqual({
      id: expect.stringMatching(/^per_/), email: person.email, name: 'Maria', country: 'ES', locale: 'en',
      memberships: [{ memberId: expect.stringMatching(/^mem_/), organisation: { id: publicId, kind: 'university', name: 'Universität Süd', slug: 'universitat-sud' }, roles: ['owner'], suspended: null }],
      staffRoles: [], authenticatedAt: expect.any(String), suspended: null, version: 1,
    });
    expect(me.headers.etag).toBe('"1"');
  });

  it('changes only under the version read', async () => {
    const { agent } = await aPerson(app);
    const edited = await agent.patch('/api/v1/me').set('if-match', '"1"').send({ name: 'New Name', locale: 'en' }).expect(200);
    expect([edited.body.name, edited.body.version, edited.headers.etag]).toEqual(['New Name', 2, '"2"']);
    expect(refusal(await agent.patch('/api/v1/me').set('if-match', '"1"').send({ name: 'Lost' }))).toEqual([412, 'request_precondition_failed']);
    expect(refusal(await agent.patch('/api/v1/me').send({ name: 'Lost' }))).toEqual([428, 'request_precondition_required']);
  });

  it('threat 10: neither address nor state can be set', async () => {
    const { agent } = await aPerson(app);
    const answer = await agent.patch('/api/v1/me').set('if-match', '"1"').send({ email: 'other@example.org', state: 'closed', passwordHash: 'x' });
    expect([answer.status, answer.body.errors.map((one: { pointer: string }) => one.pointer)]).toEqual([422, ['/email', '/state', '/passwordHash']]);
  });
});

describe('PUT /me/password', () => {
  const change = (agent: { put(path: string): import('supertest').Test }, currentPassword: string, newPassword: string) => agent.put('/api/v1/me/password').send({ currentPassword, newPassword });

  it('threat 14: renews this session and ends the others', async () => {
    const { email, password, agent } = await aPerson(app);
    const [other, before] = [app.http(), agent.copy()];
    await other.post('/api/v1/sessions').send({ email, password }).expect(201);
    await change(agent, password, 'silver harbour sings').expect(204);
    const statuses = await Promise.all([agent, before, other].map(async (one) => (await one.get('/api/v1/me')).status));
    expect(statuses).toEqual([200, 401, 401]);
    expect((await app.http().post('/api/v1/sessions').send({ email, password })).status).toBe(401);
  });

  it('needs the old one and a good new one', async () => {
    const { agent, password } = await aPerson(app);
    expect(refusal(await change(agent, 'wrong lantern walks', 'silver harbour sings'))).toEqual([401, 'identity_wrong_credentials']);
    const weak = await change(agent, password, 'short');
    expect([weak.status, weak.body.errors]).toEqual([422, [{ pointer: '/newPassword', code: 'too_short', detail: 'must have at least 12 characters' }]]);
    await agent.get('/api/v1/me').expect(200);
  });
});

describe('/me/sessions', () => {
  it('lists one’s own and ends one or all others', async () => {
    const { email, agent } = await aPerson(app);
    const [second, third] = [app.http(), app.http()];
    for (const one of [second, third]) await one.post('/api/v1/sessions').send({ email, password: testPassword }).expect(201);
    const list = await agent.get('/api/v1/me/sessions').expect(200);
    expect(list.body.items.map((one: { isCurrent: boolean }) => one.isCurrent).sort()).toEqual([false, false, true]);
    const thirds = (await third.get('/api/v1/me/sessions')).body.items.find((one: { isCurrent: boolean }) => one.isCurrent).id as string;

    await agent.delete(`/api/v1/me/sessions/${thirds}`).expect(204);
    expect([(await third.get('/api/v1/me')).status, (await second.get('/api/v1/me')).status]).toEqual([401, 200]);
    await agent.delete('/api/v1/me/sessions').expect(204);
    expect([(await second.get('/api/v1/me')).status, (await agent.get('/api/v1/me')).status]).toEqual([401, 200]);
    expect((await agent.get('/api/v1/me/sessions')).body.items).toHaveLength(1);
  });

  it('somebody else’s session is not there', async () => {
    const [one, two] = [await aPerson(app), await aPerson(app)];
    const { id } = (await two.agent.get('/api/v1/me/sessions')).body.items[0];
    expect(refusal(await one.agent.delete(`/api/v1/me/sessions/${id}`))).toEqual([404, 'request_not_found']);
    await two.agent.get('/api/v1/me').expect(200);
  });
});
