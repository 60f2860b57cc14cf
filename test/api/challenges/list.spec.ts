import type { Response } from 'supertest';
import { day, after, newId, showId } from '@app/kernel';
import { aStaffMember, type TestPerson } from '../../../libs/identity/testing';
import { aChallenge, aPhase, aSponsor, freeDraft, type TestChallenge, type TestSponsor } from '../../../libs/challenges/testing';
import { anEntry, aSubmission, closePhase } from '../../../libs/submissions/testing';
import { startTestApp, type TestApp } from '../../support/app';

let app: TestApp;
let sponsor: TestSponsor;
let moderator: TestPerson;
let bread: TestChallenge;

beforeAll(async () => {
  app = await startTestApp();
  sponsor = await aSponsor(app, 'Bakery Blue');
  moderator = await aStaffMember(app, 'moderator');
  const now = await app.clock.now();
  const free = (edits: object = {}, closesIn = 21) => freeDraft(now, { phases: [aPhase(now, { closesAt: after(now, closesIn * day).toISOString(), prizes: [{ kind: 'placement', place: 1, title: 'Winner' }] })], ...edits });
  await aChallenge(app, sponsor, { title: 'Quiet drones', state: 'scheduled', moderator, edits: free({ topics: ['robotics'], countries: ['NL'] }, 30) });
  bread = await aChallenge(app, sponsor, { title: 'Bread without waste', state: 'scheduled', moderator, edits: free({ topics: ['food'] }, 20) });
  await aChallenge(app, sponsor, { title: 'Hidden ovens', state: 'scheduled', moderator, edits: free({ visibility: 'unlisted' }) });
  await aChallenge(app, sponsor, { title: 'Secret recipes', state: 'scheduled', moderator, edits: free() });
  await aChallenge(app, sponsor, { title: 'Still a draft', edits: free() });
  await aChallenge(app, sponsor, { title: 'Cold ovens', state: 'open', moderator, edits: free({ topics: ['food', 'energy'] }, 25) });
  // not available yet: readiness lets nobody get there
  await app.db.pool.query(`update challenge set visibility = 'internal' where title = 'Secret recipes'`);
  // money comes by way of bounties; a list only needs to see it
  await app.db.pool.query(`update challenge set bounty = 'money', currency = 'EUR', bounty_total = 700 where title = 'Quiet drones'`);
  await app.db.pool.query(`update challenge set bounty = 'money', currency = 'USD', bounty_total = 900 where title = 'Cold ovens'`);
});
afterAll(() => app?.close());

const list = (query: string) => app.http().get(`/api/v1/challenges${query}`);
const titles = async (query: string) => (await list(query).expect(200)).body.items.map(({ title }: { title: string }) => title);

it('shows what is public, the newest first, as cards', async () => {
  const { body, headers } = await list('').expect(200);
  expect(body.items.map(({ title }: { title: string }) => title)).toEqual(['Cold ovens', 'Bread without waste', 'Quiet drones']);
  expect(body.next).toBeUndefined();
  expect(headers.link).toBeUndefined();
  expect(body.items[2]).toEqual({
    id: expect.stringMatching(/^chl_/), slug: expect.stringMatching(/^quiet-drones-/), title: 'Quiet drones', summary: 'We throw away 4 % of our bread.', topics: ['robotics'], state: 'open', phaseState: 'open', result: null,
    kind: 'prize', entry: 'open', bountyTotal: { amount: 700, currency: 'EUR' }, opensAt: expect.stringMatching(/^\d{4}-.*\.\d{3}Z$/), closesAt: expect.stringMatching(/Z$/), paused: null,
    sponsor: { id: sponsor.organisation.publicId, name: 'Bakery Blue', slug: expect.any(String), country: 'NL' },
  });
});

it.each([
  ['?q=ovens', ['Cold ovens']], ['?q=bread%20-cold%20-drones', ['Bread without waste']], ['?q=zeppelin', []], ['?q=%22', []],
  ['?topic=food', ['Cold ovens', 'Bread without waste']], ['?topic=food&topic=energy', 422],
  ['?status=open', ['Cold ovens', 'Bread without waste', 'Quiet drones']], ['?status=scheduled', []], ['?status=decided', []],
  ['?currency=EUR', ['Quiet drones']], ['?currency=EUR&prizeMin=700', ['Quiet drones']], ['?currency=EUR&prizeMin=701', []],
  ['?country=NL', ['Cold ovens', 'Bread without waste', 'Quiet drones']], ['?country=DE', ['Cold ovens', 'Bread without waste']],
  ['?sort=closing', ['Bread without waste', 'Cold ovens', 'Quiet drones']], ['?sort=prize', ['Cold ovens', 'Quiet drones', 'Bread without waste']],
  ['?q=oven&topic=energy&status=open&currency=USD&prizeMin=1&country=FR&sort=prize', ['Cold ovens']],
])('%s', async (query, found) => {
  if (found === 422) expect((await list(query)).status).toBe(422);
  else expect(await titles(query)).toEqual(found);
});

