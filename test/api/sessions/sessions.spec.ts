import { aPerson, lastMail, testPassword, type TestPerson, tokenIn } from '../../../libs/identity/testing';
import { startTestApp, type TestApp } from '../../support/app';
import { refusal } from '../../support/refusal';

let app: TestApp;
let person: TestPerson;
beforeAll(async () => {
  app = await startTestApp();
  person = await aPerson(app);
});
afterAll(() => app?.close());

const signIn = (email: string, password: string, agent = app.http()) => agent.post('/api/v1/sessions').send({ email, password });
const cookie = '__Host-sid';

describe('signing in', () => {
  it('answers with the session and its cookie, never with the secret', async () => {
    const agent = app.http();
    const answer = await signIn(person.email.toUpperCase(), person.password, agent).set('user-agent', 'A Browser').expect(201);
    expect(answer.body).toEqual({
      id: expect.stringMatching(/^ses_/), createdAt: expect.any(String), lastSeenAt: expect.any(String), expiresAt: expect.any(String), userAgent: 'A Browser', network: '127.0.0.0/24', isCurrent: true,
    });
    const [line] = answer.headers['set-cookie'] as unknown as string[];
    expect(line!.replace(/=[\w-]{43};/, '=SECRET;').replace(/Expires=[^;]+/, 'Expires=THEN').split('; ').sort()).toEqual(['Expires=THEN', 'HttpOnly', 'Path=/', 'SameSite=Lax', 'Secure', `${cookie}=SECRET`]);
    const stored = await app.db.query<{ token_hash: string }>('select token_hash from session where token_hash = $1', [agent.cookies.get(cookie)]);
    expect(stored).toEqual([]);
    await agent.get('/api/v1/me').expect(200);
  });

  it('out ends the session on the server too', async () => {
    const agent = app.http();
    await signIn(person.email, person.password, agent).expect(201);
    const stolen = agent.copy();
    await agent.delete('/api/v1/session').expect(204);
    expect(agent.cookies.size).toBe(0);
    expect(refusal(await stolen.get('/api/v1/me'))).toEqual([401, 'request_unauthenticated']);
    await agent.delete('/api/v1/session').expect(204);
  });

  it.each([
    ['after a day without use', `last_seen_at = now() - interval '25 hours'`],
    ['two weeks after signing in', `expires_at = now()`],
  ])('a session ends %s', async (_, change) => {
    const agent = app.http();
    const { body } = await signIn(person.email, person.password, agent).expect(201);
    await app.db.pool.query(`update session set ${change} where id = $1`, [(body.id as string).slice(4)]);
    expect(refusal(await agent.get('/api/v1/me'))).toEqual([401, 'request_unauthenticated']);
  });

  it('a session follows wall time, not the platform’s', async () => {
    await app.clock.shift(30 * 86_400_000);
    await person.agent.get('/api/v1/me').expect(200);
  });

  it.each([['a closed account', `state = 'closed'`], ['an account without a password', `password_hash = null`]])('is refused for %s', async (_, change) => {
    const other = await aPerson(app);
    await app.db.pool.query(`update person set ${change} where id = $1`, [other.id]);
    expect(refusal(await signIn(other.email, other.password))).toEqual([401, 'identity_wrong_credentials']);
    if (change.startsWith('state')) expect(refusal(await other.agent.get('/api/v1/me'))).toEqual([401, 'request_unauthenticated']);
  });

  it('keeps a password hashed at today’s cost', async () => {
    const other = await aPerson(app);
    const cost = async () => (await app.db.query<{ cost: string }>(`select split_part(password_hash, '$', 2) as cost from person where id = $1`, [other.id]))[0]!.cost;
    const { Passwords } = await import('@app/identity');
    const dearer = await new Passwords({ passwordCost: 11 }).hash(other.password);
    await app.db.pool.query('update person set password_hash = $2 where id = $1', [other.id, dearer]);
    expect(await cost()).toBe('11');
    await signIn(other.email, other.password).expect(201);
    expect(await cost()).toBe('10');
    await signIn(other.email, other.password).expect(201);
  });
});

describe('threat 14: no session can be planted', () => {
  it('a cookie set by somebody else is not adopted', async () => {
    const agent = app.http();
    agent.cookies.set(cookie, 'planted'.padEnd(43, 'x'));
    await signIn(person.email, person.password, agent).expect(201);
    expect(agent.cookies.get(cookie)).toMatch(/^(?!planted)[\w-]{43}$/);
  });

  it('signing in again ends the session the browser came with', async () => {
    const agent = app.http();
    await signIn(person.email, person.password, agent).expect(201);
    const before = agent.copy();
    await signIn(person.email, person.password, agent).expect(201);
    expect([(await before.get('/api/v1/me')).status, (await agent.get('/api/v1/me')).status]).toEqual([401, 200]);
  });

  it('proving again who you are changes the secret', async () => {
    const { agent } = await aPerson(app);
    const before = agent.copy();
    await agent.put('/api/v1/session').send({ password: testPassword }).expect(200);
    expect([(await before.get('/api/v1/me')).status, (await agent.get('/api/v1/me')).status]).toEqual([401, 200]);
    expect(refusal(await agent.put('/api/v1/session').send({ password: 'wrong lantern walks' }))).toEqual([401, 'identity_wrong_credentials']);
  });
});

