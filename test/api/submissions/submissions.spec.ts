import { createHash } from 'node:crypto';
import { aChallenge, aSponsor, freeDraft, type TestChallenge, type TestSponsor } from '../../../libs/challenges/testing';
import { anEntry, aPdf, aSubmission } from '../../../libs/submissions/testing';
import { Provenance, receiptHolds, verifyReceipt } from '@app/provenance';
import { startTestApp, type TestApp } from '../../support/app';

let app: TestApp;
let sponsor: TestSponsor;
let challenge: TestChallenge;

beforeAll(async () => {
  app = await startTestApp();
  sponsor = await aSponsor(app);
  challenge = await aChallenge(app, sponsor, { state: 'open', edits: freeDraft(await app.clock.now()) });
});
afterAll(() => app?.close());

describe('a draft', () => {
  it('begins empty, is saved with If-Match, and reads back', async () => {
    const { solver, draftPath, publicId, phaseId } = await anEntry(app, challenge);
    const empty = await solver.agent.get(draftPath).expect(200);
    expect(empty.headers.etag).toBe('"0"');
    expect(empty.body).toMatchObject({ entryId: publicId, phaseId, submissionId: null, answers: [], files: [], savedAt: null, isSubmitted: false, version: 0, can: ['save'], uploads: { isScanned: false } });

    const answers = [{ question: 'criterion-1', text: 'It works 🙂' }];
    await solver.agent.put(draftPath).send({ answers }).expect(428);
    const saved = await solver.agent.put(draftPath).set('if-match', '"0"').send({ answers }).expect(200);
    expect(saved.headers.etag).toBe('"1"');
    expect(saved.body).toMatchObject({ answers, version: 1, can: ['save', 'submit', 'withdraw'] });
    expect((await solver.agent.put(draftPath).set('if-match', '"0"').send({ answers: [] }).expect(412)).body.code).toBe('request_precondition_failed');
    expect((await solver.agent.get(draftPath).expect(200)).body).toMatchObject({ answers, version: 1 });
  });

  it('is saved answer by answer, or as a whole', async () => {
    const { solver, draftPath } = await anEntry(app, challenge);
    const [one, two] = [{ question: 'criterion-1', text: 'One' }, { question: 'criterion-2', text: 'Two' }];
    expect((await solver.agent.patch(draftPath).set('if-match', '"0"').send({ answers: [one] }).expect(200)).body.answers).toEqual([one]);
    expect((await solver.agent.patch(draftPath).set('if-match', '"1"').send({ answers: [two] }).expect(200)).body.answers).toEqual([one, two]);
    expect((await solver.agent.put(draftPath).set('if-match', '"2"').send({ answers: [two] }).expect(200)).body.answers).toEqual([two]);
  });

  it('names each answer that does not fit the form', async () => {
    const { solver, draftPath } = await anEntry(app, challenge);
    const answers = [{ question: 'criterion-9', text: '' }, { question: 'criterion-1', text: 'x'.repeat(5001) }];
    const { body } = await solver.agent.put(draftPath).set('if-match', '"0"').send({ answers }).expect(422);
    expect(body.errors).toEqual([
      { pointer: '/answers/0/question', code: 'unknown', detail: 'is not a question of this form' },
      { pointer: '/answers/1/text', code: 'max_length', detail: 'must be at most 5000 characters' },
    ]);
  });
});

