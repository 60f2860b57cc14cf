import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Client } from 'pg';
import { after, day, hour, type Id, readId, showId } from '@app/kernel';
import type { View } from '@app/api-client';
import { Rests } from '@app/bounties';
import { Fundings } from '@app/payments';
import { CONFIG, type Config } from '@app/platform';
import { aJudgedChallenge, aPaidChallenge, awardOf, awardTexts, booksOf, brokenChecks, declareNonUse, type JudgedChallenge, paidBy, passAppeals, passDays, prizes, sponsorOpens, takes } from '../../../libs/bounties/testing';
import { aChallenge, aPhase, asSeen, aSponsor, type TestChallenge, type TestSponsor } from '../../../libs/challenges/testing';
import { aMember, aPerson, aStaffMember, aToken, testPassword, type TestPerson } from '../../../libs/identity/testing';
import { aJudge, judgeAll } from '../../../libs/judging/testing';
import { openPage, pay } from '../../../libs/payments/testing';
import { anEntry, aPdf, aSolver, aSubmission, closePhase } from '../../../libs/submissions/testing';
import { startTestApp, type TestApp } from '../../support/app';
import { client, ok, refused } from '../../support/client';
import { holdChallenge } from '../../support/held-row';
import { offline, provenOffline } from '../../support/receipts';

/** A sponsor who has opened a submission gets nothing back before it has declared that it does not use it. */
let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterEach(async () => expect(await brokenChecks(app)).toEqual([]));
afterAll(() => app?.close());

const pathOf = ({ publicId }: Pick<TestChallenge, 'publicId'>) => `/api/v1/challenges/${publicId}/non-use-declaration`;
const restPathOf = ({ publicId }: Pick<TestChallenge, 'publicId'>) => `/api/v1/challenges/${publicId}/rest`;
const restOf = async ({ agent }: Pick<TestPerson, 'agent'>, challenge: Pick<TestChallenge, 'publicId'>) => (await agent.get(restPathOf(challenge)).expect(200)).body as View<'RestView'>;
const stateOf = async (sponsor: TestSponsor, challenge: { publicId: string }) => (await asSeen(sponsor.owner.agent, challenge.publicId)).body.state as string;
const subjects = (who: TestPerson, about: RegExp) => app.mails(who.email).map(({ subject }) => subject).filter((subject) => about.test(subject));
const waiting = /signature/;
const held = { bounty: 500_000, fee: 50_000, earned: 0, refunded: 0, released: 0 };

async function cancel({ publicId }: Pick<TestChallenge, 'publicId'>): Promise<void> {
  const moderator = await aStaffMember(app, 'moderator');
  await moderator.agent.put(`/api/v1/admin/challenges/${publicId}/cancellation`).send({ reason: 'platform', note: 'It asks for what the law forbids.' }).expect(200);
  await app.drain();
}

/** Nobody passed, the sponsor has read, and nobody may object any more. */
async function undeclared(scores: number[] = [2]): Promise<JudgedChallenge> {
  const done = await aJudgedChallenge(app, scores);
  await sponsorOpens(done.sponsor, done.challenge);
  await passAppeals(app);
  return done;
}

