import { aMember, anOrganisation, aPerson, aStaffMember, testPassword, type TestPerson } from '../../../libs/identity/testing';
import { startTestApp, type TestApp } from '../../support/app';
import { refusal } from '../../support/refusal';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app?.close());

const grant = (by: { agent: Awaited<ReturnType<typeof aPerson>>['agent'] }, email: string, role: string) => by.agent.post('/api/v1/admin/staff').send({ email, role, reason: 'Joins the team.' });
const take = (by: { agent: Awaited<ReturnType<typeof aPerson>>['agent'] }, id: string) => by.agent.delete(`/api/v1/admin/staff/${id}`).send({ reason: 'Leaves the team.' });
const signIn = (person: { email: string; agent: Awaited<ReturnType<typeof aPerson>>['agent'] }) => person.agent.post('/api/v1/sessions').send({ email: person.email, password: testPassword }).expect(201);
const inbox = async (person: { agent: Awaited<ReturnType<typeof aPerson>>['agent'] }) =>
  ((await person.agent.get('/api/v1/me/inbox').expect(200)).body.items as { kind: string; title: string; path: string; text: string }[]).map(({ kind, title, path, text }) => [kind, title, path, text]);
const rolesOf = async (person: { agent: Awaited<ReturnType<typeof aPerson>>['agent'] }) => (await person.agent.get('/api/v1/me').expect(200)).body.staffRoles as string[];

