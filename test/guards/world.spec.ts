import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { startTestApp, type TestApp } from '../support/app';
import { type Operation, operations } from '../support/operations';
import { refusal } from '../support/refusal';
import { aWorld, type World } from '../support/world';
import { written } from '../support/written';
import { posts } from './replayed-posts';
import { byNoRequest, rows, verbs } from './wrong-states';

/**
 * In a world where one of everything is: reading changes nothing, what comes at the wrong time is refused and writes nothing,
 * and what is sent twice under one key is done once.
 */

let app: TestApp;
let world: World;
beforeAll(async () => {
  app = await startTestApp();
  world = await aWorld(app);
}, 120_000);
afterAll(() => app?.close());

describe('reading', () => {
  const reading = operations.filter(({ method }) => method === 'GET');

  /** Who opens what is sealed, or looks somebody up, is written down. The tables where; this list only shrinks. */
  const opening = ['audit_entry', 'submission_opening'];
  const remembered: Record<string, string[]> = {
    'GET /api/v1/admin/people': ['audit_entry'],
    'GET /api/v1/admin/reports/{id}': ['audit_entry'],
    'GET /api/v1/assignments/{id}': opening,
    'GET /api/v1/assignments/{id}/files/{fileId}': opening,
    'GET /api/v1/entries/{id}/submissions/{phaseId}/draft': opening,
    'GET /api/v1/phases/{id}/submissions/{submissionId}': opening,
    'GET /api/v1/phases/{id}/submissions/{submissionId}/files/{fileId}': opening,
    'GET /api/v1/submissions/{id}': opening,
    'GET /api/v1/submissions/{id}/files/{fileId}': opening,
    'GET /api/v1/submissions/{id}/manifest': opening,
  };

  /** What this world does not have, or not yet. This list only shrinks. */
  const unread = [
    'GET /api/v1/challenges/{id}/source 404', // nothing was imported
    'GET /api/v1/admin/submissions/{id} 404', // no eligibility is doubted
    'GET /api/v1/admin/submissions/{id}/files/{fileId} 404',
    'GET /api/v1/challenges/{id}/non-use-declaration/receipt 404', // asked for, and not signed
    'GET /api/v1/phases/{id}/rest-if-nobody 404', // the ranking decides
  ];

  const queries: Record<string, string> = { 'GET /api/v1/log/consistency': '?first=1&second=2', 'GET /api/v1/log/records/{seq}': '?size=1' };

  let superuser: Client;
  let look: string;

  beforeAll(async () => {
    superuser = new Client(app.database.superuserUrl);
    await superuser.connect();
    const { rows: tables } = await superuser.query<{ name: string }>(`select tablename as name from pg_tables where schemaname = 'public' order by 1`);
    // a row that is changed has a younger xmin
    look = tables.map(({ name }) => `select '${name}' as name, count(*) || ' ' || coalesce(max(xmin::text::bigint), 0) as state from "${name}"`).join(' union all ');
  });
  afterAll(() => superuser?.end());

  const tables = async () => new Map((await superuser.query<{ name: string; state: string }>(look)).rows.map(({ name, state }) => [name, state]));

  async function read({ name, path }: Operation): Promise<number> {
    const over = new AbortController();
    const response = await world.callerOf('GET', path).agent.fetch(new Request(app.url + world.addressOf('GET', path) + (queries[name] ?? ''), { signal: over.signal }));
    // a stream has no end of its own
    if (response.headers.get('content-type') === 'text/event-stream') over.abort();
    else await response.arrayBuffer();
    return response.status;
  }

  it('changes nothing but what is remembered of it', async () => {
    const [changed, refused]: [Record<string, string[]>, string[]] = [{}, []];
    for (const operation of reading) {
      const before = await tables();
      const status = await read(operation);
      const after = await tables();
      const names = [...after].filter(([name, state]) => before.get(name) !== state).map(([name]) => name).sort();
      if (names.length > 0) changed[operation.name] = names;
      if (status >= 400) refused.push(`${operation.name} ${status}`);
    }
    expect(reading.length).toBeGreaterThan(90);
    expect([refused, changed]).toEqual([unread, remembered]);
  }, 120_000);
});

