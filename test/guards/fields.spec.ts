import { readFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { type IdKind, showId } from '@app/kernel';
import { defaultNumbers } from '@app/challenges';
import { aSponsor, aChallenge, freeDraft } from '../../libs/challenges/testing';
import { aJudgedChallenge, aPaidChallenge, awardOf } from '../../libs/bounties/testing';
import { aPerson, aStaffMember, type TestPerson } from '../../libs/identity/testing';
import { anEntry, aSolver, aSubmission } from '../../libs/submissions/testing';
import { aConversation, say } from '../../libs/threads/testing';
import { startTestApp, type TestApp } from '../support/app';
import { client, ok } from '../support/client';
import { mutationsOf, type Schema, sampleOf } from '../support/mutations';

/**
 * Every field of every body, at any depth, by somebody who may send it and about things that exist: what is wrong is named
 * by its pointer, and a request that is refused leaves nothing behind. Beside it: the same by a stranger, after somebody
 * else's edit, and again under one key with another body.
 */

interface Operation {
  name: string;
  method: string;
  path: string;
  isEdit: boolean;
  takesKey: boolean;
  body: Schema;
}

const document = JSON.parse(readFileSync('openapi.json', 'utf8')) as {
  paths: Record<string, Record<string, { parameters?: { name: string }[]; requestBody?: { content: Record<string, { schema: Schema }> } }>>;
  components: { schemas: Record<string, Schema> };
};

const operations: Operation[] = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).flatMap(([method, { parameters = [], requestBody }]) => {
    const body = requestBody?.content['application/json']?.schema;
    const takes = (name: string) => parameters.some((one) => one.name === name);
    return body ? [{ name: `${method.toUpperCase()} ${path}`, method, path, isEdit: takes('If-Match'), takesKey: takes('Idempotency-Key'), body }] : [];
  }),
);

/** Passwords are looked at one by one and slowly; hostile.spec.ts covers these. */
const skipped = /sessions|password|PUT \/api\/v1\/me\/email|PUT \/api\/v1\/admin\/clock/;

