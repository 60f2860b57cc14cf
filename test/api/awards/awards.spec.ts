import type { View } from '@app/api-client';
import { after, day, hour } from '@app/kernel';
import { aMember, aPerson, aStaffMember, joinsStaff } from '../../../libs/identity/testing';
import { aPhase, asSeen, freeDraft } from '../../../libs/challenges/testing';
import { aJudgedChallenge, awardOf, awardTexts, booksOf, brokenChecks, passAppeals, passDays, prizes, sign, takes } from '../../../libs/bounties/testing';
import { aPayee } from '../../../libs/payments/testing';
import { startTestApp, type TestApp } from '../../support/app';
import { offline, provenOffline } from '../../support/receipts';

type Statement = View<'StatementPage'>;
const eur = (amount: number) => ({ amount, currency: 'EUR' });

describe('awards', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });
  afterEach(async () => expect(await brokenChecks(app)).toEqual([]));
  afterAll(() => app?.close());

  const stateOf = async ({ sponsor, challenge }: Pick<Awaited<ReturnType<typeof aJudgedChallenge>>, 'sponsor' | 'challenge'>) => {
    const { body } = await asSeen(sponsor.owner.agent, challenge.publicId);
    return `${body.state as string} ${(body.result as string | null) ?? ''}`.trim();
  };
  const twoPrizes = async (noAwardRule: 'split' | 'refund', ...amounts: number[]) => ({ edits: { noAwardRule, phases: [aPhase(await app.clock.now(), prizes(...amounts))] } });

  it('are announced with the decision, reserved, and shown to winner and sponsor', async () => {
    const done = await aJudgedChallenge(app, [7, 9, 3]);
    const decidedAt = await app.clock.now();
    expect(await awardTexts(done.sponsor, done.challenge)).toEqual(['placement 1 of Solver 2: 500000 announced']);
    const { path, body } = await awardOf(done.solvers[1]!);
    const announcedAt = new Date(body.announcedAt as string);
    expect(decidedAt.getTime() - announcedAt.getTime()).toBeLessThan(60_000);
    expect(body).toEqual({
      id: expect.stringMatching(/^awd_/), challengeId: done.challenge.publicId, challengeTitle: 'Less waste on the line', phaseId: done.challenge.phases[0]!.id, prizeId: expect.stringMatching(/^prz_/),
      prizeTitle: 'First place', kind: 'placement', place: 1, entryId: done.entries[1]!.publicId, organisationId: expect.stringMatching(/^org_/), organisationName: 'Solver 2', amount: eur(500_000),
      state: 'announced', announcedBy: 'by_ranking', isSignedFor: true, reason: null, announcedAt: announcedAt.toISOString(), respondBy: after(announcedAt, 14 * day).toISOString(), releaseFrom: expect.any(String), isOpenToObjection: true, acceptedAt: null, signedAt: null, sponsorSignsBy: null, releasedAt: null, lostAt: null,
      record: expect.any(Number), agreementId: null, agreementState: null, inForceAt: null, isSponsorBound: false, version: expect.any(Number), can: ['accept', 'decline'],
    });
    expect(Math.abs(new Date(body.releaseFrom as string).getTime() - after(announcedAt, 72 * hour).getTime())).toBeLessThan(60_000);
    const moderator = await aStaffMember(app, 'moderator');
    const readers = await Promise.all([done.solvers[1]!, done.sponsor.owner, moderator].map(({ agent }) => agent.get(path).expect(200)));
    expect(readers.map(({ body: seen }) => seen as object)).toMatchObject([{ readAs: 'recipient' }, { readAs: 'sponsor', can: [], payouts: [] }, { readAs: 'staff', can: [], payouts: [] }]);
    const proof = await app.http().get(`/api/v1/challenges/${done.challenge.publicId}/proof-of-funding`).expect(200);
    expect(proof.body.total).toMatchObject({ captured: eur(500_000), reserved: eur(500_000), left: eur(0), returned: eur(0) });

    for (const { agent } of [done.solvers[1]!, done.sponsor.owner]) {
      const { body: receipt } = await agent.get(`${path}/receipt`).expect(200);
      expect(receipt).toMatchObject({ index: body.record, leaf: { type: 'award', subject: body.id }, content: { fields: { award: body.id, prize: body.prizeId, amount: 500_000, currency: 'EUR', announcedAt: body.announcedAt } } });
      expect(await offline(app, receipt)).toEqual(provenOffline);
    }

    const mail = app.mails(done.solvers[1]!.email).at(-1)!;
    expect(mail.subject).toBe('You were awarded a prize: Less waste on the line');
    expect(mail.text).toContain('was awarded “First place”: 5,000.00 EUR.');
    expect(mail.text).toContain(after(announcedAt, 14 * day).toISOString().slice(0, 10));
    expect(app.mails(done.solvers[0]!.email).map(({ subject }) => subject)).not.toContain(mail.subject);
  });

  it('are nobody else’s business', async () => {
    const done = await aJudgedChallenge(app, [9, 8]);
    const { path } = await awardOf(done.solvers[0]!);
    const [stranger, moderator, contributor] = [await aPerson(app), await aStaffMember(app, 'moderator'), await aMember(app, done.sponsor.owner, done.sponsor.organisation, ['contributor'])];
    const awards = `/api/v1/challenges/${done.challenge.publicId}/awards`;
    for (const { agent } of [stranger, done.solvers[1]!]) {
      await agent.get(path).expect(404);
      await agent.get(`${path}/receipt`).expect(404);
      await agent.put(`${path}/acceptance`).expect(404);
      await agent.put(`${path}/refusal`).send({}).expect(404);
      await agent.get(awards).expect(403);
    }
    await app.http().get(path).expect(401);
    for (const { agent } of [done.sponsor.owner, moderator, contributor]) {
      await agent.get(path).expect(200);
      await agent.put(`${path}/acceptance`).expect(403);
      await agent.put(`${path}/refusal`).send({}).expect(403);
      expect((await agent.get(awards).expect(200)).body.items).toHaveLength(1);
    }
    expect((await stranger.agent.get('/api/v1/me/awards').expect(200)).body.items).toEqual([]);
    await stranger.agent.get('/api/v1/admin/awards').expect(403);
  });

  it('accepted, are released 72 hours after the results and not before; the challenge is complete though the payee is not', async () => {
    const done = await aJudgedChallenge(app, [9]);
    const [winner] = done.solvers;
    const { path, body } = await awardOf(winner!);
    expect((await winner!.agent.put(`${path}/acceptance`).expect(200)).body).toMatchObject({ state: 'accepted', can: [], acceptedAt: expect.any(String) });
    expect((await winner!.agent.put(`${path}/acceptance`).expect(200)).body).toMatchObject({ state: 'accepted' });
    expect((await winner!.agent.put(`${path}/refusal`).send({}).expect(409)).body.code).toBe('request_wrong_state');

    await sign(path, winner!, done.sponsor.owner);
    await app.clock.set(after(new Date(body.releaseFrom as string), -60_000));
    await app.drain();
    expect((await winner!.agent.get(path).expect(200)).body).toMatchObject({ state: 'signed', isOpenToObjection: true, signedAt: expect.any(String), sponsorSignsBy: null, agreementState: 'in_force', inForceAt: expect.any(String), isSponsorBound: false });
    expect(await booksOf(app, done.challenge)).toEqual({ bounty: 500_000, fee: 50_000, earned: 0, refunded: 0, released: 0 });

    await app.clock.set(new Date(body.releaseFrom as string));
    await app.drain();
    const released = await winner!.agent.get(path).expect(200);
    expect(released.body).toMatchObject({ state: 'released', isOpenToObjection: false, releasedAt: expect.any(String), paidAt: null, payouts: [{ organisationId: body.organisationId, amount: eur(500_000), state: 'awaiting_payee' }] });
    expect((await done.sponsor.owner.agent.get(path).expect(200)).body.payouts).toEqual([]);
    expect(await booksOf(app, done.challenge)).toEqual({ bounty: 0, fee: 0, earned: 50_000, refunded: 0, released: 500_000 });
    expect(await stateOf(done)).toBe('completed awarded');

    await aPayee(app, winner!, winner!.organisationId as never);
    expect((await winner!.agent.get(path).expect(200)).body).toMatchObject({ payouts: [{ state: 'sent' }], paidAt: expect.any(String) });
    expect((await done.sponsor.owner.agent.get(path).expect(200)).body).toMatchObject({ payouts: [], paidAt: expect.any(String) });
    expect(app.mails(winner!.email).at(-1)).toMatchObject({ subject: 'A payment to you is on its way: Less waste on the line', text: expect.stringContaining('5,000.00 EUR') });
    const proof = await app.http().get(`/api/v1/challenges/${done.challenge.publicId}/proof-of-funding`).expect(200);
    expect(proof.body.total).toEqual({ promised: eur(500_000), captured: eur(500_000), reserved: eur(0), released: eur(500_000), paid: eur(500_000), returned: eur(0), left: eur(0) });
    expect(proof.body.ifSilent.from).toBeNull();
  });

  it('declined go to the next in line, once, then by the no-award rule', async () => {
    const done = await aJudgedChallenge(app, [9, 8, 7, 6, 2], await twoPrizes('split', 500_000, 100));
    const [first, second, third, fourth, fifth] = done.solvers;
    expect(await awardTexts(done.sponsor, done.challenge)).toEqual(['placement 1 of Solver 1: 500000 announced', 'placement 2 of Solver 2: 100 announced']);
    const declined = await first!.agent.put(`${(await awardOf(first!)).path}/refusal`).send({ reason: 'We lack the time.' }).expect(200);
    expect(declined.body).toMatchObject({ state: 'declined', reason: 'We lack the time.', lostAt: expect.any(String), can: [] });
    expect(Math.abs((await app.clock.now()).getTime() - new Date(declined.body.lostAt as string).getTime())).toBeLessThan(60_000);
    await takes(second!, done.sponsor);
    await app.drain();
    expect(await awardTexts(done.sponsor, done.challenge)).toEqual(['placement 1 of Solver 1: 500000 declined', 'placement 1 of Solver 3: 500000 announced', 'placement 2 of Solver 2: 100 signed']);
    expect(app.mails(third!.email).at(-1)!.subject).toBe('You were awarded a prize: Less waste on the line');

    await third!.agent.put(`${(await awardOf(third!)).path}/refusal`).send({}).expect(200);
    await passAppeals(app);
    expect(await awardTexts(done.sponsor, done.challenge)).toEqual([
      'placement 1 of Solver 1: 500000 declined', 'placement 1 of Solver 3: 500000 declined', 'placement 2 of Solver 2: 100 released', 'split of Solver 4: 500000 released',
    ]);
    expect((await awardOf(fourth!)).body).toMatchObject({ kind: 'split', respondBy: null, can: [] });
    expect((await fifth!.agent.get('/api/v1/me/awards').expect(200)).body.items).toEqual([]);
    const { items, totals } = (await done.sponsor.owner.agent.get(`/api/v1/organisations/${done.sponsor.organisation.publicId}/statement`).expect(200)).body as Statement;
    expect(items.filter(({ kind }) => kind === 'award_released').map(({ amount, award }) => [amount.amount, award]).sort()).toEqual([[100, { kind: 'placement', prizeTitle: 'Place 2' }], [500_000, { kind: 'split', prizeTitle: 'Place 1' }]]);
    expect(totals.map(({ kind, amount }) => [kind, amount.amount])).toEqual([['charge', 550_110], ['fee_earned', 50_010], ['award_released', 500_100]]);
    expect(await booksOf(app, done.challenge)).toEqual({ bounty: 0, fee: 0, earned: 50_010, refunded: 0, released: 500_100 });
    expect(await stateOf(done)).toBe('completed awarded');
  });

  it('without an answer: a reminder after 7 days, lapsed after 14, and back to the sponsor with half the fee when nobody is left', async () => {
    const done = await aJudgedChallenge(app, [9, 2]);
    const [winner] = done.solvers;
    const { path } = await awardOf(winner!);
    await passDays(app, 7);
    expect(app.mails(winner!.email).at(-1)!.subject).toBe('Your award still waits for your answer: Less waste on the line');
    expect((await winner!.agent.get(path).expect(200)).body).toMatchObject({ state: 'announced', can: ['accept', 'decline'] });

    await app.clock.shift(7 * day);
    expect((await winner!.agent.put(`${path}/acceptance`).expect(409)).body).toMatchObject({ code: 'bounties_response_too_late', serverTime: expect.any(String) });
    await app.drain();
    expect((await winner!.agent.get(path).expect(200)).body).toMatchObject({ state: 'lapsed', lostAt: expect.any(String), can: [] });
    expect(await booksOf(app, done.challenge)).toEqual({ bounty: 0, fee: 0, earned: 25_000, refunded: 525_000, released: 0 });
    expect(await stateOf(done)).toBe('completed unawarded');
    const mail = app.mails(done.sponsor.owner.email).at(-1)!;
    expect(mail).toMatchObject({ subject: 'Money goes back to you: Less waste on the line', text: expect.stringContaining('5,250.00 EUR') });
    expect(mail.text).toContain('Of the fee of this payment the platform keeps 250.00 EUR in all');
    const proof = await app.http().get(`/api/v1/challenges/${done.challenge.publicId}/proof-of-funding`).expect(200);
    expect(proof.body.total).toMatchObject({ captured: eur(500_000), reserved: eur(0), released: eur(0), returned: eur(500_000), left: eur(0) });
  });

  it('nobody submitted: everything goes back at once, the fee too', async () => {
    const done = await aJudgedChallenge(app, []);
    expect(await awardTexts(done.sponsor, done.challenge)).toEqual([]);
    expect(await booksOf(app, done.challenge)).toEqual({ bounty: 0, fee: 0, earned: 0, refunded: 550_000, released: 0 });
    expect(await stateOf(done)).toBe('completed unawarded');
    expect(app.mails(done.sponsor.owner.email).at(-1)!.text).toContain('Nobody submitted anything');
  });

  it('nobody passed: the bounty goes back with half the fee, when nobody may object any more', async () => {
    const done = await aJudgedChallenge(app, [3, 4], await twoPrizes('split', 333));
    const { body } = await app.http().get(`/api/v1/phases/${done.challenge.phases[0]!.id}/results`).expect(200);
    expect(body.isOpenToObjection).toBe(true);
    await app.clock.set(after(new Date(body.objectBy as string), -60_000));
    await app.drain();
    expect(await booksOf(app, done.challenge)).toEqual({ bounty: 333, fee: 33, earned: 0, refunded: 0, released: 0 });
    expect(await stateOf(done)).toBe('decided unawarded');

    await app.clock.set(new Date(body.objectBy as string));
    await app.drain();
    expect((await app.http().get(`/api/v1/phases/${done.challenge.phases[0]!.id}/results`).expect(200)).body).toMatchObject({ objectBy: body.objectBy, isOpenToObjection: false });
    expect(await booksOf(app, done.challenge)).toEqual({ bounty: 0, fee: 0, earned: 16, refunded: 350, released: 0 });
    expect(await stateOf(done)).toBe('completed unawarded');
  });

  it('a prize nobody reached goes back when the first award is final, without the fee', async () => {
    const done = await aJudgedChallenge(app, [9], await twoPrizes('refund', 1_000, 501));
    expect(await booksOf(app, done.challenge)).toEqual({ bounty: 1_501, fee: 150, earned: 0, refunded: 0, released: 0 });
    const [winner] = done.solvers;
    await takes(winner!, done.sponsor);
    await passAppeals(app);
    expect(await booksOf(app, done.challenge)).toEqual({ bounty: 0, fee: 0, earned: 150, refunded: 501, released: 1_000 });
    expect((await asSeen(done.sponsor.owner.agent, done.challenge.publicId)).body.funded).toEqual(eur(1_000));
    expect(await stateOf(done)).toBe('completed awarded');
  });

  it('a silent sponsor: on day 30 the no-award rule runs, once, and shares what the judges never scored', async () => {
    const now = await app.clock.now();
    const done = await aJudgedChallenge(app, [9, 7, 2], { edits: { noAwardRule: 'split', decisionRule: 'sponsor_choice', phases: [aPhase(now, prizes(101))] } });
    expect(await awardTexts(done.sponsor, done.challenge)).toEqual([]);
    await app.clock.set(after(done.challenge.phases[0]!.judgingEndsAt, 30 * day));
    await app.drain();
    expect(await awardTexts(done.sponsor, done.challenge)).toEqual(['split of Solver 1: 51 announced', 'split of Solver 2: 50 announced']);
    const { path } = await awardOf(done.solvers[0]!);
    expect((await done.solvers[0]!.agent.put(`${path}/acceptance`).expect(409)).body.code).toBe('request_wrong_state');
    await app.drain();
    await passAppeals(app);
    expect(await awardTexts(done.sponsor, done.challenge)).toEqual(['split of Solver 1: 51 released', 'split of Solver 2: 50 released']);
    expect(await booksOf(app, done.challenge)).toEqual({ bounty: 0, fee: 0, earned: 10, refunded: 0, released: 101 });
    expect(await stateOf(done)).toMatch(/^completed/);
  });

  it('without a bounty are selections: accepted and final, and no money moves', async () => {
    const done = await aJudgedChallenge(app, [9, 8], { edits: freeDraft(await app.clock.now()), fund: async () => {} });
    expect(await awardTexts(done.sponsor, done.challenge)).toEqual(['placement 1 of Solver 1: no money announced']);
    const [winner] = done.solvers;
    expect(app.mails(winner!.email).at(-1)!.text).toContain('has no bounty');
    const { path } = await awardOf(winner!);
    await winner!.agent.put(`${path}/acceptance`).expect(200);
    await sign(path, winner!, done.sponsor.owner);
    await passAppeals(app);
    expect((await winner!.agent.get(path).expect(200)).body).toMatchObject({ state: 'released', amount: null, payouts: [] });
    expect(await stateOf(done)).toBe('completed awarded');
    const proof = await app.http().get(`/api/v1/challenges/${done.challenge.publicId}/proof-of-funding`).expect(200);
    expect(proof.body).toMatchObject({ bounty: 'none', total: null, prizes: [], payments: [] });
  });

  it('to somebody who came to belong to the sponsor stop before the money, and staff decide', async () => {
    const done = await aJudgedChallenge(app, [9, 8]);
    const [winner, next] = done.solvers;
    const { path, id } = await awardOf(winner!);
    await winner!.agent.put(`${path}/acceptance`).expect(200);
    await sign(path, winner!, done.sponsor.owner);
    await app.drain();
    await aMember(app, done.sponsor.owner, done.sponsor.organisation, ['contributor'], winner!);
    await passAppeals(app);
    expect((await winner!.agent.get(path).expect(200)).body).toMatchObject({ state: 'contested', reason: 'related_party', payouts: [] });
    expect(await stateOf(done)).toBe('decided awarded');
    const mail = app.mails(winner!.email).find(({ subject }) => subject.startsWith('Your award is being looked at: '))!;
    expect(mail.text).toContain(path.replace('/api/v1', ''));

    const moderator = await aStaffMember(app, 'moderator');
    const decision = `/api/v1/admin${path.replace('/api/v1', '')}/contest`;
    const queue = await moderator.agent.get('/api/v1/admin/awards').expect(200);
    expect(queue.body.items.map((one: { id: string; can: string[] }) => [one.id, one.can])).toEqual([[path.split('/').at(-1), ['putBack', 'annul']]]);
    await done.sponsor.owner.agent.put(decision).send({ outcome: 'put_back', reason: 'We like them.' }).expect(403);
    // whoever would be offered it next has something to gain
    await joinsStaff(app, next!, 'moderator');
    expect((await next!.agent.put(decision).send({ outcome: 'annul', reason: 'Ours is better.' }).expect(403)).body.code).toBe('bounties_own_organisation');
    await moderator.agent.put(decision).send({ outcome: 'annul' }).expect(422);
    expect((await moderator.agent.put(decision).send({ outcome: 'annul', reason: 'They work for the sponsor.' }).expect(200)).body).toMatchObject({ state: 'annulled', reason: 'They work for the sponsor.' });
    expect((await moderator.agent.put(decision).send({ outcome: 'put_back', reason: 'Or not.' }).expect(409)).body.code).toBe('request_wrong_state');
    await app.drain();
    expect(await awardTexts(done.sponsor, done.challenge)).toEqual(['placement 1 of Solver 1: 500000 annulled', 'placement 1 of Solver 2: 500000 announced']);
    expect((await awardOf(next!)).id).not.toBe(id);
  });

  it('put back by staff go on where they stopped, and are not stopped for the same again', async () => {
    const done = await aJudgedChallenge(app, [9]);
    const [winner] = done.solvers;
    const { path } = await awardOf(winner!);
    await takes(winner!, done.sponsor);
    await aMember(app, done.sponsor.owner, done.sponsor.organisation, ['contributor'], winner!);
    const insider = await aStaffMember(app, 'moderator');
    await aMember(app, done.sponsor.owner, done.sponsor.organisation, ['contributor'], insider);
    await passAppeals(app);
    const decision = `/api/v1/admin${path.replace('/api/v1', '')}/contest`;
    expect((await insider.agent.put(decision).send({ outcome: 'put_back', reason: 'They joined later.' }).expect(403)).body.code).toBe('bounties_own_organisation');
    const moderator = await aStaffMember(app, 'moderator');
    expect((await moderator.agent.put(decision).send({ outcome: 'put_back', reason: 'They joined later.' }).expect(200)).body).toMatchObject({ state: 'signed', reason: null });
    await app.drain();
    expect((await winner!.agent.get(path).expect(200)).body.state).toBe('released');
    expect(await stateOf(done)).toBe('completed awarded');
  });
});
