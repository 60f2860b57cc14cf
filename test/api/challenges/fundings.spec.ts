import { aMember, aPerson, aStaffMember } from '../../../libs/identity/testing';
import { aChallenge, aPhase, aSponsor, asSeen, completeDraft, freeDraft, type TestSponsor } from '../../../libs/challenges/testing';
import { booksOf, brokenChecks, paidBy, prizes } from '../../../libs/bounties/testing';
import { openPage, pay } from '../../../libs/payments/testing';
import { Charges } from '../../../libs/payments/charges.service';
import { fundingCaptured } from '../../../libs/payments/payments.events';
import { Provider } from '../../../libs/payments/provider.service';
import { type FundingId, readId, systemActor } from '@app/kernel';
import { startTestApp, type TestApp } from '../../support/app';

const eur = (amount: number) => ({ amount, currency: 'EUR' });
const nothing = { promised: eur(0), captured: eur(0), reserved: eur(0), released: eur(0), paid: eur(0), returned: eur(0), left: eur(0) };

describe('/challenges/:id/fundings', () => {
  let app: TestApp;
  let sponsor: TestSponsor;

  beforeAll(async () => {
    app = await startTestApp();
    sponsor = await aSponsor(app);
  });
  afterAll(async () => {
    if (app) expect(await brokenChecks(app)).toEqual([]);
    await app?.close();
  });

  const dollars = (now: Date) => aPhase(now, { prizes: [{ kind: 'placement', place: 1, title: 'First place', amount: { amount: 900_000, currency: 'USD' } }] });
  const edit = async ({ publicId, version }: { publicId: string; version: number }, edits: object) =>
    sponsor.owner.agent.patch(`/api/v1/challenges/${publicId}`).set('if-match', `"${version}"`).send(edits).expect(200);
  const path = (challenge: { publicId: string }) => `/api/v1/challenges/${challenge.publicId}/fundings`;

  it('begins with everything not yet funded, the fee rounded down on top', async () => {
    const challenge = await aChallenge(app, sponsor, { state: 'approved', edits: { phases: [aPhase(await app.clock.now(), prizes(500_009))] } });
    const made = await sponsor.owner.agent.post(path(challenge)).send({}).expect(201);
    expect(made.body).toEqual({
      id: expect.stringMatching(/^fun_/), organisationId: sponsor.organisation.publicId, state: 'created', bounty: eur(500_009), fee: eur(50_000), total: eur(550_009),
      charges: [{ position: 1, amount: eur(550_009), state: 'created', paidAt: null }], createdAt: expect.any(String), capturedAt: null, version: 1, can: ['pay'],
    });

    const again = await sponsor.owner.agent.post(path(challenge)).set('idempotency-key', 'fund-once').send({}).expect(201);
    expect(again.body.id).toBe(made.body.id);
    const replayed = await sponsor.owner.agent.post(path(challenge)).set('idempotency-key', 'fund-once').send({}).expect(201);
    expect(replayed.body).toEqual(again.body);
    const less = await sponsor.owner.agent.post(path(challenge)).send({ amount: eur(49) }).expect(422);
    expect(less.body.errors).toEqual([{ pointer: '/amount/amount', code: 'range', detail: 'must be 500009, or from 50 to 499959: the provider takes no payment of less than 50' }]);
    const part = await sponsor.owner.agent.post(path(challenge)).send({ amount: eur(59) }).expect(201);
    expect(part.body).toMatchObject({ bounty: eur(59), fee: eur(5) });

    const list = await sponsor.owner.agent.get(path(challenge)).expect(200);
    expect(list.body.items.map(({ state, bounty }: { state: string; bounty: object }) => ({ state, bounty }))).toEqual([{ state: 'expired', bounty: eur(500_009) }, { state: 'created', bounty: eur(59) }]);
  });

  it('captured money counts for the prizes, in parts that bear the whole fee together, and only then it may be scheduled', async () => {
    const edits = { phases: [aPhase(await app.clock.now(), prizes(999, 1_000))] };
    const challenge = await aChallenge(app, sponsor, { state: 'approved', edits });
    const schedule = `/api/v1/challenges/${challenge.publicId}/schedule`;
    expect((await sponsor.owner.agent.put(schedule).expect(409)).body.code).toBe('challenge_not_ready_to_open');

    await paidBy(app, sponsor, 1_500)(challenge);
    expect((await asSeen(sponsor.owner.agent, challenge.publicId)).body.funded).toEqual(eur(1_500));
    expect((await sponsor.owner.agent.put(schedule).expect(409)).body.code).toBe('challenge_not_ready_to_open');
    const tooMuch = await sponsor.owner.agent.post(path(challenge)).send({ amount: eur(500) }).expect(422);
    expect(tooMuch.body).toMatchObject({ code: 'bounties_out_of_range', errors: [{ pointer: '/amount/amount', code: 'range', detail: 'must be 499, or from 50 to 449: the provider takes no payment of less than 50' }] });

    await paidBy(app, sponsor)(challenge);
    expect((await sponsor.owner.agent.post(path(challenge)).send({}).expect(409)).body.code).toBe('bounties_nothing_left');
    const list = await sponsor.owner.agent.get(path(challenge)).expect(200);
    expect(list.body.items.map(({ bounty, fee, state }: { bounty: object; fee: object; state: string }) => [bounty, fee, state])).toEqual([[eur(1_500), eur(150), 'captured'], [eur(499), eur(49), 'captured']]);
    expect(await booksOf(app, challenge)).toEqual({ bounty: 1_999, fee: 199, earned: 0, refunded: 0, released: 0 });
    await sponsor.owner.agent.put(schedule).expect(200);
  });

  it('a part that is being paid stays open while the part before is counted, however often', async () => {
    const challenge = await aChallenge(app, sponsor, { state: 'approved', edits: { phases: [aPhase(await app.clock.now(), prizes(1_000))] } });
    const begin = async (amount: number) => {
      const { body } = await sponsor.owner.agent.post(path(challenge)).send({ amount: eur(amount) }).expect(201);
      return openPage(app, sponsor.owner, readId('funding', body.id)!);
    };
    await pay(app, await begin(400));
    await app.drain();
    const second = await begin(600);
    const [{ id: fundingId }] = await app.db.query<{ id: string }>(`select id from funding where subject_id = $1 and state = 'captured'`, [challenge.id]) as [{ id: string }];
    await app.db.change(systemActor('test'), async (tx) => tx.emit(fundingCaptured, { fundingId, subjectId: challenge.id }));
    await app.drain();
    await pay(app, second);
    await app.drain();
    expect((await asSeen(sponsor.owner.agent, challenge.publicId)).body.funded).toEqual(eur(1_000));
    expect((await sponsor.owner.agent.get(path(challenge)).expect(200)).body.items.map(({ state }: { state: string }) => state)).toEqual(['captured', 'captured']);
  });

  it('takes several charges where one is too large', async () => {
    const challenge = await aChallenge(app, sponsor, { state: 'approved', edits: { phases: [aPhase(await app.clock.now(), prizes(150_000_000))] } });
    await paidBy(app, sponsor)(challenge);
    const [funding] = (await sponsor.owner.agent.get(path(challenge)).expect(200)).body.items as [{ state: string; charges: { amount: object; state: string }[] }];
    expect(funding.charges.map(({ amount, state }) => [amount, state])).toEqual([[eur(82_500_000), 'paid'], [eur(82_500_000), 'paid']]);
    expect(funding.state).toBe('captured');
  });

  it('is refused before approval, without a bounty, in another currency and with garbage', async () => {
    const draft = await aChallenge(app, sponsor);
    expect((await sponsor.owner.agent.post(path(draft)).send({}).expect(409)).body.code).toBe('bounties_not_approved');
    const free = await aChallenge(app, sponsor, { state: 'approved', edits: freeDraft(await app.clock.now()) });
    expect((await sponsor.owner.agent.post(path(free)).send({}).expect(409)).body.code).toBe('bounties_no_bounty');
    const paid = await aChallenge(app, sponsor, { state: 'approved' });
    expect((await sponsor.owner.agent.post(path(paid)).send({ amount: { amount: 500, currency: 'USD' } }).expect(422)).body.code).toBe('bounties_other_currency');
    for (const [amount, pointer] of [[eur(0), '/amount/amount'], [eur(-1), '/amount/amount'], [eur(1.5), '/amount/amount'], [{ amount: 1 }, '/amount/currency'], [7, '/amount'], [null, '/amount'], [[], '/amount']] as const) {
      const refused = await sponsor.owner.agent.post(path(paid)).send({ amount }).expect(422);
      expect(refused.body.errors[0].pointer).toContain(pointer);
    }
    expect((await sponsor.owner.agent.get(path(paid)).expect(200)).body.items).toEqual([]);
  });

  it('is for those who keep the sponsor’s money', async () => {
    const challenge = await aChallenge(app, sponsor, { state: 'approved' });
    const treasurer = await aMember(app, sponsor.owner, sponsor.organisation, ['treasurer']);
    const contributor = await aMember(app, sponsor.owner, sponsor.organisation, ['contributor']);
    const [stranger, finance] = [await aPerson(app), await aStaffMember(app, 'finance')];

    await app.http().post(path(challenge)).send({}).expect(401);
    await stranger.agent.post(path(challenge)).send({}).expect(404);
    await stranger.agent.get(path(challenge)).expect(404);
    await contributor.agent.post(path(challenge)).send({}).expect(403);
    await contributor.agent.get(path(challenge)).expect(403);
    await finance.agent.post(path(challenge)).send({}).expect(403);
    const made = await treasurer.agent.post(path(challenge)).send({}).expect(201);
    expect((await finance.agent.get(path(challenge)).expect(200)).body.items.map(({ id, can }: { id: string; can: string[] }) => ({ id, can }))).toEqual([{ id: made.body.id, can: [] }]);

    await paidBy(app, sponsor)(challenge);
    await sponsor.owner.agent.put(`/api/v1/challenges/${challenge.publicId}/schedule`).expect(200);
    await stranger.agent.post(path(challenge)).send({}).expect(403);
    await stranger.agent.get(path(challenge)).expect(403);
  });

  it('proves to anybody what is there', async () => {
    const now = await app.clock.now();
    const challenge = await aChallenge(app, sponsor, { state: 'approved', edits: { ...completeDraft(now), phases: [aPhase(now, prizes(300_000, 200_000))], noAwardRule: 'split' } });
    const proof = `/api/v1/challenges/${challenge.publicId}/proof-of-funding`;
    await app.http().get(proof).expect(404);
    expect((await sponsor.owner.agent.get(proof).expect(200)).body).toMatchObject({ total: { ...nothing, promised: eur(500_000) }, payments: [] });

    await paidBy(app, sponsor, 350_000)(challenge);
    expect((await sponsor.owner.agent.get(proof).expect(200)).body.prizes.map(({ money }: { money: object }) => money)).toEqual([
      { ...nothing, promised: eur(300_000), captured: eur(300_000), left: eur(300_000) }, { ...nothing, promised: eur(200_000), captured: eur(50_000), left: eur(50_000) },
    ]);

    await paidBy(app, sponsor)(challenge);
    await sponsor.owner.agent.put(`/api/v1/challenges/${challenge.publicId}/schedule`).expect(200);
    const { phases } = await asSeen(sponsor.owner.agent, challenge.publicId);
    const silentFrom = new Date(phases[0]!.judgingEndsAt.getTime() + 30 * 24 * 3_600_000).toISOString();
    const { body } = await app.http().get(proof).expect(200);
    expect(body).toEqual({
      challengeId: challenge.publicId, bounty: 'money',
      total: { ...nothing, promised: eur(500_000), captured: eur(500_000), left: eur(500_000) },
      prizes: [300_000, 200_000].map((amount, at) => ({
        prizeId: expect.stringMatching(/^prz_/), phaseId: phases[0]!.id, title: `Place ${at + 1}`, kind: 'placement', place: at + 1, money: { ...nothing, promised: eur(amount), captured: eur(amount), left: eur(amount) },
      })),
      payments: [{ amount: eur(350_000), at: expect.any(String) }, { amount: eur(150_000), at: expect.any(String) }],
      ifSilent: { reminderDays: [7, 14, 21], days: 30, from: silentFrom, extensionDays: null, noAwardRule: 'split', feeKeptPercent: 50 },
    });
  });

  it('nobody pays for terms that are being changed: the open page is closed', async () => {
    const challenge = await aChallenge(app, sponsor, { state: 'approved' });
    const made = await sponsor.owner.agent.post(path(challenge)).send({}).expect(201);
    const page = await openPage(app, sponsor.owner, readId('funding', made.body.id) as FundingId);
    await edit(challenge, { currency: 'USD', phases: [dollars(await app.clock.now())] });
    await app.drain();
    expect((await sponsor.owner.agent.get(`/api/v1/fundings/${made.body.id as string}`).expect(200)).body).toMatchObject({ state: 'expired', can: [] });
    expect((await app.sandbox.stripe.checkout.sessions.retrieve(page)).status).toBe('expired');
  });

  it('what was paid while the terms changed goes back, all of it, and does not count', async () => {
    const challenge = await aChallenge(app, sponsor, { state: 'approved' });
    const made = await sponsor.owner.agent.post(path(challenge)).send({}).expect(201);
    await pay(app, await openPage(app, sponsor.owner, readId('funding', made.body.id) as FundingId));
    await edit(challenge, { currency: 'USD', phases: [dollars(await app.clock.now())] });
    await app.drain();
    expect((await asSeen(sponsor.owner.agent, challenge.publicId)).body).toMatchObject({ state: 'draft', funded: { amount: 0, currency: 'USD' } });
    expect(await booksOf(app, challenge)).toEqual({ bounty: 0, fee: 0, earned: 0, refunded: 550_000, released: 0 });
    const proof = await sponsor.owner.agent.get(`/api/v1/challenges/${challenge.publicId}/proof-of-funding`).expect(200);
    expect(proof.body.total).toMatchObject({ captured: { amount: 0, currency: 'USD' } });
  });

  it('of a payment in parts one of which fails the others go back, and none counts', async () => {
    const challenge = await aChallenge(app, sponsor, { state: 'approved', edits: { phases: [aPhase(await app.clock.now(), prizes(150_000_000))] } });
    const made = await sponsor.owner.agent.post(path(challenge)).send({}).expect(201);
    const funding = readId('funding', made.body.id) as FundingId;
    await pay(app, await openPage(app, sponsor.owner, funding));
    await app.drain();
    const page = await openPage(app, sponsor.owner, funding);
    // the sandbox knows no payments that fail after days: this is what the provider says of one
    const { sessions } = app.app.get(Provider, { strict: false }).stripe.checkout;
    const { metadata } = await sessions.retrieve(page);
    const told = jest.spyOn(sessions, 'retrieve').mockResolvedValue({ id: page, metadata, status: 'complete', payment_status: 'unpaid', payment_intent: { status: 'requires_payment_method' } } as never);
    const effect = await app.app.get(Charges, { strict: false }).readSession(page);
    told.mockRestore();
    expect(await app.db.change(systemActor('spec'), effect)).toBe('failed');
    await app.drain();
    expect((await sponsor.owner.agent.get(`/api/v1/fundings/${made.body.id as string}`).expect(200)).body).toMatchObject({ state: 'failed', can: [] });
    expect(await booksOf(app, challenge)).toEqual({ bounty: 0, fee: 0, earned: 0, refunded: 82_500_000, released: 0 });

    await paidBy(app, sponsor)(challenge);
    expect((await asSeen(sponsor.owner.agent, challenge.publicId)).body.funded).toEqual(eur(150_000_000));
    const { body } = await app.http().get(`/api/v1/challenges/${challenge.publicId}/proof-of-funding`);
    expect(body.code).toBe('request_not_found');
    const proof = await sponsor.owner.agent.get(`/api/v1/challenges/${challenge.publicId}/proof-of-funding`).expect(200);
    expect(proof.body.payments).toEqual([{ amount: eur(150_000_000), at: expect.any(String) }]);
  });

  it('gives everything back that is paid for a challenge that was cancelled meanwhile', async () => {
    const challenge = await aChallenge(app, sponsor, { state: 'approved' });
    const made = await sponsor.owner.agent.post(path(challenge)).send({}).expect(201);
    await openPage(app, sponsor.owner, readId('funding', made.body.id) as FundingId);
    await sponsor.owner.agent.put(`/api/v1/challenges/${challenge.publicId}/cancellation`).send({ reason: 'no_longer_needed' }).expect(200);
    await app.drain();
    expect((await sponsor.owner.agent.get(`/api/v1/fundings/${made.body.id as string}`).expect(200)).body).toMatchObject({ state: 'expired', can: [] });
    expect(await booksOf(app, challenge)).toEqual({ bounty: 0, fee: 0, earned: 0, refunded: 0, released: 0 });
  });
});