describe('every field of every body', () => {
  let app: TestApp;
  let callers: Record<'sponsor' | 'solver' | 'judge' | 'staff' | 'newcomer', TestPerson>;
  let stranger: TestPerson;
  let talker: TestPerson;
  let ids: [RegExp, string][];
  let openPhase: string;

  beforeAll(async () => {
    app = await startTestApp();
    const { sponsor, challenge, judge, solvers } = await aJudgedChallenge(app, [8]);
    const won = await awardOf(solvers[0]!);
    await solvers[0]!.agent.put(`${won.path}/acceptance`).expect(200);
    const draft = await aChallenge(app, sponsor, { state: 'draft' });
    const staff = await aStaffMember(app, 'operator', 'moderator', 'finance', 'support');
    callers = { sponsor: sponsor.owner, solver: solvers[0]!, judge, staff, newcomer: await aSolver(app) };
    stranger = (await aSponsor(app)).owner;
    const one = async (kind: IdKind, sql: string) => showId(kind, (await app.db.query<{ id: string }>(sql))[0]?.id ?? randomUUID());
    const talk = await aConversation(app);
    talker = talk.solver;
    // one that is still open, for what may be edited
    const entry = await anEntry(app, (await aPaidChallenge(app)).challenge, solvers[0]);
    await aSubmission(app, entry, { state: 'draft' });
    openPhase = entry.phaseId;
    const asked = await aChallenge(app, sponsor, { state: 'open', edits: freeDraft(await app.clock.now()) });
    const question = await ok(client(await aPerson(app)).POST('/api/v1/challenges/{id}/questions', { params: { path: { id: asked.publicId } }, body: { text: 'May it be longer?' } }));
    // last, since it can be changed for a while only
    const own = await say(talk.solver, talk.thread, 'Hello.');
    const unit = await ok(client(sponsor.owner).POST('/api/v1/organisations/{id}/units', { params: { path: { id: sponsor.organisation.publicId } }, body: { name: 'Ovens' } }));
    ids = [
      [/\/challenges\/\{id\}\/questions/, asked.publicId],
      [/\/questions\/\{id\}/, question.id],
      [/\/threads\/\{id\}/, talk.thread.publicId],
      [/\/messages\/\{id\}/, own.id],
      [/\/challenges\/\{id\}\/(?:entries|phases)/, challenge.publicId],
      [/\/challenges\/\{id\}/, draft.publicId],
      [/\/organisations\/\{id\}/, sponsor.organisation.publicId],
      [/\/entries\/\{id\}/, entry.publicId],
      [/\/submissions\/\{id\}/, await one('submission', `select id from submission where state = 'judged'`)],
      [/\/assignments\/\{id\}/, await one('assignment', 'select id from assignment')],
      [/\/panel-seats\/\{id\}/, judge.seat],
      [/\/phases\/\{id\}/, challenge.phases[0]!.id],
      [/\/awards\/\{id\}/, won.body.id],
      [/\/agreements\/\{id\}/, await one('agreement', 'select id from agreement')],
      [/\/fundings\/\{id\}/, await one('funding', 'select id from funding')],
      [/\/\{phaseId\}/, challenge.phases[0]!.id],
      [/\/\{seatId\}/, judge.seat],
      [/\/\{submissionId\}/, await one('submission', `select id from submission where state = 'judged'`)],
      [/\/\{memberId\}/, await one('member', 'select id from member')],
      [/\/\{unitId\}/, unit.id],
      [/\/service-accounts\/\{id\}/, await one('serviceAccount', 'select id from service_account')],
      [/\/inbox\/\{id\}/, await one('notification', `select i.notification_id as id from inbox_item i join person p on p.id = i.person_id where p.email = '${sponsor.owner.email}'`)],
      [/\/payouts\/\{id\}/, await one('payout', 'select id from payout')],
      [/\/reports\/\{id\}/, showId('report', randomUUID())],
      [/\/(?:statements|decisions)\/\{id\}/, showId('moderationDecision', randomUUID())],
      [/\{\w+\}/, '1'],
    ];
  });
  afterAll(() => app?.close());

  const callerOf = ({ path }: Operation): TestPerson => {
    if (path.includes('/admin/')) return callers.staff;
    if (/\/(panel-seats|assignments)\//.test(path)) return callers.judge;
    if (/\/api\/v1\/(threads|messages)\//.test(path)) return talker;
    if (path.endsWith('/{id}/entries') || path.endsWith('/{id}/questions')) return callers.newcomer;
    return /\/(entries|submissions|awards|agreements)\//.test(path) && !path.includes('eligibility') ? callers.solver : callers.sponsor;
  };
  const rightBody = ({ name, body }: Operation) => right[name] ?? sampleOf(body, document.components.schemas);
  const addressOf = ({ path }: Operation): string => {
    let address = path.startsWith('/api/v1/entries/') ? path.replace('{phaseId}', openPhase) : path;
    for (const [pattern, id] of ids) address = address.replace(pattern, (part) => part.replace(/\{\w+\}/, id));
    return address;
  };

  async function send(operation: Operation, who: TestPerson, body: unknown, headers: Record<string, string> = {}) {
    const response = await who.agent.fetch(new Request(app.url + addressOf(operation), { method: operation.method.toUpperCase(), headers: { 'content-type': 'application/json', ...(operation.isEdit ? { 'if-match': '"1"' } : {}), ...headers }, body: JSON.stringify(body) }));
    const text = await response.text();
    const problem = (text === '' ? {} : JSON.parse(text)) as { code?: string; errors?: { pointer?: string }[] };
    return { status: response.status, code: problem.code, pointers: response.status >= 400 && Array.isArray(problem.errors) ? problem.errors.map(({ pointer }) => String(pointer)) : [] };
  }

  async function written() {
    return JSON.stringify(await app.db.query(`select (select count(*) from audit_entry) as audits, (select count(*) from outbox) as outbox, (select count(*) from log_record) as records, (select count(*) from idempotency_key) as keys`));
  }

  it.each(operations.filter(({ name }) => !skipped.test(name)).map((one) => [one.name, one] as const))('%s', async (_, operation) => {
    const who = callerOf(operation);
    const sample = sampleOf(operation.body, document.components.schemas);
    const wrong: string[] = [];
    const named = new Set<string>();
    let known: Set<string> | undefined;
    for (const { pointer, value, body } of mutationsOf(sample)) {
      const before = await written();
      const answer = await send(operation, who, body);
      const what = `${pointer} = ${String(JSON.stringify(value)).slice(0, 40)}: ${answer.status} ${answer.code} ${answer.pointers.join(' ')}`;
      if (answer.status >= 500) wrong.push(what);
      if (answer.status < 400) continue;
      if (before !== (await written())) wrong.push(`${what} and wrote`);
      const isNamed = answer.pointers.some((one) => one === pointer || one.startsWith(`${pointer}/`) || isItemOf(pointer, one));
      // what no field may hold is refused for all of them alike; here each has to know itself
      if (answer.code === 'request_invalid' && isNamed) named.add(pointer);
      else if (answer.code === 'request_malformed' && !isNamed) wrong.push(`${what} names another field`);
      else if (answer.code === 'request_invalid') {
        if (answer.pointers.length === 0) wrong.push(`${what} names nothing`);
        known ??= new Set((await send(operation, who, sample)).pointers);
        if (!answer.pointers.some((one) => known!.has(one) || pointer.startsWith(`${one}/`))) wrong.push(`${what} names another field`);
      }
    }
    expect(wrong).toEqual([]);
    // each field was looked at: something it may not hold was said to be wrong by its name
    const fields = [...new Set(mutationsOf(sample).map(({ pointer }) => pointer))];
    expect(fields.filter((field) => !named.has(field))).toEqual(oneByOne[operation.name] ?? []);
  });

  it.each(operations.filter(({ name, path }) => path.includes('{') && !skipped.test(name) && !path.endsWith('/{id}/entries')).map((one) => [one.name, one] as const))('%s by a stranger is not there or not allowed', async (_, operation) => {
    const before = await written();
    const { status } = await send(operation, outsiderOf(operation), rightBody(operation));
    expect([403, 404]).toContain(status);
    expect(await written()).toBe(before);
  });

  it.each(operations.filter(({ isEdit }) => isEdit).map((one) => [one.name, one] as const))('%s after somebody else’s edit is refused', async (_, operation) => {
    const before = await written();
    expect((await send(operation, callerOf(operation), rightBody(operation), { 'if-match': '"999999"' })).status).toBe(tooLate.includes(operation.name) ? 409 : 412);
    expect(await written()).toBe(before);
  });

  it('one key with another body is refused, and makes nothing', async () => {
    const accepted: string[] = [];
    for (const operation of operations.filter(({ takesKey }) => takesKey)) {
      const key = { 'idempotency-key': randomUUID() };
      const body = operation.name === 'POST /api/v1/organisations' ? { kind: 'smb', name: 'Once', country: 'DK' } : (rightBody(operation) as object);
      if ((await send(operation, callerOf(operation), body, key)).status >= 400) continue;
      accepted.push(operation.name);
      const before = await written();
      const [field, value] = Object.entries(body)[0]!;
      const another = { ...body, [field]: Array.isArray(value) ? [...(value as unknown[]), ...(value as unknown[])] : operation.name.endsWith('/fundings') ? { amount: 2, currency: 'EUR' } : field === 'kind' ? 'nonprofit' : `x${value as string}` };
      const answer = await send(operation, callerOf(operation), another, key);
      if (answer.code !== 'request_invalid') expect([operation.name, answer.status, answer.code]).toEqual([operation.name, 422, 'request_key_reused']);
      expect(await written()).toBe(before);
    }
    expect(accepted.length).toBeGreaterThan(4);
  });

  const outsiderOf = ({ path }: Operation): TestPerson => (path.includes('/admin/') || path.endsWith('/{id}/questions') ? callers.sponsor : stranger);
});

/** A list of plain values is named as a whole. */
function isItemOf(pointer: string, list: string): boolean {
  return pointer.startsWith(`${list}/`) && /^\d+$/.test(pointer.slice(list.length + 1));
}

/** Answered one by one in an answer that is none of refusal. This list only shrinks. */
const oneByOne: Record<string, string[]> = { 'POST /api/v1/organisations/{id}/challenge-imports': ['/rows/0'] };

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