it('is asked for when the refund is due, holds it, and lets it go when it is signed', async () => {
  const done = await aJudgedChallenge(app, [2]);
  const { sponsor, challenge } = done;
  const signatory = await aMember(app, sponsor.owner, sponsor.organisation, ['signatory']);
  const manager = await aMember(app, sponsor.owner, sponsor.organisation, ['manager']);
  await sponsorOpens(sponsor, challenge);
  await sponsor.owner.agent.get(pathOf(challenge)).expect(404);
  const eur = (amount: number) => ({ amount, currency: 'EUR' });
  const rest = { bounty: eur(500_000), fee: eur(25_000), total: eur(525_000), feeKept: eur(25_000), notBefore: null, waitsFor: ['declaration'], isFinal: true };
  const { body: decided } = await asSeen(sponsor.owner.agent, challenge.publicId);
  const notBefore = after(new Date(decided.phases[0].resultsAt), 72 * hour).toISOString();
  expect(await restOf(manager, challenge)).toEqual({ ...rest, notBefore, waitsFor: ['objections', 'declaration'] });
  await passAppeals(app);

  expect([await booksOf(app, challenge), await stateOf(sponsor, challenge)]).toEqual([held, 'decided']);
  expect(await restOf(signatory, challenge)).toEqual(rest);
  const body = (await manager.agent.get(pathOf(challenge)).expect(200)).body as View<'NonUseDeclarationDetailView'>;
  expect(body).toEqual({
    challengeId: challenge.publicId, challengeTitle: 'Less waste on the line', challengeSlug: challenge.slug, organisationId: sponsor.organisation.publicId, organisationName: sponsor.organisation.name,
    state: 'asked', askedAt: expect.any(String), blocks: expect.arrayContaining([{ kind: 'heading', lines: ['1. Who declares'] }]), signedAt: null, text: expect.any(String), hash: createHash('sha256').update(body.text).digest('hex'), signedBy: null, record: null, maySign: false, rest,
  });
  for (const part of [sponsor.organisation.name, sponsor.organisation.publicId, '“Less waste on the line”', challenge.publicId, 'has not used it and will not use it', 'or let others use it', 'deletes every copy', 'knew before', 'an agreement with a solver', 'everything that was handed in, except what an agreement in force gives it', 'guildhall-non-use-declaration-2']) expect(body.text).toContain(part);
  expect(subjects(manager, waiting)).toEqual([]);
  for (const one of [sponsor.owner, signatory]) {
    expect(subjects(one, waiting)).toEqual(['Money waits for your signature: Less waste on the line']);
    const mail = app.mails(one.email).find(({ subject }) => waiting.test(subject))!;
    expect([mail.link, mail.text.includes('5,250.00 EUR goes back: 5,000.00 EUR of the bounty and 250.00 EUR of the fee. The platform keeps 250.00 EUR of the fee.')]).toEqual([`http://localhost:3000/challenges/${challenge.slug}/declaration`, true]);
    const { maySign: _, text: _text, blocks: _blocks, hash: _hash, signedBy: _by, record: _record, ...listed } = body;
    expect((await one.agent.get('/api/v1/me/non-use-declarations').expect(200)).body).toEqual({ items: [listed] });
  }
  expect((await manager.agent.get('/api/v1/me/non-use-declarations').expect(200)).body.items).toEqual([]);

  expect(await declareNonUse(signatory, challenge, 'Sig Natory')).toMatchObject({ state: 'signed', signedAt: expect.any(String), signedBy: 'Sig Natory', record: expect.any(Number), maySign: false });
  await app.drain();
  expect([await booksOf(app, challenge), await stateOf(sponsor, challenge)]).toEqual([{ bounty: 0, fee: 0, earned: 25_000, refunded: 525_000, released: 0 }, 'completed']);
  for (const one of [manager, signatory]) await one.agent.get(restPathOf(challenge)).expect(404);
  expect((await signatory.agent.get(pathOf(challenge)).expect(200)).body.rest).toBeNull();
  expect((await signatory.agent.get('/api/v1/me/non-use-declarations').expect(200)).body.items).toEqual([]);
  const { body: statement } = await sponsor.owner.agent.get(`/api/v1/organisations/${sponsor.organisation.publicId}/statement?challengeId=${challenge.publicId}`).expect(200);
  const line = { at: expect.any(String), award: null, challenge: { id: challenge.publicId, title: 'Less waste on the line', slug: challenge.slug }, reference: expect.stringMatching(/^fun_/) };
  expect(statement.items).toEqual(expect.arrayContaining([
    { ...line, kind: 'charge', amount: eur(550_000), fee: eur(50_000), providerReference: expect.any(String) },
    { ...line, kind: 'fee_kept', amount: eur(25_000), fee: null, providerReference: null },
  ]));
  expect((await app.db.query(`select distinct reason from refund where subject_id = $1`, [challenge.id]))).toEqual([{ reason: 'nobody_awarded' }]);
  const phase = { id: challenge.phases[0]!.id };
  const { items, closedBecause } = await ok(client(manager).GET('/api/v1/phases/{id}/submissions', { params: { path: phase } }));
  expect([closedBecause, items.map(({ label, can }) => [label, can])]).toEqual(['declaration', [['Entry 1', []]]]);
  expect(await refused(client(manager).GET('/api/v1/phases/{id}/submissions/{submissionId}', { params: { path: { ...phase, submissionId: items[0]!.id } } }))).toBe('409 submission_not_read_any_more');
});

it('is read by everybody who handed something in once it is signed, with a receipt that holds offline, and without saying who signed', async () => {
  const done = await undeclared([2, 1]);
  const { sponsor, challenge, solvers } = done;
  for (const { agent } of solvers) await agent.get(pathOf(challenge)).expect(404);
  const signed = await declareNonUse(sponsor.owner, challenge);
  await app.drain();
  for (const solver of solvers) {
    const { body } = await solver.agent.get(pathOf(challenge)).expect(200);
    expect(body).toEqual({ ...signed, signedBy: null });
    const { body: receipt } = await solver.agent.get(`${pathOf(challenge)}/receipt`).expect(200);
    expect(receipt).toMatchObject({ index: signed.record, leaf: { type: 'declaration' }, content: { fields: { challenge: challenge.publicId, organisation: sponsor.organisation.publicId, textSha256: signed.hash, signedAt: signed.signedAt } } });
    expect(JSON.stringify(receipt)).not.toContain('Max Sponsor');
    expect(await offline(app, receipt)).toEqual(provenOffline);
    const signer = `${showId('person', sponsor.owner.id)}\nMax Sponsor`;
    expect(receipt.content.fields.signerSha256).toBe(createHash('sha256').update(signer).digest('hex'));
    expect(subjects(solver, /has signed a non-use/)).toEqual(['The sponsor has signed a non-use declaration: Less waste on the line']);
    expect(app.mails(solver.email).map(({ text }) => text).join('\n')).not.toContain('Max Sponsor');
  }
  const staff = await aStaffMember(app, 'support');
  expect((await staff.agent.get(pathOf(challenge)).expect(200)).body).toEqual(signed);
});