describe('staff roles', () => {
  it('are granted by operators who hold them, and taken again', async () => {
    const operator = await aStaffMember(app, 'operator', 'moderator');
    const person = await aPerson(app, { name: 'Mo' });
    const granted = await grant(operator, person.email, 'moderator').expect(201);
    expect(granted.body).toEqual({
      id: expect.stringMatching(/^stf_/), personId: expect.stringMatching(/^per_/), name: 'Mo', email: person.email, role: 'moderator', confirmedAt: expect.any(String), endsAt: expect.any(String), isNew: true,
    });
    // threat 14: rights changed, so the sessions from before are over
    expect((await person.agent.get('/api/v1/me')).status).toBe(401);
    await signIn(person);
    expect(await rolesOf(person)).toEqual(['moderator']);
    await take(operator, granted.body.id).expect(204);
    expect((await person.agent.get('/api/v1/me')).status).toBe(401);
    await signIn(person);
    expect(await rolesOf(person)).toEqual([]);
  });

  it('need a reason, which whoever gets or loses one reads; a role that is confirmed is no news', async () => {
    const operator = await aStaffMember(app, 'operator', 'moderator');
    const person = await aPerson(app);
    for (const call of [operator.agent.post('/api/v1/admin/staff').send({ email: person.email, role: 'moderator' }), operator.agent.delete(`/api/v1/admin/staff/stf_${'0'.repeat(32)}`).send({ reason: ' ' })]) {
      expect((await call.expect(422)).body.errors).toEqual([expect.objectContaining({ pointer: '/reason' })]);
    }
    const { body } = await grant(operator, person.email, 'moderator').expect(201);
    await app.drain();
    expect((await grant(operator, person.email, 'moderator').expect(201)).body).toMatchObject({ id: body.id, isNew: false });
    await app.drain();
    await take(operator, body.id).expect(204);
    await app.drain();
    await signIn(person);
    expect(await inbox(person)).toEqual([
      ['staff_role_taken', 'You no longer have the staff role: Moderator', '/home', expect.stringContaining('The reason given: Leaves the team.')],
      ['staff_role_granted', 'You have a staff role: Moderator', '/admin', expect.stringContaining('The reason given: Joins the team.')],
    ]);
    expect(app.mails(person.email).slice(-2).map(({ subject, text }) => [subject, /The reason given: (.*)/.exec(text)?.[1]])).toEqual([
      ['You have a staff role: Moderator', 'Joins the team.'], ['You no longer have the staff role: Moderator', 'Leaves the team.'],
    ]);
    const kept = await app.db.query(`select action, reason from audit_entry where subject = 'staff_grant' and person_id = $1 order by id`, [operator.id]);
    expect(kept).toEqual([{ action: 'staff_grant.insert', reason: 'Joins the team.' }, { action: 'staff_grant.update', reason: 'Joins the team.' }, { action: 'staff_grant.delete', reason: 'Leaves the team.' }]);
  });

  it('threat 11: not to oneself, not what one lacks, not by others than operators', async () => {
    const operator = await aStaffMember(app, 'operator');
    const support = await aStaffMember(app, 'support', 'finance');
    const person = await aPerson(app);
    expect([refusal(await grant(operator, operator.email, 'finance')), refusal(await grant(operator, person.email, 'finance')), refusal(await grant(support, person.email, 'finance')), refusal(await grant(person, person.email, 'operator'))]).toEqual([
      [403, 'identity_own_staff_roles'], [403, 'identity_may_not_grant'], [403, 'request_forbidden'], [403, 'request_forbidden'],
    ]);
    const own = (await operator.agent.get('/api/v1/admin/staff')).body.items.find((one: { email: string }) => one.email === operator.email);
    expect(refusal(await take(operator, own.id))).toEqual([403, 'identity_own_staff_roles']);
  });

  it('need a fresh proof of identity', async () => {
    const operator = await aStaffMember(app, 'operator');
    const person = await aPerson(app);
    await app.db.pool.query(`update session set authenticated_at = now() - interval '11 minutes' where person_id = $1`, [operator.id]);
    expect(refusal(await grant(operator, person.email, 'operator'))).toEqual([403, 'identity_prove_again']);
    await operator.agent.put('/api/v1/session').send({ password: testPassword }).expect(200);
    await grant(operator, person.email, 'operator').expect(201);
  });

  it('do not count a year after they were confirmed', async () => {
    const operator = await aStaffMember(app, 'operator');
    const other = await aStaffMember(app, 'operator');
    await app.clock.shift(364 * 86_400_000);
    expect(await rolesOf(operator)).toEqual(['operator']);
    await grant(operator, other.email, 'operator').expect(201);
    await app.clock.shift(2 * 86_400_000);
    expect([await rolesOf(operator), await rolesOf(other)]).toEqual([[], ['operator']]);
    expect(refusal(await operator.agent.get('/api/v1/admin/staff'))).toEqual([403, 'request_forbidden']);
    // whoever held it no longer starts again with it, and hears of it
    expect((await grant(other, operator.email, 'operator').expect(201)).body).toMatchObject({ isNew: true });
    await app.drain();
    expect((await operator.agent.get('/api/v1/me')).status).toBe(401);
    await signIn(operator);
    expect([await rolesOf(operator), (await inbox(operator)).map(([kind]) => kind)]).toEqual([['operator'], ['staff_role_granted']]);
  });

  it('an unknown person cannot be staff', async () => {
    expect(refusal(await grant(await aStaffMember(app), 'nobody@example.org', 'operator'))).toEqual([422, 'identity_person_unknown']);
  });

  it.each([
    ['after two hours without use', `last_seen_at = now() - interval '2 hours 6 minutes'`],
    ['twelve hours after signing in', `authenticated_at = now() - interval '12 hours'`],
  ])('their sessions end %s', async (_, change) => {
    const staff = await aStaffMember(app);
    await app.db.pool.query(`update session set ${change} where person_id = $1 and ended_at is null`, [staff.id]);
    expect((await staff.agent.get('/api/v1/me')).status).toBe(401);
  });
});

