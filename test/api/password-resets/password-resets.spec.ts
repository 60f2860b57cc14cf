import { aPerson, lastMail, tokenIn } from '../../../libs/identity/testing';
import { startTestApp, type TestApp } from '../../support/app';
import { refusal } from '../../support/refusal';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app?.close());

const ask = (email: string) => app.http().post('/api/v1/password-resets').send({ email });
const reset = (token: string, password: string) => app.http().put(`/api/v1/password-resets/${token}`).send({ password });
const signIn = (email: string, password: string) => app.http().post('/api/v1/sessions').send({ email, password });
const next = 'silver harbour sings';

async function linkFor(email: string): Promise<string> {
  await ask(email).expect(202);
  await app.drain();
  const mail = lastMail(app, email);
  expect([mail.subject, mail.link!.split('?')[0]]).toEqual(['Set a new password', 'http://localhost:3000/reset']);
  return tokenIn(mail);
}

describe('threat 13: a new password by mail', () => {
  it('signs everybody out, also the thief, and tells the owner', async () => {
    const { email, password, agent } = await aPerson(app);
    const token = await linkFor(email);
    await reset(token, next).expect(204);
    expect((await agent.get('/api/v1/me')).status).toBe(401);
    expect([(await signIn(email, password)).status, (await signIn(email, next)).status]).toEqual([401, 201]);
    await app.drain();
    expect(lastMail(app, email).subject).toBe('Your password was changed');
  });

  it('works once, even twice at the same moment, and ends older links', async () => {
    const { email } = await aPerson(app);
    const [older, token] = [await linkFor(email), await linkFor(email)];
    const statuses = (await Promise.all([reset(token, next), reset(token, 'golden harbour sings')])).map(({ status }) => status);
    expect(statuses.sort()).toEqual([204, 410]);
    expect(refusal(await reset(older, 'golden harbour sings'))).toEqual([410, 'identity_link_not_valid']);
  });

  it('ends after an hour', async () => {
    const { email } = await aPerson(app);
    const token = await linkFor(email);
    const [asked] = await app.db.query<{ minutes: number }>('select round(extract(epoch from expires_at - now()) / 60)::int as minutes from password_reset where email = $1', [email]);
    await app.db.pool.query('update password_reset set expires_at = now() where email = $1', [email]);
    expect([asked!.minutes, refusal(await reset(token, next))]).toEqual([60, [410, 'identity_link_not_valid']]);
  });

  it('is bound to the address: a changed one makes it worthless', async () => {
    const { id, email } = await aPerson(app);
    const token = await linkFor(email);
    await app.db.pool.query(`update person set email = 'moved-' || email where id = $1`, [id]);
    expect(refusal(await reset(token, next))).toEqual([410, 'identity_link_not_valid']);
  });

  it('a refused password leaves the link good', async () => {
    const { email } = await aPerson(app);
    const token = await linkFor(email);
    const answer = await reset(token, 'password1234');
    expect([answer.status, answer.body.errors]).toEqual([422, [{ pointer: '/password', code: 'too_common', detail: expect.any(String) }]]);
    await reset(token, next).expect(204);
  });

  it('the link of a sign-up does not set a password', async () => {
    await app.http().post('/api/v1/people').send({ email: 'cross@example.org', password: next, name: 'C', country: 'NL', kind: 'person' }).expect(202);
    await app.drain();
    expect(refusal(await reset(tokenIn(lastMail(app, 'cross@example.org')), next))).toEqual([410, 'identity_link_not_valid']);
  });
});

it('threat 23: asking for an unknown address looks the same and sends nothing', async () => {
  const { email } = await aPerson(app);
  const [known, unknown] = [await ask(email), await ask('unknown@example.org')];
  expect([known.status, unknown.status, known.body, unknown.body]).toEqual([202, 202, { email }, { email: 'unknown@example.org' }]);
  await app.drain();
  expect(app.mails('unknown@example.org')).toEqual([]);
});

it('threat 24: one visitor asks thirty times a minute at most, whatever the addresses', async () => {
  const limited = await startTestApp({ RATE_LIMITS: 'on' });
  try {
    const answers = [];
    for (let i = 0; i < 32; i++) answers.push(await limited.http().post('/api/v1/password-resets').send({ email: `someone-${i}@example.org` }));
    expect(answers.map(({ status }) => status)).toEqual([...Array(30).fill(202), 429, 429]);
    expect([refusal(answers[30]!), answers[0]!.headers['ratelimit-limit'], answers[0]!.headers['ratelimit-remaining']]).toEqual([[429, 'request_too_many'], '30', '29']);
    // other routes are still open to that visitor
    expect(refusal(await limited.http().post('/api/v1/sessions').send({ email: 'someone@example.org', password: 'wrong lantern walks' }))).toEqual([401, 'identity_wrong_credentials']);
  } finally {
    await limited.close();
  }
});