it('takes only the hash of its own text, a name and a tick, and once', async () => {
  const [{ sponsor, challenge }, other] = [await undeclared(), await undeclared()];
  const { hash } = (await sponsor.owner.agent.get(pathOf(challenge)).expect(200)).body as { hash: string };
  const put = (body: object) => sponsor.owner.agent.put(`${pathOf(challenge)}/signature`).send(body);
  const { hash: otherHash } = (await other.sponsor.owner.agent.get(pathOf(other.challenge)).expect(200)).body as { hash: string };
  expect((await put({ hash: otherHash, name: 'Ada', isAccepted: true }).expect(409)).body.code).toBe('bounties_other_declaration');
  for (const wrong of [{ hash, name: 'Ada', isAccepted: false }, { hash, name: 'Ada' }, { hash, name: ' ', isAccepted: true }, { hash: hash.toUpperCase(), name: 'Ada', isAccepted: true }, { name: 'Ada', isAccepted: true }]) {
    expect((await put(wrong).expect(422)).body.code).toBe('request_invalid');
  }
  await sponsor.owner.agent.get(`${pathOf(challenge)}/receipt`).expect(404);
  expect(await booksOf(app, challenge)).toEqual(held);

  const second = await aMember(app, sponsor.owner, sponsor.organisation, ['signatory']);
  const both = await Promise.all([sponsor.owner, second].map(({ agent }) => agent.put(`${pathOf(challenge)}/signature`).send({ hash, name: 'Ada', isAccepted: true })));
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
  expect((await put({ hash, name: 'Ada', isAccepted: true }).expect(409)).body.code).toBe('bounties_declaration_signed');
  await app.drain();
  expect((await booksOf(app, challenge)).refunded).toBe(525_000);
});

it('is signed by owners and signatories who have just proved who they are, and by nobody else', async () => {
  const { sponsor, challenge, solvers } = await undeclared();
  const { hash } = (await sponsor.owner.agent.get(pathOf(challenge)).expect(200)).body as { hash: string };
  const body = { hash, name: 'Eve', isAccepted: true };
  const sign = ({ agent }: Pick<TestPerson, 'agent'>) => agent.put(`${pathOf(challenge)}/signature`).send(body);
  const as = (role: 'contributor' | 'treasurer' | 'manager') => aMember(app, sponsor.owner, sponsor.organisation, [role]);
  const keepers = [await as('treasurer')];
  for (const one of [await aPerson(app), solvers[0]!, await as('contributor'), ...keepers]) {
    for (const part of ['', '/receipt']) await one.agent.get(pathOf(challenge) + part).expect(404);
    if (one !== keepers[0]) await one.agent.get(restPathOf(challenge)).expect(404);
    expect((await sign(one)).status).toBe(404);
  }
  for (const one of [await as('manager'), await aStaffMember(app, 'moderator', 'finance', 'support', 'operator')]) {
    expect((await one.agent.get(pathOf(challenge)).expect(200)).body.maySign).toBe(false);
    expect((await sign(one)).status).toBe(403);
  }
  const operator = await aStaffMember(app, 'operator');
  await operator.agent.get(restPathOf(challenge)).expect(404);
  expect((await operator.agent.get(pathOf(challenge)).expect(200)).body.rest).toBeNull();
  const token = await aToken(app, sponsor.owner, sponsor.organisation, 'challenge:read', 'challenge:write');
  expect([(await token.agent.get(pathOf(challenge))).status, (await sign(token)).status]).toEqual([403, 403]);
  await app.http().put(`${pathOf(challenge)}/signature`).send(body).expect(401);

  await app.db.pool.query(`update session set authenticated_at = now() - interval '11 minutes' where person_id = $1`, [sponsor.owner.id]);
  expect((await sign(sponsor.owner)).body.code).toBe('identity_prove_again');
  expect([await booksOf(app, challenge), await stateOf(sponsor, challenge)]).toEqual([held, 'decided']);
  await sponsor.owner.agent.put('/api/v1/session').send({ password: testPassword }).expect(200);
  expect((await sign(sponsor.owner)).status).toBe(200);
});

it('is not asked for where only judges have opened, nor where nobody has, nor where nothing was handed in', async () => {
  for (const scores of [[2], []]) {
    const { sponsor, challenge } = await aJudgedChallenge(app, scores);
    await passAppeals(app);
    expect(await stateOf(sponsor, challenge)).toBe('completed');
    await sponsor.owner.agent.get(pathOf(challenge)).expect(404);
  }
});

