import { after, day, readId } from '@app/kernel';
import { aChallenge, aPhase, aSponsor, asSeen, type ChallengeWish, freeDraft, type TestSponsor } from '../../../libs/challenges/testing';
import { aMember, aPerson, aStaffMember, joinsStaff, type TestPerson } from '../../../libs/identity/testing';
import { aPaidChallenge, awardOf, awardTexts, booksOf, brokenChecks, paidBy, passAppeals, prizes, sign } from '../../../libs/bounties/testing';
import { aJudge, judgeAll, type TestJudge } from '../../../libs/judging/testing';
import { aPayee, openPage, pay } from '../../../libs/payments/testing';
import { anEntry, aSolver, aSubmission, closePhase, type TestEntry } from '../../../libs/submissions/testing';
import { startTestApp, type TestApp } from '../../support/app';
import { client, ok } from '../../support/client';
import { holdChallenge } from '../../support/held-row';

const eur = (amount: number) => ({ amount, currency: 'EUR' });
const because = { reason: 'platform', note: 'It asks for what the law forbids.' };
const path = ({ publicId }: { publicId: string }) => `/api/v1/admin/challenges/${publicId}/cancellation`;

describe('/admin/challenges/:id/cancellation', () => {
  let app: TestApp;
  let moderator: TestPerson;

  beforeAll(async () => {
    app = await startTestApp();
    moderator = await aStaffMember(app, 'moderator');
  });
  afterEach(async () => expect(await brokenChecks(app)).toEqual([]));
  afterAll(() => app?.close());

  const cancel = async (challenge: { publicId: string }) => {
    const { body } = await moderator.agent.put(path(challenge)).send(because).expect(200);
    await app.drain();
    return body;
  };
  const stateOf = async (sponsor: TestSponsor, challenge: { publicId: string }) => (await asSeen(sponsor.owner.agent, challenge.publicId)).body.state as string;
  /** Open, with so many entries, of which the first `submitted` handed in. */
  const running = async (entries: number, submitted: number, wish: ChallengeWish = {}) => {
    const made = await aPaidChallenge(app, wish);
    const all: TestEntry[] = [];
    for (let at = 0; at < entries; at++) {
      all.push(await anEntry(app, made.challenge, await aSolver(app, { name: `Solver ${at + 1}` })));
      if (at < submitted) await aSubmission(app, all[at]!);
    }
    return { ...made, entries: all };
  };

  const firstAssigned = async (judge: TestJudge): Promise<{ id: string }> => {
    await judge.agent.put(`/api/v1/panel-seats/${judge.seat}/conflicts`).send({ conflicts: [] }).expect(200);
    return (await judge.agent.get(`/api/v1/panel-seats/${judge.seat}/assignments`).expect(200)).body.items[0];
  };

  it('is for moderators who belong to neither side', async () => {
    const { sponsor, challenge, entries } = await running(2, 1);
    const [finance, stranger, insider] = [await aStaffMember(app, 'finance'), await aPerson(app), await aStaffMember(app, 'moderator')];
    await aMember(app, sponsor.owner, sponsor.organisation, ['contributor'], insider);
    const [{ solver }, { solver: unsent }] = entries as [TestEntry, TestEntry];
    for (const one of [solver, unsent]) await joinsStaff(app, one, 'moderator');
    await app.http().put(path(challenge)).send(because).expect(401);
    for (const { agent } of [finance, stranger, sponsor.owner]) {
      await agent.get(path(challenge)).expect(403);
      await agent.put(path(challenge)).send(because).expect(403);
    }
    for (const { agent } of [insider, solver, unsent]) expect((await agent.put(path(challenge)).send(because).expect(403)).body.code).toBe('bounties_own_organisation');
    await moderator.agent.put(path({ publicId: `chl_${'0'.repeat(32)}` })).send(because).expect(404);
    await moderator.agent.get(path({ publicId: `chl_${'0'.repeat(32)}` })).expect(404);
    for (const [body, pointer] of [[{ ...because, reason: 'boredom' }, '/reason'], [{ ...because, note: ' ' }, '/note'], [{ reason: 'platform' }, '/note'], [{ ...because, note: 'x'.repeat(2001) }, '/note']] as const) {
      expect((await moderator.agent.put(path(challenge)).send(body).expect(422)).body.errors[0].pointer).toBe(pointer);
    }
    expect(await stateOf(sponsor, challenge)).toBe('open');
  });

  it('before anybody handed in: everything goes back, the fee too, and all are told why', async () => {
    const { sponsor, challenge, entries } = await running(2, 0);
    await aSubmission(app, entries[0]!, { state: 'draft' });
    const preview = await moderator.agent.get(path(challenge)).expect(200);
    const money = { compensation: eur(0), perEntry: eur(0), kept: eur(0), returned: eur(500_000), feeReturned: eur(50_000) };
    expect(preview.body).toEqual({ challengeId: challenge.publicId, title: 'Less waste on the line', state: 'open', isPossible: true, reason: null, note: null, cancelledAt: null, submittedEntries: 0, money });
    expect(await cancel(challenge)).toEqual({ ...preview.body, state: 'cancelled', isPossible: false, ...because, cancelledAt: expect.any(String) });
    expect((await moderator.agent.get(path(challenge)).expect(200)).body).toMatchObject({ state: 'cancelled', isPossible: false, ...because, submittedEntries: 0, money: null });

    expect(await booksOf(app, challenge)).toEqual({ bounty: 0, fee: 0, earned: 0, refunded: 550_000, released: 0 });
    expect(await awardTexts(sponsor, challenge)).toEqual([]);
    for (const { email } of [sponsor.owner, ...entries.map(({ solver }) => solver)]) {
      const mails = app.mails(email).filter(({ subject }) => subject === 'Cancelled: Less waste on the line');
      expect(mails).toHaveLength(1);
      expect(mails[0]!.text).toContain('The reason: the platform had to end it.');
      expect(mails[0]!.text).toContain(because.note);
    }
    await entries[0]!.solver.agent.get(entries[0]!.draftPath).expect(200);
    expect((await entries[0]!.solver.agent.put(entries[0]!.draftPath).set('if-match', '"1"').send({ answers: [] })).status).toBe(409);
    expect((await moderator.agent.put(path(challenge)).send(because).expect(409)).body.code).toBe('request_wrong_state');
  });

  it('after submissions: a tenth is split among them, released when appeals are over, and the rest goes back', async () => {
    const { sponsor, challenge, entries } = await running(4, 3);
    expect((await moderator.agent.get(path(challenge)).expect(200)).body).toMatchObject({
      submittedEntries: 3, money: { compensation: eur(50_000), perEntry: eur(16_666), kept: eur(0), returned: eur(450_000), feeReturned: eur(50_000) },
    });
    await cancel(challenge);
    // who they are is for themselves and staff: the sponsor reads blind, and no results follow
    expect(await awardTexts(sponsor, challenge)).toEqual([]);
    const texts = await awardTexts({ owner: moderator }, challenge);
    expect(texts.map((text) => text.replace(/\d{5}/, 'N'))).toEqual([1, 2, 3].map((at) => `compensation of Solver ${at}: N announced`));
    expect(texts.map((text) => Number(/: (\d+)/.exec(text)![1])).sort()).toEqual([16_666, 16_667, 16_667]);
    expect(await booksOf(app, challenge)).toEqual({ bounty: 50_000, fee: 0, earned: 0, refunded: 500_000, released: 0 });
    const { body, path: own } = await awardOf(entries[0]!.solver);
    for (const what of ['', '/receipt']) await sponsor.owner.agent.get(own + what).expect(404);
    expect(body).toMatchObject({ kind: 'compensation', prizeId: null, prizeTitle: null, respondBy: null, can: [], record: expect.any(Number) });
    const mail = app.mails(entries[0]!.solver.email).find(({ subject }) => subject.includes('for your work'))!;
    expect([mail.replyTo, mail.text.includes('There is nothing to accept. It is paid when 72 hours have passed since this was announced.')]).toEqual(['support@localhost', true]);
    expect(mail.subject).toBe('You get something for your work on a cancelled challenge: Less waste on the line');
    expect(mail.text).toContain(`${body.amount!.amount === 16_667 ? '166.67' : '166.66'} EUR is for your entry`);
    expect((await entries[3]!.solver.agent.get('/api/v1/me/awards').expect(200)).body.items).toEqual([]);
    const proof = await sponsor.owner.agent.get(`/api/v1/challenges/${challenge.publicId}/proof-of-funding`).expect(200);
    expect(proof.body.total).toMatchObject({ captured: eur(500_000), reserved: eur(50_000), released: eur(0), returned: eur(450_000), left: eur(0) });
    expect(proof.body.ifSilent.from).toBeNull();

    await passAppeals(app);
    expect((await entries[0]!.solver.agent.get(own).expect(200)).body).toMatchObject({ state: 'released', payouts: [{ state: 'awaiting_payee' }] });
    expect(await booksOf(app, challenge)).toEqual({ bounty: 0, fee: 0, earned: 0, refunded: 500_000, released: 50_000 });
    expect(await stateOf(sponsor, challenge)).toBe('cancelled');

    await aPayee(app, entries[0]!.solver, entries[0]!.solver.organisationId as never);
    await app.drain();
    const { items } = await ok(client(sponsor.owner).GET('/api/v1/me/inbox'));
    expect(items.find(({ kind }) => kind === 'payment_made')).toMatchObject({ title: 'Compensation was paid: Less waste on the line', path: `/challenges/${challenge.slug}` });
  });

  it('what was never opened stays sealed, though its phase had closed; nobody judges on, and nothing is decided later', async () => {
    const { sponsor, challenge } = await running(2, 2);
    const judge = await aJudge(app, sponsor, challenge);
    await closePhase(app, challenge);
    const first = await firstAssigned(judge);
    await cancel(challenge);
    await judge.agent.get(`/api/v1/assignments/${first.id}`).expect(404);
    const score = judge.agent.put(`/api/v1/assignments/${first.id}/scorecard`).set('if-match', '"0"').send({ action: 'save', scores: {} });
    expect((await score.expect(409)).body.code).toBe('judging_cancelled');
    expect((await judge.agent.get('/api/v1/me/judging').expect(200)).body.items[0]).toMatchObject({ panelState: 'stopped', decidedHow: null });
    const invite = sponsor.owner.agent.post(`/api/v1/challenges/${challenge.publicId}/phases/${challenge.phases[0]!.id}/judges`).send({ email: 'late@example.org' });
    expect((await invite.expect(409)).body.code).toBe('judging_cancelled');
    await app.clock.set(after(challenge.phases[0]!.judgingEndsAt, 31 * day));
    await app.drain();
    await sponsor.owner.agent.get(`/api/v1/phases/${challenge.phases[0]!.id}/results`).expect(404);
    expect(await booksOf(app, challenge)).toEqual({ bounty: 0, fee: 0, earned: 0, refunded: 500_000, released: 50_000 });
  });

  it('hands nothing out to whom an opening waited while the challenge was cancelled', async () => {
    const { sponsor, challenge } = await running(1, 1);
    const judge = await aJudge(app, sponsor, challenge);
    await closePhase(app, challenge);
    const first = await firstAssigned(judge);
    const held = await holdChallenge(app, challenge.id);
    const cancelled = moderator.agent.put(path(challenge)).send(because).then(({ status }) => status);
    await held.waiting(1);
    const opened = judge.agent.get(`/api/v1/assignments/${first.id}`).then(({ status }) => status);
    await held.waiting(2);
    await held.letGo();
    expect([await cancelled, await opened]).toEqual([200, 404]);
    expect(await app.db.query(`select from submission_opening o join submission s on s.id = o.submission_id where s.challenge_id = $1 and o.opener = 'judge'`, [challenge.id])).toEqual([]);
    await app.drain();
  });

  it('between closing and unsealing: nothing is unsealed any more', async () => {
    const { challenge, entries } = await running(1, 1);
    await app.db.query('update phase set state = $2 where challenge_id = $1', [challenge.id, 'judging']);
    await app.db.query(`insert into outbox (kind, name, payload) values ('event', 'challenge.phase_closed', $1)`, [{ challengeId: challenge.id, phaseId: readId('phase', challenge.phases[0]!.id) }]);
    await cancel(challenge);
    expect(await app.db.query('select entry_id, state from submission where challenge_id = $1', [challenge.id])).toEqual([{ entry_id: entries[0]!.id, state: 'submitted' }]);
  });

  it('keeps what earlier phases awarded, and compensates all who would have gone on', async () => {
    const now = await app.clock.now();
    const sponsor = await aSponsor(app);
    const phases = [aPhase(now, prizes(1_000)), aPhase(now, { kind: 'prototype', opensAt: after(now, 40 * day).toISOString(), closesAt: after(now, 90 * day).toISOString(), ...prizes(9_000) })];
    const challenge = await aChallenge(app, sponsor, { state: 'open', fund: paidBy(app, sponsor), edits: { phases } });
    const judge = await aJudge(app, sponsor, challenge);
    const entries: TestEntry[] = [];
    for (const name of ['Best', 'Good', 'Weak']) entries.push(await anEntry(app, challenge, await aSolver(app, { name })));
    for (const entry of entries) await aSubmission(app, entry);
    await closePhase(app, challenge);
    const numbers = await app.db.query<{ id: string; number: number }>('select entry_id as id, number from submission where challenge_id = $1 and number is not null', [challenge.id]);
    await judgeAll(judge, (label) => [9, 8, 2][entries.findIndex(({ id }) => numbers.find((row) => row.id === id)!.number === Number(label.split(' ')[1]))]!);
    await app.drain();
    expect((await moderator.agent.get(path(challenge)).expect(200)).body).toMatchObject({ submittedEntries: 2, money: { compensation: eur(1_000), kept: eur(1_000), returned: eur(8_000), feeReturned: eur(1_000) } });
    await cancel(challenge);
    expect(await awardTexts(sponsor, challenge)).toEqual(['placement 1 of Best: 1000 announced']);
    expect(await awardTexts({ owner: moderator }, challenge)).toEqual(['compensation of Best: 500 announced', 'compensation of Good: 500 announced', 'placement 1 of Best: 1000 announced']);
    const [best] = entries.map(({ solver }) => solver);
    const won = (await ok(client(best!).GET('/api/v1/me/awards'))).items.find(({ kind }) => kind === 'placement')!;
    // the results of the first phase may still be objected to
    expect(await booksOf(app, challenge)).toMatchObject({ refunded: 0, released: 0 });
    await best!.agent.put(`/api/v1/awards/${won.id}/acceptance`).expect(200);
    await sign(`/api/v1/awards/${won.id}`, best!, sponsor.owner);
    await passAppeals(app);
    expect(await booksOf(app, challenge)).toEqual({ bounty: 0, fee: 0, earned: 0, refunded: 9_000, released: 2_000 });
  });

  it('between phases: what is neither awarded nor compensated goes back when the results of the phase before may not be objected to any more, though both awards wait for staff', async () => {
    const now = await app.clock.now();
    const sponsor = await aSponsor(app);
    const phases = [aPhase(now, prizes(1_000)), aPhase(now, { kind: 'prototype', opensAt: after(now, 40 * day).toISOString(), closesAt: after(now, 90 * day).toISOString(), ...prizes(9_000) })];
    const challenge = await aChallenge(app, sponsor, { state: 'open', fund: paidBy(app, sponsor), edits: { phases } });
    const judge = await aJudge(app, sponsor, challenge);
    const entry = await anEntry(app, challenge, await aSolver(app, { name: 'Best' }));
    await aSubmission(app, entry);
    await closePhase(app, challenge);
    await judgeAll(judge, () => 9);
    await app.drain();
    await aMember(app, sponsor.owner, sponsor.organisation, ['contributor'], entry.solver);
    await cancel(challenge);
    expect(await booksOf(app, challenge)).toMatchObject({ bounty: 10_000, refunded: 0 });
    await passAppeals(app);
    expect((await awardTexts({ owner: moderator }, challenge)).map((text) => text.split(' ').at(-1))).toEqual(['contested', 'announced']);
    expect(await booksOf(app, challenge)).toEqual({ bounty: 2_000, fee: 0, earned: 0, refunded: 9_000, released: 0 });
  });

  it('a compensation of somebody who came to belong to the sponsor stops, and goes back when staff annul it', async () => {
    const { sponsor, challenge, entries } = await running(1, 1);
    await cancel(challenge);
    const { path: own } = await awardOf(entries[0]!.solver);
    await aMember(app, sponsor.owner, sponsor.organisation, ['contributor'], entries[0]!.solver);
    await passAppeals(app);
    expect((await entries[0]!.solver.agent.get(own).expect(200)).body).toMatchObject({ state: 'contested', reason: 'related_party' });
    await moderator.agent.put(`/api/v1/admin${own.replace('/api/v1', '')}/contest`).send({ outcome: 'annul', reason: 'Same house.' }).expect(200);
    await app.drain();
    expect(await booksOf(app, challenge)).toEqual({ bounty: 0, fee: 0, earned: 0, refunded: 550_000, released: 0 });
  });

  it('closes open payment pages, and gives back what is paid all the same', async () => {
    const sponsor = await aSponsor(app);
    const challenge = await aChallenge(app, sponsor, { state: 'approved' });
    const fundings = `/api/v1/challenges/${challenge.publicId}/fundings`;
    const made = await sponsor.owner.agent.post(fundings).send({}).expect(201);
    const page = await openPage(app, sponsor.owner, readId('funding', made.body.id)!);
    await moderator.agent.put(path(challenge)).send({ ...because, reason: 'wrong_terms' }).expect(200);
    await pay(app, page);
    await app.drain();
    expect((await sponsor.owner.agent.get(fundings).expect(200)).body.items.map(({ state }: { state: string }) => state)).toEqual(['expired']);
    expect(await booksOf(app, challenge)).toEqual({ bounty: 0, fee: 0, earned: 0, refunded: 550_000, released: 0 });
    expect((await sponsor.owner.agent.post(fundings).send({}).expect(409)).body.code).toBe('bounties_too_late');
  });

  it.each(['draft', 'in_review', 'approved', 'scheduled'] as const)('is possible from %s, and without money no amounts are named', async (state) => {
    const sponsor = await aSponsor(app);
    const challenge = await aChallenge(app, sponsor, { state, edits: freeDraft(await app.clock.now()) });
    expect(await cancel(challenge)).toMatchObject({ state: 'cancelled', submittedEntries: 0, money: null });
    expect(await stateOf(sponsor, challenge)).toBe('cancelled');
  });

  it('is not possible once decided', async () => {
    const { challenge } = await running(0, 0);
    await closePhase(app, challenge);
    expect((await moderator.agent.get(path(challenge)).expect(200)).body).toMatchObject({ state: 'completed', isPossible: false, money: null });
    expect((await moderator.agent.put(path(challenge)).send(because).expect(409)).body.code).toBe('request_wrong_state');
  });
});
