import { aPerson, lastMail, testPassword, tokenIn } from '../../../libs/identity/testing';
import { startTestApp, type TestApp } from '../../support/app';
import { refusal } from '../../support/refusal';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app?.close());

const details = (email: string, more: object = {}) => ({ email, password: testPassword, name: 'Maria', country: 'ES', kind: 'person', ...more });
const signUp = (email: string, more: object = {}) => app.http().post('/api/v1/people').send(details(email, more));
const verify = (token: unknown) => app.http().post('/api/v1/email-verifications').send({ token });
const rows = async (sql: string, params: unknown[] = []) => app.db.query(sql, params);

describe('signing up', () => {
  it('makes a person only when the address is proved', async () => {
    const answer = await signUp('new@example.org').expect(202);
    expect(answer.body).toEqual({ email: 'new@example.org' });
    await app.drain();
    expect(await rows('select id from person where email = $1', ['new@example.org'])).toEqual([]);

    const { link, subject } = lastMail(app, 'new@example.org');
    expect([subject, link!.split('?')[0]]).toEqual(['Confirm your e-mail address', 'http://localhost:3000/verify']);
    const verified = await verify(tokenIn({ link })).expect(201);
    expect(verified.body).toEqual({ email: 'new@example.org' });
    expect(await rows('select name, country, state, version from person where email = $1', ['NEW@example.org'])).toEqual([{ name: 'Maria', country: 'ES', state: 'active', version: 1 }]);
  });

  it('gives a freelancer an organisation of one, owned by them', async () => {
    const { agent } = await aPerson(app, { kind: 'freelancer', name: 'Ana Sol', country: 'PT' });
    const me = await agent.get('/api/v1/me').expect(200);
    expect(me.body.memberships).toEqual([
      { memberId: expect.stringMatching(/^mem_/), organisation: { id: expect.stringMatching(/^org_/), kind: 'sole_trader', name: 'Ana Sol', slug: 'ana-sol' }, roles: ['owner'], suspended: null },
    ]);
  });

  it.each([
    ['a short password', { password: 'too short' }, [{ pointer: '/password', code: 'too_short', detail: 'must have at least 12 characters' }]],
    ['a common password', { password: 'Password12345!' }, [{ pointer: '/password', code: 'too_common', detail: expect.any(String) }]],
    ['the address as password', { password: 'bad@example.org' }, [{ pointer: '/password', code: 'contains_email', detail: 'must not contain your e-mail address' }]],
    ['an unknown kind', { kind: 'staff' }, [{ pointer: '/kind', code: 'is_in', detail: expect.any(String) }]],
    ['an unknown country', { country: 'XX' }, [{ pointer: '/country', code: 'is_i_s_o31661_alpha2', detail: expect.any(String) }]],
    ['a link as name', { name: 'Win at https://evil.example' }, [{ pointer: '/name', code: 'matches', detail: 'must not contain a link' }]],
    ['two lines as name', { name: 'Maria\r\nBcc: all@example.org' }, [{ pointer: '/name', code: 'matches', detail: expect.any(String) }]],
    ['no name', { name: null }, [{ pointer: '/name', code: expect.any(String), detail: expect.any(String) }]],
  ])('is refused with %s', async (_, more, errors) => {
    const answer = await signUp('bad@example.org', more);
    expect([answer.status, answer.body.errors]).toEqual([422, errors]);
    expect(await rows('select id from sign_up where email = $1', ['bad@example.org'])).toEqual([]);
  });

  it('threat 10: takes only what is declared', async () => {
    const answer = await signUp('sneaky@example.org', { emailVerifiedAt: '2026-01-01T00:00:00Z', staffRoles: ['operator'] });
    expect([answer.status, answer.body.errors.map((one: { pointer: string }) => one.pointer)]).toEqual([422, ['/emailVerifiedAt', '/staffRoles']]);
  });

  it.each([
    ['an array', ['victim@example.org', 'attacker@example.org']],
    ['an object', { 0: 'victim@example.org' }],
    ['two addresses', 'victim@example.org, attacker@example.org'],
    ['a header line', 'victim@example.org\r\nBcc: attacker@example.org'],
    ['null', null],
  ])('threats 13 and 25: refuses %s as address, everywhere', async (_, email) => {
    const calls = [signUp(email as string), app.http().post('/api/v1/password-resets').send({ email }), app.http().post('/api/v1/sessions').send({ email, password: testPassword })];
    const answers = await Promise.all(calls);
    expect(answers.map(refusal)).toEqual(Array(3).fill([422, 'request_invalid']));
    await app.drain();
    expect([...app.mails('victim@example.org'), ...app.mails('attacker@example.org')]).toEqual([]);
  });

  it('threat 23: answers alike for a known address, whose owner is told by mail', async () => {
    const known = await aPerson(app);
    const [first, second] = [await signUp(known.email), await signUp('nobody-knows@example.org')];
    const told = ({ status, body }: typeof first) => [status, Object.keys(body)];
    expect(told(first)).toEqual(told(second));
    await app.drain();
    expect([lastMail(app, known.email).subject, lastMail(app, 'nobody-knows@example.org').subject]).toEqual(['You already have an account', 'Confirm your e-mail address']);
    expect(await rows('select version from person where email = $1', [known.email])).toEqual([{ version: 1 }]);
  });

  it('a stranger’s sign-up neither takes an address nor changes where the owner’s link leads', async () => {
    await signUp('squat@example.org', { password: 'owner lantern walks' }).expect(202);
    await app.drain();
    const owners = tokenIn(lastMail(app, 'squat@example.org'));
    await signUp('squat@example.org', { password: 'stranger lantern walks' }).expect(202);
    await app.drain();
    const strangers = tokenIn(lastMail(app, 'squat@example.org'));

    await verify(owners).expect(201);
    expect(refusal(await verify(strangers))).toEqual([410, 'identity_link_not_valid']);
    const tries = await Promise.all(['owner lantern walks', 'stranger lantern walks'].map((password) => app.http().post('/api/v1/sessions').send({ email: 'squat@example.org', password })));
    expect(tries.map(({ status }) => status)).toEqual([201, 401]);
  });
});