it('is asked for where somebody of the sponsor has read as a judge, also once they have left', async () => {
  const { sponsor, challenge } = await aPaidChallenge(app, { edits: { judgeRoles: ['sponsor'] } });
  const colleague = await aMember(app, sponsor.owner, sponsor.organisation, ['contributor']);
  const judge = await aJudge(app, sponsor, challenge, colleague);
  await aSubmission(app, await anEntry(app, challenge));
  await closePhase(app, challenge);
  await judgeAll(judge, () => 2);
  await app.drain();
  const members = `/api/v1/organisations/${sponsor.organisation.publicId}/members`;
  const { items } = (await sponsor.owner.agent.get(members).expect(200)).body as { items: View<'MemberView'>[] };
  await sponsor.owner.agent.delete(`${members}/${items.find(({ personId }) => personId === showId('person', colleague.id))!.id}`).expect(204);
  await passAppeals(app);
  expect([await booksOf(app, challenge), await stateOf(sponsor, challenge), subjects(sponsor.owner, waiting).length]).toEqual([held, 'decided', 1]);
  await declareNonUse(sponsor.owner, challenge);
  await app.drain();
  expect([(await booksOf(app, challenge)).refunded, await stateOf(sponsor, challenge)]).toEqual([525_000, 'completed']);
});

it('closes what was not awarded to a sponsor that had read nothing when its money went back', async () => {
  const now = await app.clock.now();
  const { sponsor, challenge } = await aPaidChallenge(app, { edits: { noAwardRule: 'refund', phases: [aPhase(now, prizes(1_000, 501))] } });
  const judge = await aJudge(app, sponsor, challenge);
  const files = [{ name: 'Plan.pdf', content: aPdf() }];
  const winner = await aSolver(app);
  const [won, lost] = [await aSubmission(app, await anEntry(app, challenge, winner), { files }), await aSubmission(app, await anEntry(app, challenge), { files })];
  await closePhase(app, challenge);
  const [row] = await app.db.query<{ number: number }>('select number from submission where id = $1', [won.id]);
  await judgeAll(judge, (label) => (label === `Entry ${row!.number}` ? 9 : 2));
  await app.drain();
  await takes(winner, sponsor);
  await passAppeals(app);
  expect([(await booksOf(app, challenge)).refunded, await stateOf(sponsor, challenge)]).toEqual([501, 'completed']);

  const phase = challenge.phases[0]!.id;
  const listed = await ok(client(sponsor.owner).GET('/api/v1/phases/{id}/submissions', { params: { path: { id: phase } } }));
  expect([listed.closedBecause, new Map(listed.items.map(({ id, can }) => [id, can]))]).toEqual(['refund', new Map([[won.publicId, ['open']], [lost.publicId, []]])]);
  const ranking = await ok(client(sponsor.owner).GET('/api/v1/phases/{id}/ranking', { params: { path: { id: phase } } }));
  expect(ranking.items.map(({ submissionId, mayOpen }) => [submissionId, mayOpen])).toEqual([[won.publicId, true], [lost.publicId, false]]);
  const at = ({ publicId }: { publicId: string }) => `/api/v1/phases/${phase}/submissions/${publicId}`;
  const [{ id: file }] = await app.db.query<{ id: string }>('select id from stored_file where data_key_id = $1', [lost.id]) as [{ id: string }];
  for (const path of [at(lost), `${at(lost)}/files/${showId('file', file as Id<'file'>)}`]) expect((await sponsor.owner.agent.get(path).expect(409)).body.code).toBe('submission_not_read_any_more');
  const { body: read } = await sponsor.owner.agent.get(at(won)).expect(200);
  await sponsor.owner.agent.get(`${at(won)}/files/${read.files[0].id}`).expect(200);
  expect(await app.db.query(`select opener from submission_opening where submission_id = $1 and of_sponsor`, [lost.id])).toEqual([]);

  const talk = async (who: Pick<TestPerson, 'agent'>, { publicId }: { publicId: string }) => (await ok(client(who).PUT('/api/v1/submissions/{id}/thread', { params: { path: { id: publicId } } }))).mayOpen;
  expect([await talk(sponsor.owner, won), await talk(sponsor.owner, lost), await talk(lost.entry.solver, lost)]).toEqual([true, false, true]);
});

it('hands nothing out that lost its place while the opening waited', async () => {
  const { sponsor, challenge, solvers } = await aJudgedChallenge(app, [9], { edits: { noAwardRule: 'refund' } });
  await passAppeals(app);
  const { path } = await awardOf(solvers[0]!);
  const phase = challenge.phases[0]!.id;
  const { items } = await ok(client(sponsor.owner).GET('/api/v1/phases/{id}/submissions', { params: { path: { id: phase } } }));
  const held = await holdChallenge(app, challenge.id);
  const declined = solvers[0]!.agent.put(`${path}/refusal`).send({ reason: 'We lack the time.' }).then(({ status }) => status);
  await held.waiting(1);
  const opened = sponsor.owner.agent.get(`/api/v1/phases/${phase}/submissions/${items[0]!.id}`).then(({ status, body }) => [status, body.code]);
  await held.waiting(2);
  await held.letGo();
  expect([await declined, await opened]).toEqual([200, [409, 'submission_not_read_any_more']]);
  expect((await booksOf(app, challenge)).refunded).toBeGreaterThan(0);
  expect(await app.db.query('select from submission_opening where submission_id = $1 and of_sponsor', [readId('submission', items[0]!.id)])).toEqual([]);
});

