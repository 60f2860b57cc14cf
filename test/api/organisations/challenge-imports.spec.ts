import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aMember, aToken } from '../../../libs/identity/testing';
import { aSponsor, type TestSponsor } from '../../../libs/challenges/testing';
import { importChallenges, type ImportReport } from '../../../apps/cli/import';
import { startTestApp, type TestApp } from '../../support/app';

const realRows = join(__dirname, '../../../../shared/data/challenges/challenges_gov.jsonl');

let app: TestApp;
let sponsor: TestSponsor;
let secret: string;
let folder: string;

beforeAll(async () => {
  app = await startTestApp();
  sponsor = await aSponsor(app);
  ({ secret } = await aToken(app, sponsor.owner, sponsor.organisation, 'challenge:write'));
  folder = mkdtempSync(join(tmpdir(), 'guildhall-import-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await app?.close();
});

const row = (id: string, rest: object = {}) => ({ id, source: 'test', title: `Problem ${id}`, prize_amount: 1000, currency: 'USD', opens_at: '2019-03-18T09:00:00', closes_at: '2019-04-22T17:00:00', rules: 'In full.', ...rest });
const send = (body: object, agent = sponsor.owner.agent) => agent.post(`/api/v1/organisations/${sponsor.organisation.publicId}/challenge-imports`).send(body);
const count = async () => Number((await app.db.query<{ n: string }>('select count(*) as n from challenge'))[0]!.n);

describe('the route', () => {
  it('makes drafts, keeps the source, refuses a row with its reasons, and finds what it made before', async () => {
    const rows = [row('1', { timezone: 'America/New_York' }), { title: 'no id' }, row('2', { prize_amount: null, currency: null })];
    const { body } = await send({ rows, timezone: 'Europe/Berlin' }).expect(201);
    expect(body.rows).toEqual([
      { index: 0, outcome: 'created', key: 'test:1', challengeId: expect.stringMatching(/^chl_/), refusals: [] },
      { index: 1, outcome: 'refused', key: null, challengeId: null, refusals: [{ field: 'id', detail: 'must be there' }] },
      { index: 2, outcome: 'created', key: 'test:2', challengeId: expect.stringMatching(/^chl_/), refusals: [] },
    ]);
    const draft = await sponsor.owner.agent.get(`/api/v1/challenges/${body.rows[0].challengeId}`).expect(200);
    expect(draft.body).toMatchObject({
      state: 'draft', title: 'Problem 1', currency: 'USD', bountyTotal: { amount: 100_000, currency: 'USD' }, timezone: 'America/New_York',
      phases: [{ opensAt: '2019-03-18T13:00:00.000Z', closesAt: '2019-04-22T21:00:00.000Z', prizes: [{ kind: 'placement', place: 1, amount: { amount: 100_000, currency: 'USD' } }] }],
    });
    const source = await sponsor.owner.agent.get(`/api/v1/challenges/${body.rows[0].challengeId}/source`).expect(200);
    expect(source.body).toEqual({ key: 'test:1', importedAt: expect.any(String), row: rows[0] });

    const before = await count();
    const again = await send({ rows }).expect(201);
    expect(again.body.rows.map(({ outcome, challengeId }: { outcome: string; challengeId: string }) => [outcome, challengeId])).toEqual([['exists', body.rows[0].challengeId], ['refused', null], ['exists', body.rows[2].challengeId]]);
    expect(await count()).toBe(before);
  });

  it('makes one draft of a row that arrives many times at once', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => send({ rows: [row('twin'), row('twin')] })));
    expect(answers.flatMap(({ body }) => body.rows).filter(({ outcome }: { outcome: string }) => outcome === 'created')).toHaveLength(1);
  });

  it('takes the same row for another organisation', async () => {
    const other = await aSponsor(app);
    const { body } = await other.owner.agent.post(`/api/v1/organisations/${other.organisation.publicId}/challenge-imports`).send({ rows: [row('1')] }).expect(201);
    expect(body.rows[0].outcome).toBe('created');
    expect((await send({ rows: [row('9')] }, other.owner.agent)).status).toBe(404);
  });

  it.each([[{}, '/rows'], [{ rows: null }, '/rows'], [{ rows: 'x' }, '/rows'], [{ rows: [] }, '/rows'], [{ rows: Array.from({ length: 101 }, (_, n) => row(`n${n}`)) }, '/rows'], [{ rows: [row('8')], timezone: 'Mars' }, '/timezone'], [{ rows: [row('8')], extra: 1 }, '/extra']])(
    'refuses a body that is none, %#',
    async (body, pointer) => {
      const before = await count();
      const answer = await send(body);
      expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, pointer]);
      expect(await count()).toBe(before);
    },
  );

  it('is for those who write drafts', async () => {
    const treasurer = await aMember(app, sponsor.owner, sponsor.organisation, ['treasurer']);
    const reader = await aToken(app, sponsor.owner, sponsor.organisation, 'challenge:read');
    expect([(await send({ rows: [row('8')] }, treasurer.agent)).status, (await send({ rows: [row('8')] }, reader.agent)).status, (await send({ rows: [row('8')] }, app.http())).status]).toEqual([403, 403, 401]);
  });
});