describe('reading by a stranger', () => {
  /** What of somebody else's, that is public, everybody may read. This list only shrinks. */
  const everybodys = [
    'GET /api/v1/organisations/{id}',
    'GET /api/v1/organisations/{id}/units',
    'GET /api/v1/organisations/{id}/challenges',
    'GET /api/v1/challenges/{id}/rule-card',
    'GET /api/v1/challenges/{id}/rule-card/receipt',
    'GET /api/v1/challenges/{id}/rule-cards',
    'GET /api/v1/challenges/{id}/rule-cards/{version}/receipt',
    'GET /api/v1/challenges/{id}/clarifications',
    'GET /api/v1/challenges/{id}/clarifications/{number}/receipt',
    'GET /api/v1/challenges/{id}/participation',
    'GET /api/v1/challenges/{id}/questions',
    'GET /api/v1/questions/{id}',
    'GET /api/v1/phases/{id}/results',
    'GET /api/v1/challenges/{id}/proof-of-funding',
    'GET /api/v1/reportable/{kind}/{id}',
  ];

  it('is not there or not allowed, but for what everybody may read', async () => {
    const seen: string[] = [];
    // public records, and addresses that are secrets
    for (const { name, path } of operations.filter(({ method, path: at }) => method === 'GET' && /\{(?!token|seq|slug)/.test(at))) {
      const response = await world.outsiderOf(path).agent.fetch(new Request(app.url + world.addressOf('GET', path)));
      await response.arrayBuffer();
      if (response.status !== 403 && response.status !== 404) seen.push(response.status === 200 ? name : `${name} ${response.status}`);
    }
    expect(seen).toEqual(everybodys);
  });
});

describe('at the wrong time', () => {
  beforeAll(() => world.people.invitee.agent.put(world.addressOf('PUT', '/api/v1/invitations/{token}/acceptance')).expect(200));

  it('every verb that people have is tried', () => {
    const tried = new Set(rows.flatMap((one) => one.verbs));
    expect([...tried].filter((verb) => !verbs.includes(verb))).toEqual([]);
    expect([...new Set(verbs)].filter((verb) => !tried.has(verb)).sort()).toEqual(byNoRequest);
  });

  it.each(rows.map((one) => [one.verbs[0]!, one.when, one] as const))('%s, of one that %s', async (_, __, { ask, answer }) => {
    const before = await written(app);
    expect(refusal(await ask(world)).join(' ')).toBe(answer);
    expect(await written(app)).toBe(before);
  });
});

describe('under a key', () => {
  const keyed = operations.filter(({ takesKey }) => takesKey);

  it('every operation that takes one is tried', () => {
    expect(Object.keys(posts).sort()).toEqual(keyed.map(({ name }) => name).sort());
  });

  it.each(keyed.map((one) => [one.name, one] as const))('%s is done once, and refused with another body', async (name, { method, path }) => {
    const post = await posts[name]!(world, app);
    const { agent } = post.who ?? world.callerOf(method, path);
    const key = randomUUID();
    const send = async (body: object) => {
      const response = await agent.fetch(new Request(app.url + (post.path ?? world.addressOf(method, path)), { method, headers: { 'content-type': 'application/json', 'idempotency-key': key }, body: JSON.stringify(body) }));
      const text = await response.text();
      return { status: response.status, text, code: text.startsWith('{') ? (JSON.parse(text) as { code?: string }).code : undefined };
    };
    const first = await send(post.body);
    expect([first.status < 300, first.text]).toEqual([true, first.text]);
    const before = await written(app);
    const again = await send(post.body);
    if (name.endsWith('/tokens')) expect(again).toMatchObject({ status: 409, code: 'request_secret_shown_once' });
    else expect(again).toEqual(first);
    const { status, code } = await send(post.another);
    expect([status, code]).toEqual([422, 'request_key_reused']);
    expect(await written(app)).toBe(before);
  });
});