describe('people, for support', () => {
  it('are found by name or address', async () => {
    const [support, finance] = [await aStaffMember(app, 'support'), await aStaffMember(app, 'finance')];
    const person = await aPerson(app, { name: 'Wilhelmina Vries', country: 'BE' });
    const found = await support.agent.get('/api/v1/admin/people?q=MINA%20vr').expect(200);
    expect(found.body).toEqual({ items: [{ id: expect.stringMatching(/^per_/), name: 'Wilhelmina Vries', email: person.email, country: 'BE', state: 'active', createdAt: expect.any(String), suspended: null }] });
    // threat 5: whoever looks is seen
    expect(await app.db.query(`select capacity, person_id, reason, changes from audit_entry where action = 'person.lookUp'`)).toEqual([
      { capacity: 'staff', person_id: support.id, reason: 'MINA vr', changes: { seen: { after: [person.id] } } },
    ]);
    const first = await support.agent.get('/api/v1/admin/people?limit=2').expect(200);
    const second = await support.agent.get(`/api/v1/admin/people?limit=2&after=${first.body.next}`).expect(200);
    expect(new Set([...first.body.items, ...second.body.items].map((one: { id: string }) => one.id)).size).toBe(4);
    expect(refusal(await finance.agent.get('/api/v1/admin/people'))).toEqual([403, 'request_forbidden']);
    expect(refusal(await support.agent.get('/api/v1/admin/people?after=bm9wZQ'))).toEqual([422, 'request_invalid']);
    const forged = Buffer.from(JSON.stringify(['x', 'y'])).toString('base64url');
    expect(refusal(await support.agent.get(`/api/v1/admin/people?after=${forged}`))).toEqual([400, 'request_malformed']);
  });
});

