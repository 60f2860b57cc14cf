import { JsonLogger, Relay, Runner } from '@app/platform';
import { anOrganisation, aPerson, lastMail, testPassword, tokenIn } from '../../libs/identity/testing';
import { startTestApp, type TestApp } from '../support/app';
import { refusal } from '../support/refusal';

/** Mails when the mail server is away, and when somebody asks for more than is good for their reader. */

let app: TestApp;
const log: string[] = [];
beforeAll(async () => {
  app = await startTestApp({}, { logger: new JsonLogger('test', 'trace', { write: (line) => void log.push(line) }) });
});
afterAll(() => app?.close());
afterEach(() => {
  app.mailbox.refuse = undefined;
});

/** Everything that waits is tried once, however long its wait. */
async function tryOnce(): Promise<void> {
  await app.db.pool.query('update outbox set run_after = now()');
  for (const { id, handler } of await app.app.get(Relay).take()) await app.app.get(Runner).run(id, handler);
}

const signUp = (email: string) => app.http().post('/api/v1/people').send({ email, password: testPassword, name: 'Ada', country: 'NL', kind: 'person' });
const askReset = (email: string) => app.http().post('/api/v1/password-resets').send({ email });

describe('a mail server that is away', () => {
  it('loses no mail, however often it was tried, and nobody’s address stands in logs, jobs or the outbox', async () => {
    const owner = await aPerson(app);
    const forgetful = await aPerson(app, { email: 'planted-reset@example.org' });
    const organisation = await anOrganisation(app, owner);
    await app.drain();
    app.mailbox.refuse = (to) => `5.7.1 <${to}>: relaying for ${to} denied`;
    await signUp('planted-new@example.org').expect(202);
    await askReset(forgetful.email).expect(202);
    await owner.agent.post(`/api/v1/organisations/${organisation.publicId}/invitations`).send({ email: 'planted-guest@example.org', roles: ['contributor'] }).expect(201);
    for (let attempt = 0; attempt < 8; attempt++) await tryOnce();

    const waiting = await app.db.query<{ name: string; attempts: number; last_error: string }>('select name, attempts, last_error from outbox order by name');
    expect(waiting.map(({ name, attempts }) => `${name} ${attempts}`)).toEqual(['identity.mailInvitation 8', 'identity.mailPasswordReset 8', 'identity.mailSignUp 8']);
    expect(waiting.map(({ last_error }) => last_error)).toEqual(Array(3).fill(expect.stringContaining('<[address]>: relaying for [address] denied')));
    const kept = [...log, JSON.stringify(await app.db.query('select * from outbox'))];
    const secrets = ['planted-', testPassword, owner.agent.cookies.get('__Host-sid')!];
    expect([log.length > 20, kept.filter((line) => secrets.some((secret) => line.includes(secret)))]).toEqual([true, []]);

    app.mailbox.refuse = undefined;
    await tryOnce();
    expect(['planted-new@example.org', forgetful.email, 'planted-guest@example.org'].map((to) => lastMail(app, to).subject)).toEqual([
      'Confirm your e-mail address', 'Set a new password', `Join ${organisation.name} at Guildhall`,
    ]);
    expect(await app.db.query('select name from outbox')).toEqual([]);
    await app.http().put(`/api/v1/password-resets/${tokenIn(lastMail(app, forgetful.email))}`).send({ password: 'silver harbour sings' }).expect(204);
  });
});

describe('threat 25: mail bombs', () => {
  it('six mails of a kind go to an address within an hour; the seventh is refused in words, and other kinds still leave', async () => {
    const victim = await aPerson(app);
    const signUps = [];
    // The first was the victim's own
    for (let n = 0; n < 7; n++) signUps.push(await signUp(victim.email));
    expect(signUps.map(({ status }) => status)).toEqual([...Array<number>(5).fill(202), 429, 429]);
    expect(refusal(signUps[5]!)).toEqual([429, 'identity_too_many_mails']);
    await askReset(victim.email).expect(202);
    await app.drain();
    expect(app.mails(victim.email).map(({ subject }) => subject)).toEqual(['Confirm your e-mail address', ...Array<string>(5).fill('You already have an account'), 'Set a new password']);
  });

  it('threat 23: the cap is the same for an address nobody has', async () => {
    const resets = [];
    for (let n = 0; n < 7; n++) resets.push(refusal(await askReset('nobody-here@example.org')));
    expect(resets[6]).toEqual([429, 'identity_too_many_mails']);
  });

  it('one person invites sixty people within an hour', async () => {
    const owner = await aPerson(app);
    const organisation = await anOrganisation(app, owner);
    const invite = (n: number) => owner.agent.post(`/api/v1/organisations/${organisation.publicId}/invitations`).send({ email: `guest-${n}@example.org`, roles: ['contributor'] });
    for (let n = 0; n < 60; n++) await invite(n).expect(201);
    expect(refusal(await invite(60))).toEqual([429, 'identity_too_many_mails_sent']);
    await app.db.pool.query(`update rate_limit set resets_at = now() where bucket like 'identity mail %'`);
    await invite(60).expect(201);
  });
});