describe('threat 15: requests from other sites', () => {
  it.each([
    ['cross-site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['same-site', { 'sec-fetch-site': 'same-site' }, 403],
    ['another origin, from an old browser', { origin: 'https://evil.example' }, 403],
    ['no origin', { origin: 'null' }, 403],
    ['same-origin', { 'sec-fetch-site': 'same-origin' }, 200],
    ['the platform’s own origin', { origin: 'http://localhost:3000' }, 200],
    ['a program', {}, 200],
  ])('%s: %s', async (_, headers, status) => {
    const { body } = await person.agent.get('/api/v1/me').expect(200);
    const answer = await person.agent.patch('/api/v1/me').set(headers as Record<string, string>).set('if-match', `"${body.version}"`).send({ locale: 'en' });
    expect([answer.status, answer.type]).toEqual([status, status === 200 ? 'application/json' : 'application/problem+json']);
  });

  it('only JSON is read', async () => {
    const answer = await app.http().post('/api/v1/sessions').type('form').send(`email=${person.email}&password=${person.password}`);
    expect(refusal(answer)).toEqual([415, 'request_unsupported_media_type']);
  });
});

describe('threat 23: nobody learns who has an account', () => {
  it('status and body are the same for a wrong password and an unknown address', async () => {
    const without = ({ status, body }: { status: number; body: Record<string, unknown> }) => [status, { ...body, instance: undefined }];
    const [wrong, unknown] = [await signIn(person.email, 'wrong lantern walks'), await signIn('nobody@example.org', 'wrong lantern walks')];
    expect(without(wrong)).toEqual(without(unknown));
    expect(refusal(wrong)).toEqual([401, 'identity_wrong_credentials']);
  });

  it('the time is about the same, since a password is always hashed', async () => {
    const slow = await startTestApp({ PASSWORD_COST: '15' });
    try {
      const known = await aPerson(slow);
      const time = async (email: string) => {
        const start = performance.now();
        await slow.http().post('/api/v1/sessions').send({ email, password: 'wrong lantern walks' }).expect(401);
        return performance.now() - start;
      };
      // In turns, so that whatever else the machine does meets both
      const times = { known: [] as number[], unknown: [] as number[] };
      for (let i = 0; i < 7; i++) {
        times.known.push(await time(known.email));
        times.unknown.push(await time('nobody@example.org'));
      }
      const [forKnown, forUnknown] = [times.known, times.unknown].map((all) => all.sort((one, other) => one - other)[3]!) as [number, number];
      // Without the hashing it is a few milliseconds against a hundred
      expect(Math.max(forKnown, forUnknown) / Math.min(forKnown, forUnknown)).toBeLessThan(2.5);
      expect(Math.min(forKnown, forUnknown)).toBeGreaterThan(30);
    } finally {
      await slow.close();
    }
  });
});

describe('threat 24: guessing', () => {
  const from = (address: string) => ({ 'x-forwarded-for': address });

  it('stops after eight wrong passwords from one network, known account or not, and by Idempotency-Key too', async () => {
    const { email } = await aPerson(app);
    for (const [index, address] of [email, 'unknown@example.org'].entries()) {
      const statuses: number[] = [];
      for (let i = 0; i < 10; i++) statuses.push((await signIn(address, 'wrong lantern walks').set(from(`203.0.${index}.${i}`)).set('idempotency-key', `guess-${index}-${i}`)).status);
      expect(statuses).toEqual([...Array(8).fill(401), 429, 429]);
    }
    const right = await signIn(email, testPassword).set(from('203.0.0.99'));
    expect(refusal(right)).toEqual([429, 'identity_too_many_attempts']);
  });

  it('answers a crowd with keys that is larger than the pool of connections', async () => {
    const { email } = await aPerson(app);
    const crowd = await Promise.all(Array.from({ length: 30 }, (_, n) => signIn(email, 'wrong lantern walks').set(from(`203.1.${n}.1`)).set('idempotency-key', `crowd-${n}`)));
    expect(crowd.map(({ status }) => status)).toEqual(Array(30).fill(401));
  }, 20_000);

  it('does not lock the owner out of their own network, however many strangers guess', async () => {
    const owner = await aPerson(app);
    for (let i = 0; i < 60; i++) await signIn(owner.email, 'wrong lantern walks').set(from(`198.${i}.0.1`));
    expect(refusal(await signIn(owner.email, owner.password).set(from('198.200.0.1')))).toEqual([429, 'identity_too_many_on_account']);
    await signIn(owner.email, owner.password).expect(201);
  });

  it('does not keep out the owner who set a new password by mail, wherever they are', async () => {
    const owner = await aPerson(app);
    const away = from('198.51.100.1');
    for (let i = 0; i < 45; i++) await signIn(owner.email, 'wrong lantern walks').set(from(`198.${i}.0.1`));
    for (let i = 0; i < 9; i++) await signIn(owner.email, 'wrong lantern walks').set(away);
    await app.http().post('/api/v1/password-resets').send({ email: owner.email }).expect(202);
    await app.drain();
    await app.http().put(`/api/v1/password-resets/${tokenIn(lastMail(app, owner.email))}`).send({ password: 'silver harbour sings' }).expect(204);
    await signIn(owner.email, 'silver harbour sings').set(away).expect(201);
  });

  it('ends by itself after the window', async () => {
    const { email } = await aPerson(app);
    for (let i = 0; i < 9; i++) await signIn(email, 'wrong lantern walks').set(from('192.0.2.1'));
    expect((await signIn(email, testPassword).set(from('192.0.2.1'))).status).toBe(429);
    await app.db.pool.query(`update rate_limit set resets_at = now() where bucket like 'identity %'`);
    await signIn(email, testPassword).set(from('192.0.2.1')).expect(201);
  });

  it('stops one network that tries one password on many accounts', async () => {
    const answers = [];
    for (let i = 0; i < 103; i++) answers.push(refusal(await signIn(`victim-${i}@example.org`, 'wrong lantern walks').set(from('100.64.0.1'))).join(' '));
    expect(answers).toEqual([...Array<string>(100).fill('401 identity_wrong_credentials'), ...Array<string>(3).fill('429 identity_too_many_from_network')]);
  });
});
