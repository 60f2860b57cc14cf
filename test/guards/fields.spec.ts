import { showId } from '@app/kernel';
import { defaultNumbers } from '@app/challenges';
import type { TestPerson } from '../../libs/identity/testing';
import { aPdf } from '../../libs/submissions/testing';
import { startTestApp, type TestApp } from '../support/app';
import { mutationsOf, sampleOf } from '../support/mutations';
import { type Operation, operations, schemas } from '../support/operations';
import { aWorld, type World } from '../support/world';
import { written } from '../support/written';

/**
 * Every field of every body, at any depth, by somebody who may send it and about things that exist: what is wrong is named
 * by its pointer, and a request that is refused leaves nothing behind. Beside it: all that writes by a stranger, and after somebody
 * else's edit.
 */

const writing = operations.filter(({ method }) => method !== 'GET');

/** Passwords are looked at one by one and slowly; hostile.spec.ts covers these. */
const skipped = /sessions|password|PUT \/api\/v1\/admin\/clock/;

/** Open to everybody, or to whoever holds the secret of the address. */
const everybodys = ['POST /api/v1/challenges/{id}/entries', 'PUT /api/v1/password-resets/{token}', 'PUT /api/v1/unsubscriptions/{token}'];

describe('every field of every body', () => {
  let app: TestApp;
  let world: World;

  beforeAll(async () => {
    app = await startTestApp();
    world = await aWorld(app);
  });
  afterAll(() => app?.close());

  const callerOf = ({ method, path }: Operation) => world.callerOf(method, path);
  const rightBody = ({ name, body }: Operation): unknown => right[name] ?? (body && sampleOf(body, schemas));

  async function send(operation: Operation, who: TestPerson, body: unknown, headers: Record<string, string> = {}) {
    const form = new FormData();
    form.set('file', new Blob([new Uint8Array(aPdf())]), 'plan.pdf');
    const type: Record<string, string> = operation.body ? { 'content-type': 'application/json' } : {};
    const response = await who.agent.fetch(new Request(app.url + world.addressOf(operation.method, operation.path), {
      method: operation.method, headers: { ...type, ...(operation.isEdit ? { 'if-match': '"1"' } : {}), ...headers }, body: operation.takesFile ? form : operation.body && JSON.stringify(body),
    }));
    const text = await response.text();
    const problem = (text.startsWith('{') ? JSON.parse(text) : {}) as { code?: string; errors?: { pointer?: string }[] };
    return { status: response.status, code: problem.code, pointers: response.status >= 400 && Array.isArray(problem.errors) ? problem.errors.map(({ pointer }) => String(pointer)) : [] };
  }

  it.each(writing.filter(({ name, body }) => body && !skipped.test(name)).map((one) => [one.name, one] as const))('%s', async (_, operation) => {
    const who = callerOf(operation);
    const sample = sampleOf(operation.body!, schemas);
    const mutations = mutationsOf(operation.body!, schemas);
    const [allowed, wrong]: [string[], string[]] = [[], []];
    const named = new Set<string>();
    let known: Set<string> | undefined;
    let before = await written(app);
    for (const { pointer, what, body, isRefused } of mutations) {
      const answer = await send(operation, who, body);
      const told = `${pointer} ${what}: ${answer.status} ${answer.code} ${answer.pointers.join(' ')}`;
      const after = await written(app);
      if (answer.status >= 500) wrong.push(told);
      if (answer.status >= 400 && before !== after) wrong.push(`${told} and wrote`);
      before = after;
      const isNamed = answer.pointers.some((one) => one === pointer || one.startsWith(`${pointer}/`) || isItemOf(pointer, one));
      if (isRefused && !isNamed) allowed.push(`${pointer} ${what}`);
      if (answer.status < 400) continue;
      // what no field may hold is refused for all of them alike; here each has to know itself
      if (answer.code === 'request_invalid' && isNamed) named.add(pointer);
      else if (answer.code === 'request_malformed' && !isNamed) wrong.push(`${told} names another field`);
      else if (answer.code === 'request_invalid') {
        if (answer.pointers.length === 0) wrong.push(`${told} names nothing`);
        known ??= new Set((await send(operation, who, sample)).pointers);
        if (!answer.pointers.some((one) => known!.has(one) || pointer.startsWith(`${one}/`))) wrong.push(`${told} names another field`);
      }
    }
    expect(wrong).toEqual([]);
    // each field was looked at: something it may not hold was said to be wrong by its name
    const fields = [...new Set(mutations.map(({ pointer }) => pointer))];
    expect(fields.filter((field) => !named.has(field))).toEqual(oneByOne[operation.name] ?? []);
    expect([...new Set(allowed)]).toEqual(mayHold[operation.name] ?? []);
  });

  it.each(writing.filter(({ name, path }) => path.includes('{') && !everybodys.includes(name)).map((one) => [one.name, one] as const))('%s by a stranger is not there or not allowed', async (_, operation) => {
    const before = await written(app);
    const { status } = await send(operation, world.outsiderOf(operation.path), rightBody(operation));
    expect([403, 404]).toContain(status);
    expect(await written(app)).toBe(before);
  });

  it.each(writing.filter(({ isEdit }) => isEdit).map((one) => [one.name, one] as const))('%s after somebody else’s edit is refused', async (_, operation) => {
    const before = await written(app);
    expect((await send(operation, callerOf(operation), rightBody(operation), { 'if-match': '"999999"' })).status).toBe(tooLate.includes(operation.name) ? 409 : 412);
    expect(await written(app)).toBe(before);
  });

  it('each of these addresses is there for who may, so that there was something to be a stranger to', async () => {
    const missing: string[] = [];
    // what is taken away goes last, and what others stand in after them
    const there = writing.filter(({ path, name }) => path.includes('{') && !everybodys.includes(name));
    const isLast = ({ method }: Operation) => method === 'DELETE';
    for (const operation of [...there.filter((one) => !isLast(one)), ...there.filter(isLast).reverse()]) {
      const { status } = await send(operation, callerOf(operation), rightBody(operation));
      if (status === 403 || status === 404) missing.push(`${operation.name} ${status}`);
    }
    expect(missing).toEqual(notThere);
  });
});