describe('threat 13: the link of a sign-up', () => {
  const sentTo = async (email: string) => {
    await signUp(email).expect(202);
    await app.drain();
    return tokenIn(lastMail(app, email));
  };

  it('works once, even when opened twice at the same moment', async () => {
    const token = await sentTo('twice@example.org');
    const statuses = (await Promise.all([verify(token), verify(token), verify(token)])).map(({ status }) => status);
    expect(statuses.sort()).toEqual([201, 410, 410]);
    expect(await rows('select count(*)::int as n from person where email = $1', ['twice@example.org'])).toEqual([{ n: 1 }]);
  });

  it('ends after seven days', async () => {
    const token = await sentTo('late@example.org');
    const [{ days }] = (await rows(`select round(extract(epoch from expires_at - now()) / 86400)::int as days from sign_up where email = 'late@example.org'`)) as [{ days: number }];
    await app.db.pool.query(`update sign_up set expires_at = now() where email = 'late@example.org'`);
    expect([days, refusal(await verify(token))]).toEqual([7, [410, 'identity_link_not_valid']]);
  });

  it('threat 29: stands nowhere in the database, and is 256 bits', async () => {
    const token = await sentTo('secret@example.org');
    expect(Buffer.from(token, 'base64url').length).toBe(32);
    const found = await rows(`select token_hash from sign_up where email = 'secret@example.org' and token_hash <> $1`, [token]);
    expect(found).toHaveLength(1);
    const [{ dump }] = (await rows(`select (select string_agg(o::text, '') from outbox o) || coalesce((select string_agg(a::text, '') from audit_entry a), '') as dump`)) as [{ dump: string | null }];
    expect(dump ?? '').not.toContain(token);
  });

  it.each([['of nobody', 'x'.repeat(43)], ['empty', '']])('%s is not valid', async (_, token) => {
    expect(refusal(await verify(token))).toEqual([410, 'identity_link_not_valid']);
  });
});
