import { JsonLogger } from '@app/platform';
import { aPerson, anOrganisation, aToken, lastMail, type TestPerson, tokenIn } from '../../../libs/identity/testing';
import { startTestApp, type TestApp } from '../../support/app';
import { client, ok } from '../../support/client';
import { asSuperuser, everyRow, keepOutbox } from '../../support/traces';

/**
 * Threat 29: passwords, cookies, tokens and the secrets of links are used in every way they can be, also in ways that are
 * refused. Then every line of the log, every row the outbox ever held, every column of every table and every mail is read.
 */
const lines: string[] = [];
const secrets: Record<string, string> = {};
let app: TestApp;
let owner: TestPerson;

const entries = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);
const cookieOf = ({ headers }: { headers: Record<string, unknown> }) => /=([^;]+)/.exec(String(headers['set-cookie']))![1]!;
const traces = (text: string) => Object.entries(secrets).flatMap(([name, secret]) => (text.includes(secret) ? [name] : []));

beforeAll(async () => {
  app = await startTestApp({}, { logger: new JsonLogger('test', 'trace', { write: (line) => void lines.push(line) }) });
  await keepOutbox(app.database);
  owner = await aPerson(app, { email: 'owner@example.org' });
  secrets.password = owner.password;
  secrets.verification = tokenIn(lastMail(app, owner.email));
  const signedIn = await owner.agent.post('/api/v1/sessions').send({ email: owner.email, password: owner.password }).expect(201);
  secrets.session = cookieOf(signedIn);

  secrets.wrongPassword = 'paper harbour whistle';
  await app.http().post('/api/v1/sessions').send({ email: owner.email, password: secrets.wrongPassword }).expect(401);
  await app.http().post('/api/v1/sessions').set('content-type', 'application/json').send(`{"password": "${secrets.wrongPassword}`).expect(400);

  await ok(client(owner).POST('/api/v1/password-resets', { body: { email: owner.email } }));
  await app.drain();
  secrets.reset = tokenIn(lastMail(app, owner.email));
  secrets.newPassword = 'seven kettles humming';
  await app.http().put(`/api/v1/password-resets/${secrets.reset}`).send({ password: 'short' }).expect(422);
  await ok(client(owner).PUT('/api/v1/password-resets/{token}', { params: { path: { token: secrets.reset } }, body: { password: secrets.newPassword } }));
  await ok(client(owner).POST('/api/v1/sessions', { body: { email: owner.email, password: secrets.newPassword } }));

  const organisation = await anOrganisation(app, owner);
  await ok(client(owner).POST('/api/v1/organisations/{id}/invitations', { params: { path: { id: organisation.publicId } }, body: { email: 'invited@example.org', roles: ['contributor'] } }));
  await app.drain();
  secrets.invitation = tokenIn(lastMail(app, 'invited@example.org'));
  await app.http().get(`/api/v1/invitations/${secrets.invitation}`).expect(200);
  await app.http().get(`/api/v1/nothing/${secrets.invitation}`).expect(404);

  const { agent, secret } = await aToken(app, owner, organisation, 'challenge:read');
  secrets.token = secret;
  await agent.get('/api/v1/me').expect(403);
  await asSuperuser(app.database, (database) => database.query('revoke select on organisation from guildhall_app'));
  await agent.get(`/api/v1/invitations/${secrets.invitation}`).expect(500);
  await asSuperuser(app.database, (database) => database.query('grant select on organisation to guildhall_app'));
  await app.drain();
}, 60_000);
afterAll(() => app?.close());

it('has secrets to look for, and finds one where it stands', () => {
  expect(Object.values(secrets).every((secret) => secret.length > 15)).toBe(true);
  expect(new Set(Object.values(secrets)).size).toBe(8);
  expect(traces(`x${secrets.reset}y`)).toEqual(['reset']);
});

it('writes none of them into the log', () => {
  expect(traces(lines.join('\n'))).toEqual([]);
  expect(lines.join('\n')).not.toContain('owner@example.org');
});

it('keeps none of them in a table, nor in a row the outbox ever held', async () => {
  const rows = await everyRow(app.database);
  expect(rows).toMatch(/kept\.outbox [^\n]+/);
  expect(traces(rows)).toEqual([]);
});

it('sends each link to its receiver, and nothing else', () => {
  const to = (address: string) => [...new Set(app.mails(address).flatMap((mail) => traces(JSON.stringify(mail))))].sort();
  expect([to(owner.email), to('invited@example.org')]).toEqual([['reset', 'verification'], ['invitation']]);
  expect(app.mails().filter(({ subject }) => traces(subject).length > 0)).toEqual([]);
});

it('logs a request once: by its route, with its number and who asked', async () => {
  const before = lines.length;
  const answer = await owner.agent.get('/api/v1/me').expect(200);
  const requestId = answer.headers['x-request-id'];
  expect(entries().slice(before).filter((entry) => entry.requestId === requestId)).toEqual([
    expect.objectContaining({ context: 'Requests', method: 'GET', route: '/api/v1/me', status: 200, capacity: 'person', personId: owner.id, ms: expect.any(Number) }),
  ]);
  expect(entries().filter(({ route }) => route === '/api/v1/invitations/:token').length).toBeGreaterThan(0);
});

it('ties what goes wrong within a request to it, with who asked', () => {
  const [fault] = entries().filter(({ context, level }) => context === 'Http' && level === 50);
  expect(fault).toMatchObject({ msg: expect.stringContaining('GET /api/v1/invitations/:token'), requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
  expect(entries().filter(({ requestId, context }) => requestId === fault!.requestId && context === 'Requests')).toEqual([expect.objectContaining({ status: 500 })]);
});

it('ties what goes wrong within a job to its row', async () => {
  await app.db.query(`insert into outbox (kind, name, queue, handler, payload) values ('job', 'payments.lookAtCharge', 'money', 'payments.lookAtCharge', '{"chargeId": "x"}')`);
  await app.drain().catch(() => undefined);
  const [row] = await app.db.query<{ id: string }>(`select id from outbox where handler = 'payments.lookAtCharge'`);
  expect(entries().filter(({ context }) => context === 'Runner').at(-1)).toMatchObject({ handler: 'payments.lookAtCharge', outboxId: row!.id, level: 40 });
});

it('counts requests and jobs for whoever watches, by names from the code alone', async () => {
  const text = await (await fetch(`${app.url}/metrics`)).text();
  expect(text).toMatch(/^guildhall_http_request_seconds_count\{method="GET",route="\/api\/v1\/invitations\/:token",status="500"\} 1$/m);
  expect(text).toMatch(/^guildhall_http_request_seconds_count\{method="GET",route="none",status="404"\} 1$/m);
  expect(text).toMatch(/^guildhall_job_seconds_count\{handler="payments\.lookAtCharge",outcome="failed"\} 1$/m);
  expect(traces(text)).toEqual([]);
});