describe('verification of organisations', () => {
  const path = (id: string) => `/api/v1/admin/organisations/${id}/verification`;
  const put = async ({ agent }: Pick<TestPerson, 'agent'>, id: string, body: object) => agent.put(path(id)).set('if-match', `"${(await agent.get(path(id))).body.version}"`).send(body);

  it('is staff’s, never of their own organisation', async () => {
    const moderator = await aStaffMember(app, 'moderator');
    const own = await anOrganisation(app, moderator);
    const other = await anOrganisation(app, await aPerson(app));
    const yes = { isVerified: true, reason: 'Register extract seen' };
    expect(refusal(await put(moderator, own.publicId, yes))).toEqual([403, 'identity_own_organisation']);
    expect((await put(moderator, other.publicId, yes)).body.isVerified).toBe(true);
    expect((await put(moderator, other.publicId, { isVerified: false, reason: 'Forged' })).body).toEqual({
      organisationId: other.publicId, isVerified: false, verifiedAt: null, finding: { isVerified: false, reason: 'Forged', at: expect.any(String), by: moderator.name }, version: 3, academicDomains: [],
    });
    expect((await moderator.agent.get(`/api/v1/admin/organisations/${other.publicId}/verification`)).body.isVerified).toBe(false);
    for (const body of [{ isVerified: true }, { isVerified: true, reason: 'ok' }]) expect(refusal(await put(moderator, other.publicId, body))).toEqual([422, 'request_invalid']);
    expect(await app.db.query(`select action, reason from audit_entry where subject_id = $1 and reason is not null order by id`, [other.id])).toEqual([
      { action: 'organisation.verify', reason: 'Register extract seen' }, { action: 'organisation.unverify', reason: 'Forged' },
    ]);
  });

  it.each([true, false])('is of what staff read: not of a name that changed meanwhile, nor against what another found (%s)', async (found) => {
    const [moderator, other] = [await aStaffMember(app, 'moderator'), await aStaffMember(app, 'moderator')];
    const bakery = await anOrganisation(app, await aPerson(app));
    const { version } = (await moderator.agent.get(path(bakery.publicId))).body;
    await put(other, bakery.publicId, { isVerified: found, reason: 'Register extract seen.' });
    const late = (headers: Record<string, string>) => moderator.agent.put(path(bakery.publicId)).set(headers).send({ isVerified: !found, reason: 'No register knows it.' });
    expect([refusal(await late({ 'if-match': `"${version}"` })), refusal(await late({}))]).toEqual([[412, 'request_precondition_failed'], [428, 'request_precondition_required']]);
    expect((await moderator.agent.get(path(bakery.publicId))).body).toEqual(expect.objectContaining({ isVerified: found, finding: expect.objectContaining({ by: other.name }) }));
  });

  it('leaves what was found last, and why, for its owners and managers too, also once it was withdrawn', async () => {
    const [moderator, owner] = [await aStaffMember(app, 'moderator'), await aPerson(app)];
    const bakery = await anOrganisation(app, owner);
    const [manager, contributor] = [await aMember(app, owner, bakery, ['manager']), await aMember(app, owner, bakery, ['contributor'])];
    const finding = (by: Pick<TestPerson, 'agent'>) => by.agent.get(`/api/v1/organisations/${bakery.publicId}/finding`);
    expect(refusal(await finding(owner))).toEqual([404, 'request_not_found']);
    await put(moderator, bakery.publicId, { isVerified: true, reason: 'Register extract seen.' });
    await put(moderator, bakery.publicId, { isVerified: false, reason: 'The extract was another’s.' });
    const found = { isVerified: false, reason: 'The extract was another’s.', at: expect.any(String) };
    expect([(await finding(owner)).body, (await finding(manager)).body]).toEqual([found, found]);
    for (const by of [contributor, moderator, await aPerson(app)]) expect(refusal(await finding(by))).toEqual([404, 'request_not_found']);
  });

  it('and its withdrawal are told to the owners, with the reason; what was never shown too', async () => {
    const moderator = await aStaffMember(app, 'moderator');
    const owner = await aPerson(app);
    const bakery = await anOrganisation(app, owner, { name: 'Bakery Jansen' });
    const manager = await aMember(app, owner, bakery, ['manager']);
    for (const [isVerified, reason] of [[false, 'No register knows it.'], [true, 'Register extract seen.'], [false, 'The extract was another’s.']] as const) {
      expect((await put(moderator, bakery.publicId, { isVerified, reason })).body.isVerified).toBe(isVerified);
      await app.drain();
    }
    const path = `/settings/organisation?of=${bakery.publicId}`;
    expect((await inbox(owner)).filter(([kind]) => kind === 'organisation_checked')).toEqual([
      ['organisation_checked', 'Not confirmed by our staff: Bakery Jansen', path, expect.stringContaining('The reason given: The extract was another’s.')],
      ['organisation_checked', 'Checked by our staff: Bakery Jansen', path, expect.stringContaining('The reason given: Register extract seen.')],
      ['organisation_checked', 'Not confirmed by our staff: Bakery Jansen', path, expect.stringContaining('The reason given: No register knows it.')],
    ]);
    expect(app.mails(owner.email).slice(-3).map(({ text }) => /The reason given: (.*)/.exec(text)?.[1])).toEqual(['No register knows it.', 'Register extract seen.', 'The extract was another’s.']);
    expect(await inbox(manager)).toEqual([]);
    expect(await app.db.query(`select reason from audit_entry where subject_id = $1 and action like 'organisation.%verify' order by id`, [bakery.id])).toEqual([
      { reason: 'No register knows it.' }, { reason: 'Register extract seen.' }, { reason: 'The extract was another’s.' },
    ]);
  });

  it('tells nothing that a new name has made untrue meanwhile, and the same only once', async () => {
    const moderator = await aStaffMember(app, 'moderator');
    const owner = await aPerson(app);
    const { id, publicId } = await anOrganisation(app, owner, { name: 'Bakery Smit' });
    const told = async () => (await inbox(owner)).filter(([kind]) => kind === 'organisation_checked').map(([, title]) => title);
    const kept = () => app.db.query(`select from audit_entry where subject_id = $1 and action like 'organisation.%verify'`, [id]).then(({ length }) => length);
    const yes = { isVerified: true, reason: 'Register extract seen.' };
    const rename = async (name: string) => {
      const { body } = await owner.agent.get(`/api/v1/organisations/${publicId}`).expect(200);
      expect((await owner.agent.patch(`/api/v1/organisations/${publicId}`).set('if-match', `"${body.version}"`).send({ name }).expect(200)).body.isVerified).toBe(false);
    };
    expect((await put(moderator, publicId, yes)).status).toBe(200);
    await rename('Bakery Visser');
    await app.drain();
    expect([await told(), app.mails(owner.email).filter(({ subject }) => subject.includes('Bakery'))]).toEqual([[], []]);
    for (let time = 0; time < 2; time += 1) {
      expect((await put(moderator, publicId, yes)).body.isVerified).toBe(true);
      await app.drain();
    }
    expect([await told(), await kept()]).toEqual([['Checked by our staff: Bakery Visser'], 2]);
    const no = { isVerified: false, reason: 'No register knows it.' };
    for (let time = 0; time < 2; time += 1) {
      expect((await put(moderator, publicId, no)).body.isVerified).toBe(false);
      await app.drain();
    }
    expect([(await told())[0], await kept()]).toEqual(['Not confirmed by our staff: Bakery Visser', 3]);
    // of another name that is news
    await rename('Bakery Mulder');
    await put(moderator, publicId, no);
    await app.drain();
    expect([(await told())[0], await kept()]).toEqual(['Not confirmed by our staff: Bakery Mulder', 4]);
  });
});

