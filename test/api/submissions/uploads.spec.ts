import { createHash, randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONFIG, type Config } from '@app/platform';
import { Upload } from 'tus-js-client';
import { aChallenge, aSponsor, freeDraft, type TestChallenge } from '../../../libs/challenges/testing';
import { anEntry, aPdf, aSubmission, closePhase, type TestSolver, type TestSubmission } from '../../../libs/submissions/testing';
import { startTestApp, type TestApp } from '../../support/app';
import { refusal } from '../../support/refusal';

let app: TestApp;
let challenge: TestChallenge;
let submission: TestSubmission;
let solver: TestSolver;

beforeAll(async () => {
  app = await startTestApp();
  challenge = await aChallenge(app, await aSponsor(app), { state: 'open', edits: freeDraft(await app.clock.now()) });
  const entry = await anEntry(app, challenge);
  solver = entry.solver;
  submission = await aSubmission(app, entry, { state: 'draft' });
});
afterAll(() => app?.close());

const marker = 'UNIQUEMARKERWORD';
/** Text, so that the marker would show if it were stored as it is. */
const bigText = (bytes: number) => Buffer.from(`${marker} ${randomBytes(16).toString('hex')}\n`.repeat(Math.ceil(bytes / 50))).subarray(0, bytes);
const cookieOf = ({ agent }: TestSolver) => [...agent.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
const tus = (who: TestSolver, path: string, method: 'post' | 'patch' | 'head' | 'delete') => who.agent[method](path).set('tus-resumable', '1.0.0');
const metadata = (name: string, to = submission.publicId) => `submission ${Buffer.from(to).toString('base64')},filename ${Buffer.from(name).toString('base64')}`;
const begin = (name: string, size: number, who = solver, to = submission.publicId) =>
  tus(who, '/files', 'post').set('upload-length', String(size)).set('upload-metadata', metadata(name, to));
const append = (path: string, offset: number, bytes: Buffer, who = solver) =>
  tus(who, path, 'patch').set('upload-offset', String(offset)).set('content-type', 'application/offset+octet-stream').send(bytes);
const files = async () => (await solver.agent.get(submission.entry.draftPath).expect(200)).body.files as { id: string; name: string; size: number; received: number; state: string; sha256: string }[];
const blobs = () => {
  const root = join(app.app.get<Config>(CONFIG).dataDir, 'files');
  return readdirSync(root, { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).map((one) => readFileSync(join(one.parentPath, one.name)));
};

it('takes an upload that broke off, and has never had a plain byte on disk', async () => {
  const content = bigText(5_000_000);
  const options = {
    endpoint: `${app.url}/files`, chunkSize: 2_000_000, retryDelays: null, headers: { cookie: cookieOf(solver) },
    metadata: { submission: submission.publicId, filename: 'big.txt' },
  };
  let address = '';
  await new Promise<void>((resolve, reject) => {
    const upload = new Upload(content, {
      ...options, onError: reject,
      onChunkComplete: (_, accepted) => {
        if (accepted < 3_000_000) return;
        address = upload.url!;
        void upload.abort().then(resolve, reject);
      },
    });
    upload.start();
  });
  const [half] = await files();
  expect(half).toMatchObject({ name: 'big.txt', state: 'receiving', sha256: '', size: 5_000_000 });
  expect(half!.received).toBeGreaterThanOrEqual(4_000_000);
  expect(blobs().length).toBeGreaterThan(3);
  for (const blob of blobs()) expect(blob.includes(marker)).toBe(false);

  await new Promise<void>((resolve, reject) => new Upload(content, { ...options, uploadUrl: address, onError: reject, onSuccess: () => resolve() }).start());
  await app.drain();
  const [whole] = await files();
  expect(whole).toEqual({ ...half, state: 'kept', received: 5_000_000, sha256: createHash('sha256').update(content).digest('hex') });
  expect(blobs()).toHaveLength(1);
  for (const blob of blobs()) expect(blob.includes(marker)).toBe(false);
  const { text } = await solver.agent.get(`${submission.path}/files/${whole!.id}`).expect(200);
  expect(text).toBe(content.toString());
  await solver.agent.delete(`${submission.path}/files/${whole!.id}`).expect(204);
});

it('keeps what had arrived of one long request that was cut', async () => {
  const made = await begin('cut.txt', 3_000_000).expect(201);
  const content = bigText(3_000_000);
  const { request } = await import('node:http');
  await new Promise<void>((resolve) => {
    const call = request(`${app.url}${made.headers.location}`, {
      method: 'PATCH', headers: { cookie: cookieOf(solver), 'tus-resumable': '1.0.0', 'upload-offset': '0', 'content-type': 'application/offset+octet-stream', 'content-length': '3000000' },
    });
    call.on('error', () => resolve());
    call.write(content.subarray(0, 2_500_000), () => setTimeout(() => call.destroy(), 300));
  });
  for (let wait = 0; wait < 50 && (await files())[0]!.received < 2_000_000; wait++) await new Promise((done) => setTimeout(done, 50));
  const head = await tus(solver, made.headers.location!, 'head').expect(200);
  const offset = Number(head.headers['upload-offset']);
  expect(offset).toBeGreaterThanOrEqual(2_000_000);
  await append(made.headers.location!, offset, content.subarray(offset)).expect(204);
  const [file] = await files();
  expect(file).toMatchObject({ state: 'kept', sha256: createHash('sha256').update(content).digest('hex') });
  await solver.agent.delete(`${submission.path}/files/${file!.id}`).expect(204);
});

it('takes each byte once, whoever sends it twice', async () => {
  const made = await begin('twice.txt', 6).expect(201);
  const path = made.headers.location!;
  await append(path, 0, Buffer.from('abc')).expect(204);
  await append(path, 0, Buffer.from('abc')).expect(409);
  const both = await Promise.all([append(path, 3, Buffer.from('def')), append(path, 3, Buffer.from('def'))]);
  expect(both.map(({ status }) => status).sort()).toEqual([204, expect.any(Number)]);
  expect(both.filter(({ status }) => status === 204)).toHaveLength(1);
  const [file] = await files();
  expect((await solver.agent.get(`${submission.path}/files/${file!.id}`).expect(200)).text).toBe('abcdef');
  await tus(solver, path, 'delete').expect(400);
  await solver.agent.delete(`${submission.path}/files/${file!.id}`).expect(204);
});

it('forgets an upload that is given up', async () => {
  const made = await begin('given-up.txt', 6).expect(201);
  await append(made.headers.location!, 0, Buffer.from('abc')).expect(204);
  await tus(solver, made.headers.location!, 'delete').expect(204);
  expect(await files()).toEqual([]);
  await app.drain();
  expect(blobs()).toEqual([]);
});

it('refuses what the bytes are not, and keeps nothing of it', async () => {
  const made = await begin('fake.pdf', 9).expect(201);
  const end = await append(made.headers.location!, 0, Buffer.from('not a pdf')).expect(422);
  expect(JSON.parse(end.text).code).toBe('file_content_refused');
  await tus(solver, made.headers.location!, 'head').expect(404);
  expect(refusal(await solver.agent.post(`${submission.path}/files`).attach('file', Buffer.from('not a pdf'), 'fake.pdf'))).toEqual([422, 'file_content_refused']);
  expect(await files()).toEqual([]);
  await app.drain();
  expect(blobs()).toEqual([]);
});

it.each([
  ['a.exe', 5, 422, 'file_type_refused'],
  ['noextension', 5, 422, 'file_bad_name'],
  ['', 5, 422, 'file_bad_name'],
  ['a.txt', 0, 422, 'file_empty'],
])('begins nothing for %j of %d bytes', async (name, size, status, code) => {
  const { status: answered, text } = await begin(name, size);
  expect([answered, JSON.parse(text).code]).toEqual([status, code]);
});

it('begins nothing that is too large, and nothing beyond the form’s five files', async () => {
  const { status } = await begin('a.txt', 25_000_001);
  expect(status).toBe(413);
  for (let number = 0; number < 5; number++) await begin('room.txt', 1).expect(201);
  expect(JSON.parse((await begin('sixth.txt', 1)).text).code).toBe('file_too_many');
  expect(refusal(await solver.agent.post(`${submission.path}/files`).attach('file', Buffer.from('a'), 'sixth.txt'))).toEqual([409, 'file_too_many']);
  for (const { id } of await files()) await tus(solver, `/files/${id}`, 'delete').expect(204);
});

it('refuses a form that is too large while it arrives', async () => {
  const call = await solver.agent.post(`${submission.path}/files`).attach('file', Buffer.alloc(25_000_001, 'a'), 'a.txt');
  expect(refusal(call)).toEqual([413, 'file_too_large']);
  expect(await files()).toEqual([]);
});

it('is for nobody else', async () => {
  const other = (await anEntry(app, challenge)).solver;
  const { headers } = await begin('mine.txt', 6).expect(201);
  const path = headers.location!;
  for (const call of [begin('a.txt', 5, other), tus(other, path, 'head'), append(path, 0, Buffer.from('abcdef'), other), tus(other, path, 'delete')]) expect((await call).status).toBe(404);
  const visitor = app.http();
  expect((await visitor.head(path).set('tus-resumable', '1.0.0')).status).toBe(401);
  expect((await visitor.post('/files').set('tus-resumable', '1.0.0').set('upload-length', '5')).status).toBe(401);
  expect((await solver.agent.get(path)).status).toBe(404);
  await tus(solver, path, 'delete').expect(204);
});

describe('hostile forms', () => {
  const boundary = 'xyz';
  const send = (body: string | Buffer, type = `multipart/form-data; boundary=${boundary}`) => solver.agent.post(`${submission.path}/files`).set('content-type', type).send(body);
  const part = (headers: string, content = 'hello') => `--${boundary}\r\n${headers}\r\n\r\n${content}\r\n`;
  const file = (name: string) => part(`content-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: text/plain`);

  it.each<[string, string | Buffer, string | undefined]>([
    ['no boundary', 'hello', 'multipart/form-data'],
    ['nothing', '', undefined],
    ['garbage', 'garbage', undefined],
    ['cut off', file('a.txt').slice(0, -4), undefined],
    ['no end', file('a.txt'), undefined],
    ['a field only', `${part('content-disposition: form-data; name="file"')}--${boundary}--\r\n`, undefined],
    ['a long boundary', 'x', `multipart/form-data; boundary=${'x'.repeat(5000)}`],
    ['NUL in the name', `${file('a\0.pdf')}--${boundary}--\r\n`, undefined],
    ['random bytes', randomBytes(2000), undefined],
    ['JSON', '{}', 'application/json'],
  ])('%s: a problem, and nothing kept', async (_, body, type) => {
    const answer = await send(body, type);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.type).toBe('application/problem+json');
    expect(await files()).toEqual([]);
  });

  it('takes a sound one', async () => {
    await send(`${file('a.txt')}--${boundary}--\r\n`).expect(201);
    const [kept] = await files();
    await solver.agent.delete(`${submission.path}/files/${kept!.id}`).expect(204);
  });

  it('is not kept by key: a slow line would hold the phase open', async () => {
    const call = await solver.agent.post(`${submission.path}/files`).set('idempotency-key', 'file-once').attach('file', Buffer.from('a'), 'keyed.txt');
    expect(refusal(call)).toEqual([400, 'request_malformed']);
    expect(await files()).toEqual([]);
  });

  it('is read by no other route', async () => {
    for (const path of ['/api/v1/people', `/api/v1/challenges/${challenge.publicId}/entries`, '/files']) {
      expect(refusal(await solver.agent.post(path).attach('file', Buffer.from('a'), 'a.txt'))).toEqual([415, 'request_unsupported_media_type']);
    }
  });
});

it('forgets after a day what nobody went on with', async () => {
  await begin('left.txt', 6).expect(201);
  await app.clock.shift(25 * 3_600_000);
  await app.drain();
  expect(await files()).toEqual([]);
});

it('is late when it was begun before and finished after the phase closed', async () => {
  const { headers } = await begin('late.pdf', aPdf().length).expect(201);
  await append(headers.location!, 0, aPdf().subarray(0, 10)).expect(204);
  await app.clock.set(challenge.phases[0]!.closesAt);
  const rest = await append(headers.location!, 10, aPdf().subarray(10));
  expect([rest.status, JSON.parse(rest.text).code]).toEqual([409, 'submission_late']);
  expect(refusal(await solver.agent.post(`${submission.path}/files`).attach('file', aPdf(), 'late.pdf'))).toEqual([409, 'submission_late']);
  await closePhase(app, challenge);
  expect((await solver.agent.get(submission.path).expect(200)).body).toMatchObject({ state: 'lapsed', files: [] });
  expect(blobs()).toEqual([]);
});