it('closes what did not win in a later phase, though its entry won before', async () => {
  const now = await app.clock.now();
  const sponsor = await aSponsor(app);
  const placement = [{ kind: 'placement' as const, place: 1, title: 'Winner', amount: { amount: 1_000, currency: 'EUR' as const } }];
  const phases = [aPhase(now, { closesAt: after(now, 14 * day).toISOString(), prizes: placement }), aPhase(now, { kind: 'prototype', opensAt: after(now, 40 * day).toISOString(), closesAt: after(now, 60 * day).toISOString(), prizes: placement })];
  const challenge = await aChallenge(app, sponsor, { state: 'open', fund: paidBy(app, sponsor), edits: { noAwardRule: 'refund', phases } });
  const entry = await anEntry(app, challenge);
  const first = await aSubmission(app, entry);
  const judge = await aJudge(app, sponsor, challenge);
  await closePhase(app, challenge);
  await judgeAll(judge, () => 9);
  await app.drain();
  await takes(entry.solver, sponsor);
  await app.clock.set(challenge.phases[1]!.opensAt);
  await app.drain();
  const second = await aSubmission(app, { ...entry, phaseId: challenge.phases[1]!.id });
  const other = await aJudge(app, sponsor, challenge, undefined, 1);
  await closePhase(app, challenge, 1);
  await judgeAll(other, () => 2);
  await app.drain();
  await passAppeals(app);
  expect([(await booksOf(app, challenge)).refunded, await stateOf(sponsor, challenge)]).toEqual([1_000, 'completed']);
  const read = (phase: number, { publicId }: { publicId: string }) => sponsor.owner.agent.get(`/api/v1/phases/${challenge.phases[phase]!.id}/submissions/${publicId}`);
  expect([(await read(0, first)).status, (await read(1, second)).body.code]).toEqual([200, 'submission_not_read_any_more']);
});

it('of a later phase in which nothing was handed in: the sponsor reads what goes back, and that its fee is earned by the winner of the first', async () => {
  const now = await app.clock.now();
  const sponsor = await aSponsor(app);
  await ok(client(sponsor.owner).PUT('/api/v1/me/notification-settings', { body: { settings: [{ kind: 'phase_decided', choice: 'at_once' }] } }));
  const phases = [aPhase(now, { closesAt: after(now, 14 * day).toISOString(), ...prizes(1_000) }), aPhase(now, { kind: 'prototype', opensAt: after(now, 40 * day).toISOString(), closesAt: after(now, 60 * day).toISOString(), ...prizes(3_000) })];
  const challenge = await aChallenge(app, sponsor, { state: 'open', fund: paidBy(app, sponsor, 1_000), edits: { noAwardRule: 'split', phases } });
  const entry = await anEntry(app, challenge);
  await aSubmission(app, entry);
  const judge = await aJudge(app, sponsor, challenge);
  await closePhase(app, challenge);
  await judgeAll(judge, () => 9);
  await app.drain();
  await sponsorOpens(sponsor, challenge);
  await takes(entry.solver, sponsor);
  await passAppeals(app);
  await paidBy(app, sponsor)(challenge);
  await app.clock.set(challenge.phases[1]!.opensAt);
  await app.drain();
  await closePhase(app, challenge, 1);
  await app.drain();

  const results = await ok(client(sponsor.owner).GET('/api/v1/phases/{id}/results', { params: { path: { id: challenge.phases[1]!.id } } }));
  expect([results.how, results.nobodyPlaced]).toEqual(['nothing_submitted', { submissions: 0, scored: 0, passed: 0, noAward: 'nothing_judged' }]);
  const { text } = app.mails(sponsor.owner.email).findLast(({ subject }) => /^Phase 2 is decided/.test(subject))!;
  expect(text).toContain([
    'Nothing was handed in, so nobody was awarded.', 'There was nothing to judge, so the prize money goes back to the sponsor.',
    '30.00 EUR of the bounty goes back. The platform keeps 3.00 EUR of the fee.', 'Since somebody of you has opened what was handed in',
  ].join('\n\n'));
  await declareNonUse(sponsor.owner, challenge);
  await app.drain();
  expect([await booksOf(app, challenge), await stateOf(sponsor, challenge)]).toEqual([{ bounty: 0, fee: 0, earned: 400, refunded: 3_000, released: 1_000 }, 'completed']);
  const statement = await ok(client(sponsor.owner).GET('/api/v1/organisations/{id}/statement', { params: { path: { id: sponsor.organisation.publicId } } }));
  expect(statement.items.filter(({ kind }) => kind.startsWith('fee')).map(({ kind, amount }) => [kind, amount.amount])).toEqual([['fee_earned', 300], ['fee_earned', 100]]);
});