/** A list of plain values is named as a whole. */
function isItemOf(pointer: string, list: string): boolean {
  return pointer.startsWith(`${list}/`) && /^\d+$/.test(pointer.slice(list.length + 1));
}

/** Answered one by one in an answer that is none of refusal. This list only shrinks. */
const oneByOne: Record<string, string[]> = { 'POST /api/v1/organisations/{id}/challenge-imports': ['/rows/0'] };

/** What the description alone would refuse, and the product takes, and why. This list only shrinks. */
const mayHold: Record<string, string[]> = {
  // its strength is looked at once all else is right
  'POST /api/v1/people': ['/password blank'],
  // a secret is compared, whatever it is
  'POST /api/v1/email-verifications': ['/token blank'],
  'PUT /api/v1/session': ['/password blank'],
  // work goes on later: no answer yet, no comment
  'PUT /api/v1/entries/{id}/submissions/{phaseId}/draft': ['/answers/0/text blank'],
  'PATCH /api/v1/entries/{id}/submissions/{phaseId}/draft': ['/answers/0/text blank'],
  'PUT /api/v1/assignments/{id}/scorecard': [`/comments/${showId('criterion', '00000000-0000-4000-8000-000000000000')} blank`],
  // an id of any kind; of another than `kind` says it is simply not there
  'POST /api/v1/reports': ['/id of another kind'],
  'POST /api/v1/admin/decisions': ['/id of another kind'],
  // each row is answered for itself
  'POST /api/v1/organisations/{id}/challenge-imports': ['/rows/0 null', '/rows/0 blank'],
};

/** Not made in this world, or not to be seen in its state. This list only shrinks. */
const notThere = ['PUT /api/v1/admin/outbox/{id}/retry 404'];

/** Bodies that are right, where the description alone does not lead to one: only past them it is asked who sends them. */
const right: Record<string, object> = {
  'PUT /api/v1/agreements/{id}/signature': { hash: 'ab'.repeat(32), name: 'Ada Lovelace', isAccepted: true },
  'PUT /api/v1/challenges/{id}/non-use-declaration/signature': { hash: 'ab'.repeat(32), name: 'Ada Lovelace', isAccepted: true },
  'PATCH /api/v1/me': { name: 'Another' },
  'PATCH /api/v1/organisations/{id}': { name: 'Another' },
  'POST /api/v1/organisations/{id}/invitations': { email: 'new@example.org', roles: ['contributor'] },
  'PUT /api/v1/organisations/{id}/payee': { country: 'NL', entityType: 'company' },
  'PATCH /api/v1/challenges/{id}': { title: 'Another' },
  'POST /api/v1/organisations/{id}/challenge-imports': { rows: [{ id: '1', title: 'Another' }] },
  'PUT /api/v1/admin/challenges/{id}/review': { outcome: 'approve', reason: 'All is well with this one.', edits: [] },
  'PUT /api/v1/submissions/{id}/eligibility-proposal': { clause: 1, reason: 'It is not from one of the countries named there.' },
  'POST /api/v1/challenges/{id}/phases/{phaseId}/judges': { email: 'new@example.org' },
  'PUT /api/v1/entries/{id}/submissions/{phaseId}/draft': { answers: [] },
  'PATCH /api/v1/entries/{id}/submissions/{phaseId}/draft': { answers: [] },
  'PUT /api/v1/admin/rule-settings': { numbers: { ...defaultNumbers }, reason: 'The fee changes with the new year.' },
  'POST /api/v1/threads/{id}/messages': { text: 'Hello.' },
  'PUT /api/v1/phases/{id}/decision': { places: [], reason: 'Nobody was over the mark, as the scores show.' },
};

/** It is over before the version is looked at: the judge of this world has locked the card. This list only shrinks. */
const tooLate = ['PUT /api/v1/assignments/{id}/scorecard'];