describe('organisations that wait for verification', () => {
  it('are listed by name, kind and verification, page by page, for those who verify', async () => {
    const [moderator, owner] = [await aStaffMember(app, 'moderator'), await aPerson(app)];
    const made = [];
    for (const [kind, name] of [['university', 'Listed Technical University'], ['smb', 'Listed Bakery'], ['university', 'Listed Arts University']] as const) made.push(await anOrganisation(app, owner, { kind, name }));
    await moderator.agent.put(`/api/v1/admin/organisations/${made[2]!.publicId}/verification`).set('if-match', '"1"').send({ isVerified: true, reason: 'documents seen' }).expect(200);
    const names = async (query: string) => (await moderator.agent.get(`/api/v1/admin/organisations?q=listed&${query}`).expect(200)).body.items.map(({ name }: { name: string }) => name);
    expect([await names(''), await names('kind=university'), await names('verification=waiting'), await names('verification=verified&kind=university'), await names('kind=government')]).toEqual([
      ['Listed Technical University', 'Listed Bakery', 'Listed Arts University'], ['Listed Technical University', 'Listed Arts University'], ['Listed Technical University', 'Listed Bakery'], ['Listed Arts University'], [],
    ]);
    const page = (await moderator.agent.get('/api/v1/admin/organisations?q=listed&limit=2').expect(200)).body;
    expect([page.items.length, (await moderator.agent.get(`/api/v1/admin/organisations?q=listed&limit=2&after=${page.next}`).expect(200)).body.items.length]).toEqual([2, 1]);
    const answers = await Promise.all([owner, await aStaffMember(app, 'finance')].map(({ agent }) => agent.get('/api/v1/admin/organisations')));
    expect([...answers.map(refusal), refusal(await app.http().get('/api/v1/admin/organisations')), refusal(await moderator.agent.get('/api/v1/admin/organisations?kind=club'))]).toEqual([
      [403, 'request_forbidden'], [403, 'request_forbidden'], [401, 'request_unauthenticated'], [422, 'request_invalid'],
    ]);
  });

  it('show at which universities their members have addresses, departments counted with the whole', async () => {
    const moderator = await aStaffMember(app, 'moderator');
    const owner = await aPerson(app, { email: 'ada@food.tudelft.nl' });
    const university = await anOrganisation(app, owner, { kind: 'university', name: 'Delft' });
    const read = async (id: string) => (await moderator.agent.get(`/api/v1/admin/organisations/${id}/verification`).expect(200)).body;
    expect(await read(university.publicId)).toEqual({ organisationId: university.publicId, isVerified: false, verifiedAt: null, finding: null, version: 1, academicDomains: [{ domain: 'tudelft.nl', institution: expect.stringContaining('Delft'), members: 1 }] });
    await aMember(app, owner, university, ['contributor'], await aPerson(app, { email: 'bo@tudelft.nl' }));
    await aMember(app, owner, university, ['approver']);
    expect((await read(university.publicId)).academicDomains).toEqual([expect.objectContaining({ domain: 'tudelft.nl', members: 2 })]);
    const mill = await anOrganisation(app, await aPerson(app), { kind: 'university', name: 'Diploma Mill' });
    expect((await read(mill.publicId)).academicDomains).toEqual([]);
    // who reads it from outside the staff finds nothing
    expect(refusal(await owner.agent.get(`/api/v1/admin/organisations/${university.publicId}/verification`))).toEqual([403, 'request_forbidden']);
  });
});