it('never holds up who was awarded: only the rest waits', async () => {
  const now = await app.clock.now();
  const { sponsor, challenge, solvers } = await aJudgedChallenge(app, [9], { edits: { noAwardRule: 'refund', phases: [aPhase(now, prizes(1_000, 501))] } });
  await sponsorOpens(sponsor, challenge);
  expect(await restOf(sponsor.owner, challenge)).toMatchObject({ bounty: { amount: 501 }, fee: { amount: 0 }, feeKept: { amount: 150 }, waitsFor: ['objections', 'awards', 'declaration'], isFinal: false });
  await takes(solvers[0]!, sponsor);
  await passAppeals(app);
  expect(await restOf(sponsor.owner, challenge)).toMatchObject({ total: { amount: 501 }, feeKept: { amount: 0 }, notBefore: null, waitsFor: ['declaration'], isFinal: true });
  expect([await booksOf(app, challenge), await stateOf(sponsor, challenge)]).toEqual([{ bounty: 501, fee: 0, earned: 150, refunded: 0, released: 1_000 }, 'decided']);
  await declareNonUse(sponsor.owner, challenge);
  await app.drain();
  expect([await booksOf(app, challenge), await stateOf(sponsor, challenge)]).toEqual([{ bounty: 0, fee: 0, earned: 150, refunded: 501, released: 1_000 }, 'completed']);
});

it('is not final beside one award that was paid while another may yet be given up', async () => {
  const { sponsor, challenge, solvers } = await aJudgedChallenge(app, [9, 7], { edits: { noAwardRule: 'refund', phases: [aPhase(await app.clock.now(), prizes(1_000, 501, 300))] } });
  await sponsorOpens(sponsor, challenge);
  await takes(solvers[0]!, sponsor);
  await passAppeals(app);
  expect(await restOf(sponsor.owner, challenge)).toMatchObject({ total: { amount: 300 }, waitsFor: ['declaration'], isFinal: false });
  expect(app.mails(sponsor.owner.email).findLast(({ subject }) => subject.startsWith('Money waits for your signature'))!.text).toContain('an award that is given up changes them');
});

it('is told right while awards are announced: no award is taken off twice', async () => {
  const phases = [aPhase(await app.clock.now(), prizes(1_000, 501))];
  const { sponsor, challenge } = await aJudgedChallenge(app, [9], { edits: { noAwardRule: 'refund', decisionRule: 'sponsor_choice', phases } });
  const phase = `/api/v1/phases/${challenge.phases[0]!.id}`;
  const { body: ranking } = await sponsor.owner.agent.put(`${phase}/ranking`).expect(200);
  const [first, second] = challenge.body.phases[0].prizes as { id: string }[];
  await sponsor.owner.agent.put(`${phase}/decision`).send({ places: [{ prizeId: first!.id, submissionId: ranking.items[0].submissionId }, { prizeId: second!.id, submissionId: null }], reason: 'One was good.' }).expect(200);

  const fundings = app.app.get(Fundings);
  const heldBy = fundings.heldBy.bind(fundings);
  let goOn!: () => void;
  const pause = jest.spyOn(fundings, 'heldBy').mockImplementationOnce(async (...args) => {
    await new Promise<void>((resolve) => (goOn = resolve));
    return heldBy(...args);
  });
  const reading = restOf(sponsor.owner, challenge);
  while (!goOn) await wait(5);
  const announcing = app.drain();
  await Promise.race([announcing, wait(1_000)]);
  goOn();
  expect((await reading).bounty).toEqual({ amount: 501, currency: 'EUR' });
  await announcing;
  pause.mockRestore();
  expect([(await restOf(sponsor.owner, challenge)).bounty.amount, await awardTexts(sponsor, challenge)]).toEqual([501, ['placement 1 of Solver 1: 1000 announced']]);
});

it('of many is read in as many queries as of one, each with its own sums', async () => {
  const waits = await undeclared();
  const open = await aPaidChallenge(app);
  const phases = [aPhase(await app.clock.now(), prizes(1_000, 501))];
  const ids = [waits, open, await aJudgedChallenge(app, [9], { edits: { noAwardRule: 'refund', phases } })].map(({ challenge }) => challenge.id);
  const counted = async (of: readonly string[]) => {
    const queries = jest.spyOn(Client.prototype, 'query');
    const rests = await app.app.get(Rests).ofAll(of);
    const count = queries.mock.calls.length;
    queries.mockRestore();
    return { rests, count };
  };
  const [one, all] = [await counted(ids.slice(0, 1)), await counted(ids)];
  expect([...all.rests].map(([id, { bounty, fee, feeKept, waitsFor }]) => [ids.indexOf(id as (typeof ids)[number]), bounty, fee, feeKept, waitsFor]).sort()).toEqual([
    [0, 500_000n, 25_000n, 25_000n, ['declaration']], [2, 501n, 0n, 150n, ['objections', 'awards']],
  ]);
  expect([one.rests.get(ids[0]!), one.count > 0, all.count]).toEqual([all.rests.get(ids[0]!), true, one.count]);
  await declareNonUse(waits.sponsor.owner, waits.challenge);
});