describe('the command', () => {
  const run = (file: string): Promise<ImportReport> => importChallenges({ file, api: app.url, token: secret, organisation: sponsor.organisation.publicId, timezone: 'America/New_York' });
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };

  it('reads JSON lines and reports each refused line', async () => {
    const file = write('rows.jsonl', [JSON.stringify(row('c1')), '', '{broken', JSON.stringify(row('c2', { title: '' })), JSON.stringify(row('c3', { rules: 'x'.repeat(102_400) })), JSON.stringify(row('c4'))].join('\n'));
    expect(await run(file)).toEqual({
      created: 2, exists: 0,
      refused: [
        { line: 3, reasons: ['is not JSON'] },
        { line: 4, reasons: ['title must be there'] },
        { line: 5, reasons: ['is larger than 100 kB'] },
      ],
    });
    expect(await run(file)).toMatchObject({ created: 0, exists: 2 });
  });

  it('reads CSV with the same columns', async () => {
    const file = write('rows.csv', 'id,source,title,prize_amount,currency,tags,description\nv1,test,"Quiet, please",1500,USD,drones; noise,"Two\nlines"\nv2,test,,,,,\nv3,test,Free,,,,\nv4,test,Bad,1.5x,USD,,\n');
    expect(await run(file)).toEqual({ created: 2, exists: 0, refused: [{ line: 4, reasons: ['title must be there'] }, { line: 6, reasons: ['prize_amount must be a whole number'] }] });
    const { body } = await sponsor.owner.agent.get(`/api/v1/organisations/${sponsor.organisation.publicId}/challenges?state=draft&limit=100`).expect(200);
    expect(body.items.find(({ title }: { title: string }) => title === 'Quiet, please')).toMatchObject({ topics: ['drones', 'noise'], bountyTotal: { amount: 150_000, currency: 'USD' } });
  });

  it('a row that nobody may send stops neither its neighbours nor the file', async () => {
    const deep = JSON.parse(`${'['.repeat(900)}${']'.repeat(900)}`) as unknown;
    const wide = Array.from({ length: 6000 }, () => 0);
    const rows = [row('d1'), row('d2', { rules: 'a\0b' }), row('d3', { title: '\ud800' }), row('d4', { deep }), row('d5', { wide }), row('d6', { wide }), row('d7', { wide }), row('d8', { wide }), row('d9', { 'a\0': 1 })];
    expect(await run(write('hostile.jsonl', rows.map((one) => JSON.stringify(one)).join('\n')))).toEqual({
      created: 5, exists: 0,
      refused: [
        { line: 2, reasons: ['rules must not contain a NUL character'] },
        { line: 3, reasons: ['title must be well-formed Unicode'] },
        { line: 4, reasons: [expect.stringMatching(/^deep[/0]+ must not be nested deeper than 20 levels$/)] },
        { line: 9, reasons: ['has a field whose name is not well-formed'] },
      ],
    });
  });

  it('a bad quote costs the row it is in', async () => {
    const file = write('quotes.csv', 'id,source,title\nq1,test,Good\nq2,test,a "bad" one\n\nq3,test,"two\nlines"\nq4,test,"x"y\nq5,test,Good\nq6,test,"never closed\nq7,test,Good\nq8,test,Good,and,more\n');
    expect(await run(file)).toEqual({
      created: 4, exists: 0,
      refused: [
        { line: 3, reasons: ['is not CSV: invalid opening quote'] },
        { line: 7, reasons: ['is not CSV: invalid closing quote'] },
        { line: 9, reasons: ['is not CSV: quote not closed'] },
        { line: 11, reasons: ['is not CSV: invalid record length'] },
      ],
    });
  });

  it('waits as long as it is told to', async () => {
    const answers = [[429, '1'], [503, '1'], [201, '']] as const;
    let asked = 0;
    const busy = createServer((request, response) => {
      const [status, wait] = answers[asked++]!;
      request.resume();
      response.writeHead(status, wait === '' ? {} : { 'retry-after': wait }).end(JSON.stringify({ rows: [{ outcome: 'created', refusals: [] }] }));
    });
    await new Promise<void>((done) => busy.listen(0, '127.0.0.1', done));
    const api = `http://127.0.0.1:${(busy.address() as AddressInfo).port}`;
    const began = Date.now();
    const report = await importChallenges({ file: write('wait.jsonl', '{"id":"w"}'), api, token: secret, organisation: 'org_x', timezone: 'UTC' });
    expect([report, asked, Date.now() - began >= 1900]).toEqual([{ created: 1, exists: 0, refused: [] }, 3, true]);
    busy.closeAllConnections();
    await new Promise((done) => busy.close(done));
  });

  it('says in one sentence what is wrong as a whole', async () => {
    const file = write('one.jsonl', JSON.stringify(row('z1')));
    const wrong = (change: object) => importChallenges({ file, api: app.url, token: secret, organisation: sponsor.organisation.publicId, timezone: 'UTC', ...change });
    await expect(wrong({ token: 'nonsense' })).rejects.toThrow('401');
    await expect(wrong({ organisation: 'org_x' })).rejects.toThrow('404');
    await expect(wrong({ file: join(folder, 'missing.jsonl') })).rejects.toThrow(/^There is no file .*missing\.jsonl\.$/);
    await expect(wrong({ file: folder })).rejects.toThrow(`${folder} is a directory.`);
    await expect(wrong({ file: write('names.csv', 'id,"ti"tle\n1,x\n') })).rejects.toThrow('The file is not CSV: invalid closing quote in its first line.');
    await expect(wrong({ timezone: 'Mars' })).rejects.toThrow('422');
  });

  const real = existsSync(realRows) ? it : it.skip;
  real('takes over all real challenges, and nothing new the second time', async () => {
    const lines = readFileSync(realRows, 'utf8').trim().split('\n').length;
    expect(await run(realRows)).toEqual({ created: lines, exists: 0, refused: [] });
    expect(await run(realRows)).toEqual({ created: 0, exists: lines, refused: [] });
    const [kept] = await app.db.query<{ n: string }>(`select count(*) as n from challenge_source where key like 'challenge.gov:%'`);
    expect(Number(kept!.n)).toBe(lines);
  });
});
