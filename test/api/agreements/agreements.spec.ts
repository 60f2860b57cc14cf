import { createHash } from 'node:crypto';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CONFIG, type Config, Tick } from '@app/platform';
import { readId } from '@app/kernel';
import type { View } from '@app/api-client';
import { freeDraft } from '../../../libs/challenges/testing';
import { aJudgedChallenge, awardOf, brokenChecks, type JudgedChallenge, passAppeals, passDays } from '../../../libs/bounties/testing';
import { aMember, aPerson, aStaffMember, aToken, testPassword, type TestPerson } from '../../../libs/identity/testing';
import { withClient } from '../../../apps/standalone/database';
import { sealCertificate } from '../../../libs/agreements/pdf/certificate';
import { startTestApp, type TestApp } from '../../support/app';
import { offline, provenOffline } from '../../support/receipts';

const hasTools = !['pdfsig', 'certutil', 'pdftotext'].some((tool) => spawnSync(tool, ['--help']).error);
if (!hasTools) console.warn('skipped: pdfsig, pdftotext (poppler-utils) or certutil (libnss3-tools) missing');

interface Agreed extends JudgedChallenge {
  winner: JudgedChallenge['solvers'][number];
  path: string;
  award: string;
}

describe('agreements', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });
  afterEach(async () => expect(await brokenChecks(app)).toEqual([]));
  afterAll(() => app?.close());

  /** A winner who has accepted. */
  const agreed = async (scores: number[] = [9]): Promise<Agreed> => {
    const done = await aJudgedChallenge(app, scores);
    const winner = done.solvers[0]!;
    const { path: award } = await awardOf(winner);
    const { body } = await winner.agent.put(`${award}/acceptance`).expect(200);
    await app.drain();
    return { ...done, winner, award, path: `/api/v1/agreements/${body.agreementId as string}` };
  };
  const read = async (who: TestPerson, path: string) => (await who.agent.get(path).expect(200)).body as View<'AgreementDetailView'>;
  const signs = async (who: TestPerson, path: string, name = 'Ada Lovelace') => who.agent.put(`${path}/signature`).send({ hash: (await read(who, path)).hash, name, isAccepted: true });
  const signedInAWhileAgo = (who: TestPerson) => app.db.pool.query(`update session set authenticated_at = now() - interval '11 minutes' where person_id = $1`, [who.id]);
  const inForce = async () => {
    const done = await agreed();
    expect((await signs(done.winner, done.path, 'Zoë Winner')).body).toMatchObject({ state: 'signing', signBy: null });
    expect((await signs(done.sponsor.owner, done.path, 'Max Sponsor')).body).toMatchObject({ state: 'in_force' });
    await app.drain();
    return done;
  };

  it('are made of the rule card when a placement is accepted, the same text and hash for both sides', async () => {
    const { winner, sponsor, path, award, challenge, solvers } = await agreed([9, 8]);
    const body = await read(winner, path);
    const { body: card } = await app.http().get(`/api/v1/challenges/${challenge.publicId}/rule-card`).expect(200);
    expect(body).toEqual({
      id: path.split('/').at(-1), awardId: award.split('/').at(-1), challengeId: challenge.publicId, challengeTitle: 'Less waste on the line', prizeTitle: 'First place', amount: '5,000.00 EUR',
      ipTerms: card.terms.ip.terms, sponsor: { organisationId: sponsor.organisation.publicId, name: expect.any(String), country: expect.any(String) },
      recipient: { organisationId: expect.stringMatching(/^org_/), name: 'Solver 1', country: expect.any(String) },
      state: 'ready', madeAt: expect.any(String), inForceAt: null, endedAt: null, signBy: expect.any(String), signatures: [], signsFor: 'recipient', isSealed: false, fileHash: null, record: null, text: expect.any(String), blocks: expect.any(Array),
      hash: createHash('sha256').update(body.text).digest('hex'),
    });
    expect(body.blocks.slice(0, 4).map(({ kind, lines }) => [kind, lines.length])).toEqual([['title', 1], ['paragraph', 1], ['heading', 1], ['points', 2]]);
    expect(body.blocks.flatMap(({ lines }) => lines)).toEqual(body.text.split('\n').filter((line) => line !== '').map((line) => line.replace(/^(#{1,2}|-) /, '')));
    for (const part of [body.sponsor.name, 'Solver 1', 'Less waste on the line', '5,000.00 EUR', card.hash, ...card.terms.ip.sentences, ...card.terms.eligibility.map(({ text }: { text: string }) => text)]) expect(body.text).toContain(part);
    const [{ seq }] = (await app.db.query<{ seq: number }>('select v.record_seq as seq from submission_version v join award a on a.submission_id = v.submission_id where a.id = $1 order by v.number desc limit 1', [readId('award', body.awardId)])) as [{ seq: number }];
    expect(body.text).toContain(`its receipt is record ${seq} of the public log`);
    expect(await read(sponsor.owner, path)).toEqual({ ...body, signsFor: 'sponsor' });
    expect((await winner.agent.get(award).expect(200)).body).toMatchObject({ agreementId: body.id, agreementState: 'ready' });

    for (const { email } of [winner, sponsor.owner]) {
      const mail = app.mails(email).find(({ subject }) => subject === 'An agreement waits for your signature: Less waste on the line')!;
      expect(mail.link).toBe(`http://localhost:3000/agreements/${body.id}`);
    }
    expect(app.mails(solvers[1]!.email).map(({ subject }) => subject).filter((subject) => subject.includes('agreement'))).toEqual([]);
    for (const who of [winner, sponsor.owner]) expect((await who.agent.get('/api/v1/me/agreements').expect(200)).body.items.map(({ id }: { id: string }) => id)).toContain(body.id);
  });

  it('are in force when both have signed, each signature with a receipt that holds offline', async () => {
    const { winner, sponsor, path } = await inForce();
    const body = await read(winner, path);
    expect(body).toMatchObject({
      state: 'in_force', inForceAt: expect.any(String), signBy: null, signsFor: null, isSealed: true, fileHash: expect.stringMatching(/^[0-9a-f]{64}$/), record: expect.any(Number),
      signatures: [{ side: 'recipient', name: 'Zoë Winner', hash: body.hash, record: expect.any(Number) }, { side: 'sponsor', name: 'Max Sponsor', hash: body.hash, record: expect.any(Number) }],
    });
    for (const [index, side] of (['recipient', 'sponsor'] as const).entries()) {
      const { body: receipt } = await sponsor.owner.agent.get(`${path}/signatures/${side}/receipt`).expect(200);
      expect(receipt).toMatchObject({ index: body.signatures[index]!.record, leaf: { type: 'signature' }, content: { fields: { agreement: body.id, side, textSha256: body.hash, name: body.signatures[index]!.name } } });
      expect(await offline(app, receipt)).toEqual(provenOffline);
    }
    await winner.agent.get(`${path}/signatures/nobody/receipt`).expect(404);
    for (const { email } of [winner, sponsor.owner]) expect(app.mails(email).filter(({ subject }) => subject === 'The agreement is in force: Less waste on the line')).toHaveLength(1);
  });

  (hasTools ? it : it.skip)('give both sides the same sealed PDF, which others find valid, trusted and whole, and changed when one bit is', async () => {
    const { winner, sponsor, path } = await inForce();
    const body = await read(winner, path);
    const download = (who: TestPerson) => who.agent.get(`${path}/document`).buffer(true).parse((response, done) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => done(null, Buffer.concat(chunks)));
    }).expect(200);
    const [answer, other] = [await download(winner), await download(sponsor.owner)];
    const pdf = answer.body as Buffer;
    expect(answer.headers).toMatchObject({ 'content-type': 'application/pdf', 'content-disposition': expect.stringContaining('attachment; filename="agreement-agr_'), 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
    expect([createHash('sha256').update(pdf).digest('hex'), (other.body as Buffer).equals(pdf)]).toEqual([body.fileHash, true]);

    const dir = mkdtempSync(join(tmpdir(), 'guildhall-nss-'));
    try {
      const { chain } = sealCertificate(app.app.get<Config>(CONFIG));
      writeFileSync(join(dir, 'issuer.pem'), chain.at(-1)!.toString());
      execFileSync('certutil', ['-N', '-d', `sql:${dir}`, '--empty-password']);
      execFileSync('certutil', ['-A', '-d', `sql:${dir}`, '-n', 'issuer', '-t', 'C,C,C', '-i', join(dir, 'issuer.pem')]);
      const check = (bytes: Buffer) => {
        writeFileSync(join(dir, 'a.pdf'), bytes);
        return spawnSync('pdfsig', ['-nssdir', dir, join(dir, 'a.pdf')], { encoding: 'utf8' }).stdout;
      };
      const said = check(pdf);
      expect(['Signature is Valid.', 'Certificate is Trusted.', 'Total document signed'].filter((line) => !said.includes(line))).toEqual([]);
      const forged = Buffer.from(pdf);
      forged[Math.floor(pdf.length * 0.7)]! ^= 1;
      expect(check(forged)).not.toContain('Signature is Valid.');

      writeFileSync(join(dir, 'a.pdf'), pdf);
      const text = execFileSync('pdftotext', ['-layout', join(dir, 'a.pdf'), '-'], { encoding: 'utf8' });
      for (const part of ['Agreement on “First place”', 'Zoë Winner', 'Max Sponsor', body.hash, ...body.signatures.map(({ signedAt }) => signedAt), ...body.signatures.map(({ record }) => String(record))]) expect(text).toContain(part);
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  });

  it('take only the hash of their own text, a name and a tick', async () => {
    const [other, { winner, path }] = [await agreed(), await agreed()];
    const { hash } = await read(winner, path);
    const put = (body: object) => winner.agent.put(`${path}/signature`).send(body);
    expect((await put({ hash: (await read(other.winner, other.path)).hash, name: 'Ada', isAccepted: true }).expect(409)).body.code).toBe('agreements_other_text');
    for (const wrong of [{ hash, name: 'Ada', isAccepted: false }, { hash, name: 'Ada' }, { hash, name: ' ', isAccepted: true }, { hash: hash.toUpperCase(), name: 'Ada', isAccepted: true }, { name: 'Ada', isAccepted: true }]) {
      expect((await put(wrong).expect(422)).body.code).toBe('request_invalid');
    }
    expect(await read(winner, path)).toMatchObject({ state: 'ready', signatures: [] });
  });

  it('are signed once by each side, whoever of it comes first', async () => {
    const { winner, sponsor, path } = await agreed();
    const second = await aMember(app, sponsor.owner, sponsor.organisation, ['signatory']);
    const both = await Promise.all([signs(sponsor.owner, path), signs(second, path)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    await signedInAWhileAgo(second);
    expect((await signs(second, path)).body.code).toBe('agreements_signed_already');
    expect(await read(winner, path)).toMatchObject({ state: 'signing', signatures: [{ side: 'sponsor' }] });
  });

  it('ask again for the password of who signed in a while ago', async () => {
    const { winner, path } = await agreed();
    await signedInAWhileAgo(winner);
    expect((await signs(winner, path).then(({ body }) => body as { code: string })).code).toBe('identity_prove_again');
    await winner.agent.put('/api/v1/session').send({ password: testPassword }).expect(200);
    expect((await signs(winner, path)).status).toBe(200);
  });

  it('are nobody else’s business', async () => {
    const { winner, sponsor, solvers, path } = await agreed([9, 8]);
    const { hash } = await read(winner, path);
    const body = { hash, name: 'Eve', isAccepted: true };
    const contributor = await aMember(app, sponsor.owner, sponsor.organisation, ['contributor']);
    for (const { agent } of [await aPerson(app), solvers[1]!, contributor]) {
      for (const part of ['', '/document', '/signatures/recipient/receipt']) await agent.get(path + part).expect(404);
      await agent.put(`${path}/signature`).send(body).expect(404);
      expect((await agent.get('/api/v1/me/agreements').expect(200)).body.items).toEqual([]);
    }
    await app.http().get(path).expect(401);
    const { agent: token } = await aToken(app, sponsor.owner, sponsor.organisation, 'challenge:read');
    await token.put(`${path}/signature`).send(body).expect(403);
    for (const { agent } of [await aStaffMember(app, 'support'), await aMember(app, sponsor.owner, sponsor.organisation, ['manager'])]) {
      expect((await agent.get(path).expect(200)).body.signsFor).toBeNull();
      await agent.put(`${path}/signature`).send(body).expect(403);
      expect((await agent.get(`${path}/document`).expect(409)).body.code).toBe('agreements_not_sealed_yet');
    }
  });

  it('never change once they are made, whoever asks the database', async () => {
    const { path } = await inForce();
    const id = readId('agreement', path.split('/').at(-1));
    await expect(app.db.query(`update agreement set text = 'other' where id = $1`, [id])).rejects.toThrow('never changes');
    await expect(app.db.query(`update signature set name = 'other' where agreement_id = $1`, [id])).rejects.toThrow();
    await expect(app.db.query('delete from agreement where id = $1', [id])).rejects.toThrow('permission denied');
  });

  const awardNow = async ({ winner, award }: Agreed) => (await winner.agent.get(award).expect(200)).body as View<'AwardDetailView'>;

  it('lapse with an award that is annulled, and end with it when they were in force', async () => {
    const annul = async ({ award }: Agreed) => {
      const moderator = await aStaffMember(app, 'moderator');
      await app.db.pool.query(`update award set state = 'contested', contested_from = 'accepted', due_at = null where id = $1`, [readId('award', award.split('/').at(-1))]);
      await moderator.agent.put(`/api/v1/admin/awards/${award.split('/').at(-1)!}/contest`).send({ outcome: 'annul', reason: 'Copied work.' }).expect(200);
      await app.drain();
    };
    const open = await agreed();
    await annul(open);
    const done = await inForce();
    await annul(done);
    expect(await read(open.winner, open.path)).toMatchObject({ state: 'lapsed', endedAt: (await awardNow(open)).lostAt, signsFor: null });
    expect((await signs(open.winner, open.path)).body.code).toBe('request_wrong_state');
    expect(await read(done.winner, done.path)).toMatchObject({ state: 'terminated', endedAt: (await awardNow(done)).lostAt, isSealed: true });
  });

  it('are waited for before a placement is released, whoever asks the database', async () => {
    const done = await agreed();
    await signs(done.winner, done.path);
    await passAppeals(app);
    expect(await awardNow(done)).toMatchObject({ state: 'accepted', agreementState: 'signing', signedAt: expect.any(String), releasedAt: null });
    await expect(app.db.query(`update award set state = 'released', released_at = app_now() where id = $1`, [readId('award', done.award.split('/').at(-1))])).rejects.toThrow('once its agreement is in force');
    expect(app.mails(done.sponsor.owner.email).map(({ subject }) => subject)).toContain('The other side has signed: Less waste on the line');
    await signs(done.sponsor.owner, done.path);
    await app.drain();
    expect(await awardNow(done)).toMatchObject({ state: 'released', agreementState: 'in_force' });
  });

  it('not signed by the winner in time, take the award along to the next in line; one reminder comes before', async () => {
    const done = await agreed([9, 8]);
    await signs(done.sponsor.owner, done.path);
    await app.drain();
    expect(app.mails(done.winner.email).at(-1)!.text).toContain('after that the award goes to the next in line or, where there is none, by the no-award rule');
    await passDays(app, 7);
    const reminder = app.mails(done.winner.email).at(-1)!;
    expect([reminder.subject, reminder.text.includes('still waits for your signature')]).toEqual(['Your award still waits for your answer: Less waste on the line', true]);
    await passDays(app, 7);
    expect([await awardNow(done), await read(done.winner, done.path)]).toMatchObject([{ state: 'lapsed' }, { state: 'lapsed' }]);
    expect((await signs(done.winner, done.path)).body.code).toBe('request_wrong_state');
    expect((await awardOf(done.solvers[1]!)).body).toMatchObject({ kind: 'placement', state: 'announced' });
  });

  it('signed in the last moment, hold the award, though nobody has heard of it yet when its time is over', async () => {
    const done = await agreed();
    await passDays(app, 8);
    const { respondBy } = await awardNow(done);
    await signs(done.winner, done.path);
    await app.clock.set(new Date(respondBy!));
    await app.app.get(Tick).run();
    expect(await awardNow(done)).toMatchObject({ state: 'accepted', signedAt: expect.any(String), sponsorSignsBy: expect.any(String) });
  });

  it('are not signed by the winner in the instant its time is over, nor later, though nobody has looked yet', async () => {
    const done = await agreed();
    await passDays(app, 8);
    const { respondBy } = await awardNow(done);
    await app.clock.set(new Date(respondBy!));
    expect((await signs(done.winner, done.path)).body).toMatchObject({ status: 409, code: 'agreements_signed_too_late', serverTime: expect.any(String), signBy: respondBy });
    await app.drain();
    expect((await awardNow(done)).state).toBe('lapsed');
  });

  it('hold up nothing where the rule card was opened before there were such waits', async () => {
    const done = await agreed();
    await withClient(app.database.superuserUrl, (client) => client.query(
      `alter table challenge disable trigger challenge_keeps_numbers; update challenge set numbers = numbers - 'sponsorSignsDays' where id = '${done.challenge.id}'; alter table challenge enable trigger challenge_keeps_numbers`,
    ));
    await app.db.pool.query('update award set due_at = release_from where id = $1', [readId('award', done.award.split('/').at(-1))]);
    expect(await awardNow(done)).toMatchObject({ state: 'accepted', isSignedFor: false });
    await signs(done.winner, done.path);
    await app.drain();
    expect(await awardNow(done)).toMatchObject({ state: 'accepted', signedAt: expect.any(String), sponsorSignsBy: null });
    await passAppeals(app);
    expect(await awardNow(done)).toMatchObject({ state: 'released', agreementState: 'signing' });
  });

  it('bind a sponsor who lets its time to sign pass: in force by the rule card, sealed, and paid', async () => {
    const done = await agreed();
    expect((await read(done.winner, done.path)).text).toContain('Where it has not signed within 14 days of the recipient’s signature, it is bound by the rule card');
    await signs(done.winner, done.path, 'Zoë Winner');
    await app.drain();
    const { sponsorSignsBy, signedAt } = await awardNow(done);
    expect(new Date(sponsorSignsBy!).getTime() - new Date(signedAt!).getTime()).toBe(14 * 24 * 60 * 60 * 1000);
    await app.clock.set(new Date(new Date(sponsorSignsBy!).getTime() - 60_000));
    await app.drain();
    expect((await awardNow(done)).state).toBe('accepted');
    await app.clock.set(new Date(sponsorSignsBy!));
    await app.drain();
    expect(await awardNow(done)).toMatchObject({ state: 'released', agreementState: 'in_force', inForceAt: expect.any(String), isSponsorBound: true });
    expect(await read(done.winner, done.path)).toMatchObject({ state: 'in_force', isSealed: true, signatures: [{ side: 'recipient' }], signsFor: null });
    await signedInAWhileAgo(done.sponsor.owner);
    expect((await signs(done.sponsor.owner, done.path)).body.code).toBe('agreements_signed_already');
    for (const { email } of [done.winner, done.sponsor.owner]) expect(app.mails(email).find(({ subject }) => subject === 'The agreement is in force: Less waste on the line')!.text).toContain('let its time to sign pass');
  });

  it('say in words that nothing is paid where there is no bounty', async () => {
    const done = await aJudgedChallenge(app, [9], { edits: freeDraft(await app.clock.now()), fund: async () => {} });
    const { path } = await awardOf(done.solvers[0]!);
    const { body } = await done.solvers[0]!.agent.put(`${path}/acceptance`).expect(200);
    const agreement = await read(done.solvers[0]!, `/api/v1/agreements/${body.agreementId as string}`);
    expect(agreement.amount).toBeNull();
    expect(agreement.text).toContain('The challenge has no bounty, and nothing is paid.');
    expect(agreement.text).toContain('Once the winner has accepted');
  });
});