it('of a challenge that staff cancelled: who handed in is paid, the rest and the fee wait', async () => {
  const { sponsor, challenge } = await aPaidChallenge(app);
  await aJudge(app, sponsor, challenge);
  const solver = await aSolver(app);
  await aSubmission(app, await anEntry(app, challenge, solver));
  await closePhase(app, challenge);
  await sponsorOpens(sponsor, challenge);
  await cancel(challenge);
  expect(await booksOf(app, challenge)).toEqual({ ...held });
  expect(subjects(sponsor.owner, waiting)).toHaveLength(1);
  expect(app.mails(sponsor.owner.email).find(({ subject }) => subject.startsWith('Cancelled'))?.text).toMatch(/What was paid in [^]*If you have opened submissions/);
  expect(await restOf(sponsor.owner, challenge)).toMatchObject({ bounty: { amount: 450_000 }, fee: { amount: 50_000 }, feeKept: { amount: 0 }, waitsFor: ['declaration'] });
  await passAppeals(app);
  expect(await booksOf(app, challenge)).toEqual({ bounty: 450_000, fee: 50_000, earned: 0, refunded: 0, released: 50_000 });
  await declareNonUse(sponsor.owner, challenge);
  await app.drain();
  expect(await booksOf(app, challenge)).toEqual({ bounty: 0, fee: 0, earned: 0, refunded: 500_000, released: 50_000 });
  expect((await solver.agent.get(pathOf(challenge)).expect(200)).body).toMatchObject({ state: 'signed' });
  expect(subjects(solver, /has signed a non-use/)).toHaveLength(1);
});

it('of a challenge that was cancelled between phases: a payment that was begun is closed, and what was paid waits', async () => {
  const now = await app.clock.now();
  const sponsor = await aSponsor(app);
  const phases = [aPhase(now, prizes(1_000)), aPhase(now, { kind: 'prototype', opensAt: after(now, 40 * day).toISOString(), closesAt: after(now, 90 * day).toISOString(), ...prizes(9_000) })];
  const challenge = await aChallenge(app, sponsor, { state: 'open', fund: paidBy(app, sponsor, 1_000), edits: { phases } });
  await aSubmission(app, await anEntry(app, challenge));
  await closePhase(app, challenge);
  await sponsorOpens(sponsor, challenge);
  const fundings = `/api/v1/challenges/${challenge.publicId}/fundings`;
  const { body: begun } = await sponsor.owner.agent.post(fundings).send({}).expect(201);
  const page = await openPage(app, sponsor.owner, readId('funding', begun.id)!);
  await cancel(challenge);
  await expect(pay(app, page)).rejects.toThrow('expired');
  expect((await sponsor.owner.agent.get(fundings).expect(200)).body.items.map(({ state }: { state: string }) => state)).toEqual(['captured', 'expired']);
  expect(await booksOf(app, challenge)).toEqual({ bounty: 1_000, fee: 100, earned: 0, refunded: 0, released: 0 });
  await passAppeals(app);
  await declareNonUse(sponsor.owner, challenge);
  await app.drain();
  expect(await booksOf(app, challenge)).toEqual({ bounty: 0, fee: 0, earned: 0, refunded: 100, released: 1_000 });
});

it('is reminded of on days 7 and 14, once each, and not once it is signed', async () => {
  const signed = await undeclared();
  await declareNonUse(signed.sponsor.owner, signed.challenge);
  const { sponsor, challenge } = await undeclared();
  const reminders = (one: TestSponsor) => subjects(one.owner, /still waits/);
  const seen: number[] = [];
  for (const days of [6, 1, 0, 6, 1, 0, 30]) {
    await passDays(app, days);
    seen.push(reminders(sponsor).length);
  }
  expect(seen).toEqual([0, 1, 1, 1, 2, 2, 2]);
  expect([reminders(signed.sponsor), await booksOf(app, challenge), await stateOf(sponsor, challenge)]).toEqual([[], held, 'decided']);
});

