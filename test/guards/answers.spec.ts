import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Agent } from '../support/agent';
import { client, ok } from '../support/client';
import { differences } from '../support/described';

/**
 * Views and `openapi.json` cannot drift: every agent and client of every test compares each answer with its description. Here is
 * shown that they would notice, and that the description leaves nothing open that an answer could hide in.
 */

interface Schema {
  $ref?: string;
  type?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  allOf?: Schema[];
  enum?: unknown[];
  additionalProperties?: unknown;
}

interface Operation {
  operationId: string;
  parameters?: { name: string; in: string; required?: boolean }[];
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
}

const { paths, components } = JSON.parse(readFileSync('openapi.json', 'utf8')) as { paths: Record<string, Record<string, Operation>>; components: { schemas: Record<string, Schema> } };
const operations = Object.values(paths).flatMap((methods) => Object.entries(methods).map(([method, operation]) => ({ method, ...operation })));

/** Objects whose keys are data: what was imported, what was hashed, ids of criteria, what a text of the catalogue names. This list only shrinks. */
const freeObjects = ['DecisionView.record', 'FindingView.values', 'ManifestView.fields', 'RuleCardView.terms', 'ScorecardView.comments', 'ScorecardView.scores', 'SourceView.row'];

const money = (amount: unknown) => ({ amount, currency: 'EUR' });
const cost = { bounty: money(1), fee: money(1), total: money(2), feeBasisPoints: 1000, neededToOpen: null, isPaidToOpen: true, isPaid: true };
const answer = (body: unknown, more: Partial<Parameters<typeof differences>[0]> = {}) =>
  differences({ method: 'get', url: '/api/v1/challenges/chl_1/cost?x=1', status: 200, type: 'application/json; charset=utf-8', body, ...more });

describe('an answer', () => {
  it('is as it is described', () => expect(answer(cost)).toEqual([]));

  it.each([
    ['has a property nobody knows', { ...cost, secret: 1 }, 'readCost 200: / must NOT have additional properties "secret"'],
    ['has one inside', { ...cost, fee: { ...money(1), secret: 1 } }, 'readCost 200: /fee must NOT have additional properties "secret"'],
    ['lacks a property', { ...cost, feeBasisPoints: undefined }, `readCost 200: / must have required property 'feeBasisPoints'`],
    ['has a value of another type', { ...cost, feeBasisPoints: '1000' }, 'readCost 200: /feeBasisPoints must be number'],
    ['is null where nothing may be', { ...cost, feeBasisPoints: null }, 'readCost 200: /feeBasisPoints must be number'],
    ['has a value outside its list', { ...cost, fee: { amount: 1, currency: 'XXX' } }, 'readCost 200: /fee/currency must be equal to one of the allowed values'],
  ])('that %s is noticed', (_, body, expected) => expect(answer(JSON.parse(JSON.stringify(body)))).toContain(expected));

  it.each([
    ['another status', { status: 201 }, 'readCost 201 is not described'],
    ['another media type', { type: 'text/plain' }, 'readCost 200 is described as application/json, but is text/plain'],
    ['a body where none is described', { method: 'delete', url: '/api/v1/session', status: 204 }, 'signOut 204 is described as empty, but is application/json'],
    ['a refusal nobody describes', { status: 410, type: 'application/problem+json' }, 'readCost 410 is not described'],
    ['an address nobody describes', { url: '/api/v1/nowhere' }, 'get /api/v1/nowhere is not described'],
  ])('of %s is noticed', (_, more, expected) => expect(answer(cost, more)).toEqual([expected]));
});

describe('a refusal', () => {
  const problem = { type: 'urn:guildhall:problem:request_not_found', title: 'There is nothing here.', status: 404, code: 'request_not_found' };
  const refusal = (body: unknown) => answer(body, { status: 404, type: 'application/problem+json' });

  it('is a problem, which may say more', () => expect(refusal({ ...problem, serverTime: 'now' })).toEqual([]));
  it('without a code is noticed', () => expect(refusal({ ...problem, code: undefined })).toEqual([`readCost 404: / must have required property 'code'`]));
  it('of another kind with the same status is noticed', () => expect(refusal({ ...problem, code: 'challenge_no_rule_card' })).toEqual(['readCost 404 is not described as challenge_no_rule_card']));
  it('that is a page is noticed', () => expect(answer('', { status: 404, type: 'text/html' })).toEqual(['readCost 404 is described as application/problem+json, but is text/html']));
});

describe('agents and the client', () => {
  let server: Server;
  let agent: Agent;
  beforeAll(async () => {
    server = createServer((_, reply) => reply.writeHead(200, { 'content-type': 'application/json' }).end('{"entries":1,"submissions":null,"names":["Ada"]}'));
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    agent = new Agent(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const drift = 'Not as openapi.json says:\nreadParticipation 200: / must NOT have additional properties "names"';

  it('fail the test that got another answer than described', async () => {
    await expect(agent.get('/api/v1/challenges/chl_1/participation').expect(200)).rejects.toThrow(drift);
    await expect(ok(client(agent).GET('/api/v1/challenges/{id}/participation', { params: { path: { id: 'chl_1' } } }))).rejects.toThrow(drift);
  });
});

describe('the description', () => {
  it('names every property of every answer; only the last page lacks its `next`', () => {
    const open: string[] = [];
    const optional: string[] = [];
    const known = new Set<string>();
    const walk = (schema: Schema, name: string): void => {
      const ref = schema.$ref?.split('/').at(-1);
      if (ref !== undefined) return known.has(ref) ? undefined : walk(components.schemas[known.add(ref) && ref]!, ref);
      if (!schema.type && !schema.allOf && !schema.enum) open.push(`${name} without a type`);
      if (schema.type === 'object' && !schema.properties && !schema.allOf) open.push(name);
      if (schema.type === 'array' && !schema.items) open.push(`${name} without items`);
      if (schema.items) walk(schema.items, `${name}[]`);
      for (const one of schema.allOf ?? []) walk(one, name);
      for (const [key, child] of Object.entries(schema.properties ?? {})) {
        if (!schema.required?.includes(key)) optional.push(`${name}.${key}`);
        walk(child, `${name}.${key}`);
      }
    };
    for (const { responses, operationId } of operations) {
      for (const [status, { content = {} }] of Object.entries(responses)) if (status < '300') for (const { schema } of Object.values(content)) walk(schema, operationId);
    }
    expect(open.sort()).toEqual(freeObjects);
    expect(optional.filter((name) => !/Page(View)?\.next$/.test(name))).toEqual([]);
  });

  it('gives every operation one success, with a body unless it says 204', () => {
    const successes = operations.map(({ operationId, responses }) => [operationId, Object.keys(responses).filter((status) => status < '400')] as const);
    expect(successes.filter(([, statuses]) => statuses.length !== 1)).toEqual([]);
    expect(operations.filter(({ responses }) => Object.entries(responses).some(([status, { content }]) => status < '400' && (status === '204') === (content !== undefined))).map(({ operationId }) => operationId)).toEqual([]);
  });

  it('names the version an edit goes by', () => {
    const has = (operation: Operation, name: string) => operation.parameters?.some((one) => one.in === 'header' && one.name === name) ?? false;
    expect(operations.filter((one) => one.method === 'patch' && !has(one, 'If-Match')).map(({ operationId }) => operationId)).toEqual([]);
  });
});