describe('handing in', () => {
  it('asks for what is missing', async () => {
    const entry = await anEntry(app, challenge);
    const { path } = await aSubmission(app, entry, { text: ' ', state: 'draft' });
    const { body } = await entry.solver.agent.put(`${path}/submission`).send({}).expect(422);
    expect([body.code, body.errors]).toEqual(['submission_incomplete', [
      { pointer: '/answers/criterion-1', code: 'required', detail: '“Works” is not answered' },
      { pointer: '/answers/criterion-2', code: 'required', detail: '“Cost” is not answered' },
    ]]);
  });

  it('gives a receipt that holds without us, a mail with the checkpoint, and the same bytes back', async () => {
    const entry = await anEntry(app, challenge);
    const { agent } = entry.solver;
    const content = aPdf('all of it');
    const { path, publicId } = await aSubmission(app, entry, { text: 'An answer', files: [{ name: 'plan.pdf', content }] });
    const sha256 = createHash('sha256').update(content).digest('hex');

    const submission = await agent.get(path).expect(200);
    expect(submission.body).toMatchObject({ id: publicId, state: 'submitted', versions: 1, isErased: false, band: null, refusal: null });
    expect(submission.body.answers).toEqual([{ question: 'criterion-1', text: 'An answer' }, { question: 'criterion-2', text: 'An answer' }]);
    expect(submission.body.files).toEqual([{ id: expect.stringMatching(/^fil_/), name: 'plan.pdf', mediaType: 'application/pdf', size: content.length, received: content.length, state: 'kept', sha256 }]);

    const file = await agent.get(`${path}/files/${submission.body.files[0].id}`).buffer(true).parse((stream, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => done(null, Buffer.concat(chunks)));
    }).expect(200);
    expect((file.body as Buffer).equals(content)).toBe(true);
    expect(file.headers).toMatchObject({
      'content-type': 'application/pdf', 'content-disposition': `attachment; filename="plan.pdf"; filename*=UTF-8''plan.pdf`, 'x-content-type-options': 'nosniff',
      'content-security-policy': 'sandbox', 'cache-control': 'no-store', 'content-length': String(content.length),
    });

    const [receipt, manifest] = [await agent.get(`${path}/receipt`).expect(200), await agent.get(`${path}/manifest`).expect(200)];
    const key = app.app.get(Provenance, { strict: false }).publicKey();
    const checks = verifyReceipt(receipt.body, key, manifest.body);
    expect(checks.filter(({ result }) => result !== 'passed')).toEqual([]);
    expect(receiptHolds(checks)).toBe(true);
    expect(receiptHolds(verifyReceipt(receipt.body, key, { ...manifest.body, fields: { ...manifest.body.fields, version: 2 } }))).toBe(false);
    expect(receipt.body.serverTime).toBe(submission.body.submittedAt);

    await app.drain();
    const mail = app.mails(entry.solver.email).at(-1)!;
    expect(mail.subject).toBe('Your submission was received');
    expect(mail.text).toContain(receipt.body.leaf.commitment);
    expect(mail.text).toContain('guildhall.test/log');
    for (const secret of [receipt.body.salt, receipt.body.contentDigest, 'plan.pdf', 'An answer']) expect(`${mail.text}${mail.html}`).not.toContain(secret);
  });

  it('keeps the last version, drops files only an earlier one had, and does nothing twice', async () => {
    const entry = await anEntry(app, challenge);
    const { agent } = entry.solver;
    const { path } = await aSubmission(app, entry, { files: [{ name: 'a.txt', content: Buffer.from('one') }] });
    const first = await agent.get(path).expect(200);
    await agent.put(`${path}/submission`).send({}).expect(200);
    expect((await agent.get(path).expect(200)).body.versions).toBe(1);

    await agent.delete(`${path}/files/${first.body.files[0].id}`).expect(204);
    expect((await agent.get(path).expect(200)).body.files).toEqual(first.body.files);
    await agent.post(`${path}/files`).attach('file', Buffer.from('two'), 'a.txt').expect(201);
    const second = await agent.put(`${path}/submission`).send({}).expect(200);
    expect(second.body).toMatchObject({ versions: 2, files: [{ name: 'a (2).txt' }] });
    await agent.get(`${path}/files/${first.body.files[0].id}`).expect(404);
    await agent.put(`${path}/submission`).send({ draftVersion: 7 }).expect(412);
  });

  it('erases what is withdrawn; the receipt stays good', async () => {
    const entry = await anEntry(app, challenge);
    const { agent } = entry.solver;
    const { path } = await aSubmission(app, entry, { files: [{ name: 'a.txt', content: Buffer.from('one') }] });
    const [before, manifest] = [await agent.get(`${path}/receipt`).expect(200), await agent.get(`${path}/manifest`).expect(200)];
    const withdrawn = await agent.put(`${path}/withdrawal`).send({}).expect(200);
    expect(withdrawn.body).toMatchObject({ state: 'withdrawn', isErased: true, answers: [], files: [] });
    await agent.get(`${path}/manifest`).expect(404);
    const after = await agent.get(`${path}/receipt`).expect(200);
    expect(after.body.leaf).toEqual(before.body.leaf);
    const checks = verifyReceipt(after.body, app.app.get(Provenance, { strict: false }).publicKey(), manifest.body);
    expect(receiptHolds(checks)).toBe(true);
    await agent.put(`${path}/submission`).send({}).expect(409);
    await agent.put(entry.draftPath).set('if-match', '"0"').send({ answers: [] }).expect(409);
  });

  it('shows its author who opened it', async () => {
    const entry = await anEntry(app, challenge);
    const { path } = await aSubmission(app, entry);
    const { body } = await entry.solver.agent.get(`${path}/openings?limit=2`).expect(200);
    expect(body.items).toEqual([
      { at: expect.any(String), opener: 'author', name: entry.solver.name, organisation: null, thing: 'submission', fileId: null },
    ]);
    await entry.solver.agent.get(entry.draftPath).expect(200);
    const next = await entry.solver.agent.get(`${path}/openings?limit=1`).expect(200);
    expect(next.body.items.map(({ thing }: { thing: string }) => thing)).toEqual(['draft']);
    const last = await entry.solver.agent.get(`${path}/openings?limit=1&after=${next.body.next}`).expect(200);
    expect(last.body.items.map(({ thing }: { thing: string }) => thing)).toEqual(['submission']);
  });
});