it.each(['newest', 'closing', 'prize', 'current'])('pages through %s without loss or repetition', async (sort) => {
  const whole = await titles(`?sort=${sort}`);
  const paged: string[] = [];
  for (let query: string | undefined = `?sort=${sort}&limit=1`; query; ) {
    const { body, headers }: Response = await list(query).expect(200);
    paged.push(...body.items.map(({ title }: { title: string }) => title));
    const link: string | undefined = /<\/api\/v1\/challenges(\?[^>]+)>; rel="next"/.exec((headers.link as string | undefined) ?? '')?.[1];
    query = body.next === undefined ? undefined : link;
  }
  expect(paged).toEqual(whole);
});

const cursor = (position: unknown) => Buffer.from(JSON.stringify(position)).toString('base64url');
it.each([
  ['?status=draft', '/status'], ['?status=cancelled', '/status'], ['?sort=best', '/sort'], ['?limit=0', '/limit'], ['?limit=101', '/limit'], ['?limit=x', '/limit'], ['?prizeMin=5', '/currency'],
  ['?prizeMin=-1&currency=EUR', '/prizeMin'], ['?prizeMin=1e99&currency=EUR', '/prizeMin'], ['?currency=XAU', '/currency'], ['?country=Germany', '/country'], ['?topic=A%20B', '/topic'], ['?q=', '/q'],
  [`?q=${'x'.repeat(201)}`, '/q'], ['?colour=red', '/colour'], ['?after=garbage', '/after'], [`?after=${cursor(['x', 'y'])}`, '/after'], [`?after=${cursor([1, newId('challenge')])}`, '/after'],
  [`?sort=current&after=${cursor(['2026-02-03T09:00:00.000Z', newId('challenge')])}`, '/after'], [`?sort=current&after=${cursor([9, '2026-02-03T09:00:00.000Z', newId('challenge')])}`, '/after'],
  [`?sort=current&after=${cursor([1, 'x', newId('challenge')])}`, '/after'], [`?sort=current&status=open&after=${cursor([1, '2026-02-03T09:00:00.000Z', newId('challenge')])}`, '/after'], [`?sort=prize&after=${cursor([1.5, newId('challenge')])}`, '/after'], [`?after=${cursor(['2026-02-30T99:00:00.000Z', newId('challenge')])}`, '/after'],
])('refuses %s', async (query, pointer) => {
  const { status, body } = await list(query);
  expect([status, body.errors?.[0]?.pointer]).toEqual([422, pointer]);
});

it('finds one by id and by slug, drafts for nobody', async () => {
  const { body } = await list('?q=drones').expect(200);
  const [{ id, slug }] = body.items;
  expect((await app.http().get(`/api/v1/challenges/${slug}`).expect(200)).body).toEqual((await app.http().get(`/api/v1/challenges/${id}`).expect(200)).body);
  const own = await sponsor.owner.agent.get(`/api/v1/organisations/${sponsor.organisation.publicId}/challenges?state=draft`).expect(200);
  expect(own.body.items.map(({ title }: { title: string }) => title)).toEqual(['Still a draft']);
  for (const path of [own.body.items[0].id, own.body.items[0].slug, showId('challenge', newId('challenge')), 'no-such-slug', 'UPPER', 'a'.repeat(99), sponsor.organisation.publicId]) {
    expect((await app.http().get(`/api/v1/challenges/${path}`)).status).toBe(404);
  }
});

it('an organisation’s own list shows strangers only what is public', async () => {
  const path = `/api/v1/organisations/${sponsor.organisation.publicId}/challenges`;
  const seen = async (agent = app.http()) => (await agent.get(path).expect(200)).body.items.map(({ title }: { title: string }) => title);
  expect(await seen()).toEqual(['Cold ovens', 'Bread without waste', 'Quiet drones']);
  expect(await seen(sponsor.owner.agent)).toEqual(['Cold ovens', 'Still a draft', 'Secret recipes', 'Hidden ovens', 'Bread without waste', 'Quiet drones']);
  expect(await seen((await aSponsor(app)).owner.agent)).toEqual(await seen());
});