it('stands before finance and moderators until it is signed, with the money that waits and how long it may be held, the nearest to that limit first', async () => {
  const [first, second] = [await undeclared(), await undeclared()];
  const [finance, moderator] = [await aStaffMember(app, 'finance'), await aStaffMember(app, 'moderator')];
  const listed = async ({ agent }: TestPerson, query = '') => (await agent.get(`/api/v1/admin/non-use-declarations${query}`).expect(200)).body as View<'UnsignedNonUseDeclarationPageView'>;
  const ours = ({ items }: View<'UnsignedNonUseDeclarationPageView'>) => items.filter(({ challengeId }) => [first, second].some(({ challenge }) => challenge.publicId === challengeId));
  const shown = ({ sponsor, challenge }: JudgedChallenge) => ({
    challengeId: challenge.publicId, challengeTitle: 'Less waste on the line', challengeSlug: challenge.slug, organisationId: sponsor.organisation.publicId, organisationName: sponsor.organisation.name,
    state: 'asked', askedAt: expect.any(String), signedAt: null, amount: { amount: 550_000, currency: 'EUR' }, heldUntil: expect.any(String), isOverLimit: false,
  });
  for (const one of [finance, moderator]) expect(ours(await listed(one, '?limit=100'))).toEqual([shown(first), shown(second)]);
  await app.db.query(`update challenge set funded_at = funded_at - interval '4000 days' where id = $1`, [second.challenge.id]);
  const [row] = await app.db.query<{ fundedAt: Date }>('select funded_at as "fundedAt" from challenge where id = $1', [second.challenge.id]);
  const nearest = (await listed(finance, '?limit=100')).items[0]!;
  expect([nearest.challengeId, nearest.heldUntil, nearest.isOverLimit]).toEqual([second.challenge.publicId, after(row!.fundedAt, app.app.get<Config>(CONFIG).holdLimitDays * day).toISOString(), true]);
  await app.db.query('update challenge set funded_at = null where id = $1', [first.challenge.id]);
  const all = (await listed(finance, '?limit=100')).items;
  expect([all.at(-1)!.challengeId, all.at(-1)!.heldUntil, all.at(-1)!.isOverLimit]).toEqual([first.challenge.publicId, null, false]);
  const { items, next } = await listed(finance, '?limit=1');
  expect([items.length, (await listed(finance, `?limit=100&after=${next}`)).items.map(({ challengeId }) => challengeId)]).toEqual([1, (await listed(finance, '?limit=100')).items.slice(1).map(({ challengeId }) => challengeId)]);
  for (const { agent } of [await aStaffMember(app, 'operator'), first.sponsor.owner]) await agent.get('/api/v1/admin/non-use-declarations').expect(403);
  await declareNonUse(first.sponsor.owner, first.challenge);
  await app.drain();
  expect(ours(await listed(moderator, '?limit=100'))).toEqual([{ ...shown(second), isOverLimit: true }]);
});

it('the database gives nothing back while results may be objected to, and says itself which refunds are older than declarations', async () => {
  const { challenge } = await aJudgedChallenge(app, [2]);
  const refund = (columns = '', values = '') => app.db.query(
    `insert into refund (id, funding_id, subject_id, organisation_id, charge_row_id, currency, amount, bounty, fee, reason, state, attempt, tries, created_at${columns})
     select gen_random_uuid(), f.id, f.subject_id, f.organisation_id, c.id, f.currency, 5, 5, 0, 'nobody_awarded', 'created', 1, 0, app_now()${values} from funding f join charge c on c.funding_id = f.id where f.subject_id = $1`, [challenge.id]);
  await expect(refund()).rejects.toThrow('nothing goes back while the results may be objected to');
  await expect(refund(', is_exempt', ', true')).rejects.toThrow('permission denied');
  await expect(app.db.query('update refund set is_exempt = true')).rejects.toThrow('permission denied');
  await passAppeals(app);
  expect(await booksOf(app, challenge)).toEqual({ bounty: 0, fee: 0, earned: 25_000, refunded: 525_000, released: 0 });
});

it('the database gives nothing back without it, and lets nobody change it, whoever asks', async () => {
  const { sponsor, challenge } = await undeclared();
  const refund = async (reason: string) => {
    const connection = await app.db.pool.connect();
    try {
      await connection.query('begin');
      await connection.query(`insert into refund (id, funding_id, subject_id, organisation_id, charge_row_id, currency, amount, bounty, fee, reason, state, attempt, tries, created_at)
        select gen_random_uuid(), f.id, f.subject_id, f.organisation_id, c.id, f.currency, 5, 5, 0, $2, 'created', 1, 0, app_now() from funding f join charge c on c.funding_id = f.id where f.subject_id = $1`, [challenge.id, reason]);
    } finally {
      await connection.query('rollback');
      connection.release();
    }
  };
  for (const reason of ['paid_twice', 'payment_failed', 'terms_changed']) await refund(reason);
  for (const reason of ['nobody_awarded', 'rest_of_bounty', 'challenge_cancelled', 'challenge_completed', 'nothing_submitted', 'anything']) await expect(refund(reason)).rejects.toThrow('nothing goes back before its non-use declaration is signed');

  const change = (what: string) => app.db.query(`update non_use_declaration set ${what} where challenge_id = $1`, [challenge.id]);
  await expect(change(`text = 'other'`)).rejects.toThrow('never changes');
  await declareNonUse(sponsor.owner, challenge);
  for (const what of [`name = 'other'`, 'record_seq = 0', `state = 'asked', person_id = null, name = null, signed_at = null, record_seq = null`, 'signed_at = now()']) await expect(change(what)).rejects.toThrow('never changes');
  await expect(app.db.query('delete from non_use_declaration where challenge_id = $1', [challenge.id])).rejects.toThrow('permission denied');
  await app.drain();
});
