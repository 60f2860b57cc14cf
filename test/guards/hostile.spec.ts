import { request as httpRequest } from 'node:http';
import { type IdKind, showId } from '@app/kernel';
import { aPerson, aStaffMember, aToken, anOrganisation, type TestPerson } from '../../libs/identity/testing';
import { startTestApp, type TestApp } from '../support/app';
import { sampleOf } from '../support/mutations';
import { type Operation, operations, schemas } from '../support/operations';
import { idKindsOf } from '../support/routes';
import { written } from '../support/written';

/** Every operation of the API gets what strangers send. It answers a problem, never an error of the server, and writes nothing. */

interface Attack {
  what: string;
  path: string;
  headers?: Record<string, string>;
  body?: string;
  /** Of the body, where it is the only thing wrong. */
  field?: string;
}

interface Answer {
  status: number;
  type: string;
  body: string;
}

const nothing = '0'.repeat(32);
/** Whose id it is nobody knows. */
const nobody = '00000000-0000-4000-8000-000000000000';
const long = 'x'.repeat(90_000);
const badTexts: unknown[] = [null, 7, true, [], {}, '', ' ', long, 'a\0b', '\ud800', '\udfff x', '-1', '1e999', "'; drop table person; --", '<script>alert(1)</script>', 'per_' + nothing, 'CHL_' + nothing, '../../etc/passwd', '\r\nBcc: all@example.org', '__proto__', 'infinity', '99999-01-01T00:00:00Z', '2026-02-30T00:00:00Z', 2 ** 53, -1, 1.5, 1e308, ['a', 'b'], { $gt: '' }];
const badSegments = ['%00', '..%2f..', '%ff', 'x', `per_${nothing}`, `chl_${nothing}`, `CHL_${nothing}`, 'a'.repeat(2000), "1'or'1'='1", '%F0%9F%92%A9', '-1', '99999999999999999999'];