it('an organisation’s list keeps to the states asked for, before it is cut into pages', async () => {
  const path = `/api/v1/organisations/${sponsor.organisation.publicId}/challenges`;
  const page = async (query: string) => (await sponsor.owner.agent.get(`${path}?${query}`).expect(200)).body as { items: { title: string }[]; next?: string };
  const named = ({ items }: { items: { title: string }[] }) => items.map(({ title }) => title);
  const all = named(await page('state=draft&state=open&state=scheduled'));
  expect(all).toContain('Still a draft');
  // the newest is not a draft
  expect(named(await page('state=draft&limit=1'))).toEqual(['Still a draft']);
  const first = await page('state=draft&state=open&state=scheduled&limit=1');
  expect([...named(first), ...named(await page(`state=draft&state=open&state=scheduled&after=${first.next}`))]).toEqual(all);
  expect(named(await page('state=cancelled'))).toEqual([]);
  for (const query of ['state=lost', 'state=draft&state=lost', 'state=draft&state=draft', 'state=']) {
    const { status, body } = await sponsor.owner.agent.get(`${path}?${query}`);
    expect([query, status, body.errors?.[0]?.pointer]).toEqual([query, 422, '/state']);
  }
});

it('staff find every state, strangers none', async () => {
  expect((await moderator.agent.get('/api/v1/admin/challenges?state=draft').expect(200)).body.items.map(({ title }: { title: string }) => title)).toEqual(['Still a draft']);
  expect((await moderator.agent.get('/api/v1/admin/challenges?state=lost')).status).toBe(422);
  expect((await sponsor.owner.agent.get('/api/v1/admin/challenges')).status).toBe(403);
  expect((await app.http().get('/api/v1/admin/challenges')).status).toBe(401);
});

it('reads the list by its index', async () => {
  const client = await app.db.pool.connect();
  try {
    await client.query('begin; set local enable_seqscan = off; set local enable_sort = off');
    const { rows } = await client.query(`explain select c.id from challenge c where c.visibility = 'public' and c.state in ('scheduled', 'open', 'decided', 'completed') order by c.listed_at desc, c.id desc limit 21`);
    expect(rows.map((row: Record<string, string>) => row['QUERY PLAN']).join('\n')).toContain('challenge_newest');
  } finally {
    await client.query('rollback');
    client.release();
  }
});

it('names first what closes next, and no more what has closed, unless a state is asked for', async () => {
  await aSubmission(app, await anEntry(app, bread));
  await closePhase(app, bread);
  expect(await titles('?sort=closing')).toEqual(['Cold ovens', 'Quiet drones']);
  expect(await titles('?sort=closing&status=open')).toEqual(['Bread without waste', 'Cold ovens', 'Quiet drones']);
});

describe('the order of what one can do now', () => {
  const current = ['Cold ovens', 'Quiet drones', 'Later mills', 'Bread without waste', 'Decided last', 'Decided first', 'Completed'];

  beforeAll(async () => {
    const now = await app.clock.now();
    const closing = (days: number, opens = 1) => freeDraft(now, { phases: [aPhase(now, { opensAt: after(now, opens * day).toISOString(), closesAt: after(now, days * day).toISOString(), prizes: [{ kind: 'placement', place: 1, title: 'Winner' }] })] });
    await aChallenge(app, sponsor, { title: 'Later mills', state: 'scheduled', moderator, edits: closing(60, 30) });
    for (const [title, days] of [['Decided first', 21], ['Decided last', 22], ['Completed', 23]] as const) await aChallenge(app, sponsor, { title, state: 'scheduled', moderator, edits: closing(days) });
    await app.db.pool.query(`update challenge set state = 'decided', result = 'unawarded', opened_at = listed_at, decided_at = listed_at where title like 'Decided%'`);
    await app.db.pool.query(`update challenge set state = 'completed', result = 'unawarded', opened_at = listed_at, decided_at = listed_at, completed_at = listed_at where title = 'Completed'`);
  });

  it('is open ones by when they close, then those to come, then what is judged, decided and completed', async () => {
    expect(await titles('?sort=current')).toEqual(current);
    expect(await titles('?sort=current&status=open')).toEqual(['Cold ovens', 'Quiet drones', 'Bread without waste']);
    expect(await titles('?sort=current&status=decided')).toEqual(['Decided last', 'Decided first']);
    expect(await titles('?sort=current&q=ovens')).toEqual(['Cold ovens']);
  });

  it.each([1, 2, 3, 5, 7])('stays right across pages of %i', async (limit) => {
    const paged: string[] = [];
    let next: string | undefined;
    do {
      const { body }: Response = await list(`?sort=current&limit=${limit}${next === undefined ? '' : `&after=${next}`}`).expect(200);
      expect(body.items.length).toBeLessThanOrEqual(limit);
      paged.push(...body.items.map(({ title }: { title: string }) => title));
      next = body.next as string | undefined;
    } while (next !== undefined);
    expect(paged).toEqual(current);
  });
});