describe('every operation, given what strangers send', () => {
  let app: TestApp;
  let people: Record<string, TestPerson>;
  let robot: { secret: string };
  let idKinds: Record<string, Record<string, IdKind>>;
  const failures: string[] = [];
  let sent = 0;

  beforeAll(async () => {
    app = await startTestApp();
    idKinds = idKindsOf(app);
    people = { person: await aPerson(app), staff: await aStaffMember(app, 'operator', 'moderator', 'finance', 'support') };
    robot = await aToken(app, people.person!, await anOrganisation(app, people.person!), 'challenge:read', 'challenge:write');
  });

  afterAll(() => app?.close());

  it.each(operations.map((operation) => [operation.name, operation] as const))('%s', async (name, operation) => {
    const callers = await signedIn();
    const attacks = attacksOn(operation);
    let looked = 0;
    for (const [who, headers] of Object.entries(callers)) {
      const refused: Attack[] = [];
      const before = await written(app);
      for (const attack of attacks) {
        const answer = await send(operation.method, attack.path, { ...headers, ...attack.headers }, attack.body);
        sent++;
        const isProblem = answer.status < 400 || (answer.type.startsWith('application/problem+json') && typeof (JSON.parse(answer.body) as { code?: unknown }).code === 'string');
        const echoes = answer.status >= 400 && answer.body.includes('alert(1)');
        if (answer.status >= 500 || !isProblem || echoes) failures.push(`${who} ${name} ${attack.what}: ${answer.status} ${answer.type} ${answer.body.slice(0, 200)}`);
        if (answer.status >= 400) refused.push(attack);
        if (attack.field !== undefined && answer.body.includes('"request_invalid"') && answer.body.includes(`"/${attack.field}`)) looked++;
      }
      const isQuiet = before === (await written(app));
      // where some of it was let pass, what was refused is sent again, one at a time
      if (!isQuiet) failures.push(...(refused.length === attacks.length ? ['all of it was refused, and something was written'] : await writing(operation, refused, headers)).map((what) => `${who} ${name} ${what}`));
    }
    expect(failures.splice(0)).toEqual([]);
    // a body is looked at only where nothing before it was wrong
    if (operation.body) expect(looked).toBeGreaterThan(0);
  });

  it('sent enough to mean something', () => expect(sent).toBeGreaterThan(operations.length * 40));

  /** Those of `attacks` that are refused and yet leave something behind. */
  async function writing(operation: Operation, attacks: readonly Attack[], headers: Record<string, string>): Promise<string[]> {
    const left: string[] = [];
    let before = await written(app);
    for (const attack of attacks) {
      const { status } = await send(operation.method, attack.path, { ...headers, ...attack.headers }, attack.body);
      const after = await written(app);
      if (status >= 400 && before !== after) left.push(`${attack.what}: ${status} and wrote`);
      before = after;
    }
    return left;
  }

  /** Some operations end sessions when they are let; whoever is out signs in again. */
  async function signedIn(): Promise<Record<string, Record<string, string>>> {
    await app.db.query('delete from rate_limit');
    for (const { agent, email, password } of Object.values(people)) {
      if ((await agent.get('/api/v1/me')).status === 401) await agent.post('/api/v1/sessions').send({ email, password }).expect(201);
    }
    const cookies = Object.entries(people).map(([who, { agent }]) => [who, { cookie: [...agent.cookies].map(([name, value]) => `${name}=${value}`).join('; ') }] as const);
    return { nobody: {}, robot: { authorization: `Bearer ${robot.secret}` }, ...Object.fromEntries(cookies) };
  }

  function attacksOn(operation: Operation): Attack[] {
    const places = operation.parameters.filter((one) => one.in === 'path');
    const kinds = idKinds[operation.operationId] ?? {};
    const fill = (other?: string, by = '') => places.reduce((path, { name, schema = {} }) => {
      const fitting = kinds[name] ? showId(kinds[name], nobody) : schema.enum ? String(schema.enum[0]) : '1';
      return path.replace(`{${name}}`, name === other ? by : fitting);
    }, operation.path);
    const good = fill();
    const attacks: Attack[] = [{ what: 'as it is', path: good }];
    for (const { name } of places) {
      for (const segment of badSegments) attacks.push({ what: `{${name}} ${segment.slice(0, 20)}`, path: fill(name, segment) });
    }
    for (const { name } of operation.parameters.filter((one) => one.in === 'query')) {
      for (const value of ['%00', '%ed%a0%80', 'x'.repeat(3000), '-1', '1e999', '', 'a&' + name + '=b', '[object]', '9'.repeat(30)]) attacks.push({ what: `?${name}=${value.slice(0, 20)}`, path: `${good}?${name}=${value}` });
    }
    attacks.push({ what: 'unknown query', path: `${good}?__proto__[x]=1&constructor=1` });
    if (!['POST', 'PUT', 'PATCH', 'DELETE'].includes(operation.method)) return attacks;

    const json = { 'content-type': 'application/json', 'if-match': '"1"' };
    const raw = ['', '{', '[]', 'null', '"x"', '7', '{"__proto__":{"a":1}}', '{"constructor":{"prototype":{"a":1}}}', '['.repeat(5000), `{"a":${'{"b":'.repeat(60)}1${'}'.repeat(60)}}`, `{"x":"${'y'.repeat(120_000)}"}`];
    for (const body of raw) attacks.push({ what: `body ${body.slice(0, 20)}`, path: good, headers: json, body });
    attacks.push({ what: 'xml', path: good, headers: { 'content-type': 'application/xml' }, body: '<a/>' });
    attacks.push({ what: 'bad key', path: good, headers: { ...json, 'idempotency-key': 'k'.repeat(300) }, body: '{}' });
    attacks.push({ what: 'bad If-Match', path: good, headers: { ...json, 'if-match': 'x' }, body: JSON.stringify(operation.body ? sampleOf(operation.body, schemas) : {}) });
    attacks.push({ what: 'cross-site', path: good, headers: { ...json, 'sec-fetch-site': 'cross-site' }, body: '{}' });
    if (!operation.body) return attacks;
    const whole = sampleOf(operation.body, schemas) as Record<string, unknown>;
    for (const field of Object.keys(whole)) {
      const { [field]: _, ...rest } = whole;
      attacks.push({ what: `without ${field}`, field, path: good, headers: json, body: JSON.stringify(rest) });
      for (const value of badTexts) attacks.push({ what: `${field} = ${String(JSON.stringify(value)).slice(0, 30)}`, field, path: good, headers: json, body: JSON.stringify({ ...whole, [field]: value }) });
    }
    attacks.push({ what: 'an unknown field', path: good, headers: json, body: JSON.stringify({ ...whole, isAdmin: true }) });
    return attacks;
  }

  function send(method: string, path: string, headers: Record<string, string>, body?: string): Promise<Answer> {
    const { port } = new URL(app.url);
    return new Promise((resolve, reject) => {
      const call = httpRequest({ host: '127.0.0.1', port, method, path, headers: { ...headers, ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }) } }, (response) => {
        const [status, type] = [response.statusCode!, response.headers['content-type'] ?? ''];
        // an event stream would go on for ever
        if (type === 'text/event-stream') return resolve({ status, type, body: '' }), void response.destroy();
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => resolve({ status, type, body: Buffer.concat(chunks).toString() }));
      });
      // the server may close once it has answered 413
      call.on('error', (error: NodeJS.ErrnoException) => (error.code === 'EPIPE' || error.code === 'ECONNRESET' ? resolve({ status: 413, type: 'application/problem+json', body: '{"code":"closed"}' }) : reject(error)));
      call.end(body);
    });
  }
});
