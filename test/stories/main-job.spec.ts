import { after, day, hour, type OrganisationId, readId, type SubmissionId } from '@app/kernel';
import { type Receipt, receiptHolds, verifyReceipt } from '@app/provenance';
import { aMember, anOrganisation, aPerson, aStaffMember, type TestPerson } from '../../libs/identity/testing';
import { asSeen, completeDraft, type TestChallenge } from '../../libs/challenges/testing';
import { awardOf, booksOf, brokenChecks, prizes } from '../../libs/bounties/testing';
import { aJudge, judgeAll, type TestJudge } from '../../libs/judging/testing';
import { aPayee, openPage, pay } from '../../libs/payments/testing';
import { anEntry, aSolver, aSubmission, closePhase, joining, type TestEntry, type TestSolver, type TestSubmission } from '../../libs/submissions/testing';
import type { Agent } from '../support/agent';
import { startTestApp, type TestApp } from '../support/app';

const eur = (amount: number) => ({ amount, currency: 'EUR' });
const secret = 'thequietferret';

/** J1: a small business posts a problem, pays for it, and pays who solved it. Everything goes over HTTP; the steps build on one another. */
describe('the main job', () => {
  let app: TestApp;
  let owner: TestPerson;
  let treasurer: TestPerson;
  let colleague: TestPerson;
  let bakery: { id: OrganisationId; publicId: string; name: string };
  let moderator: TestPerson;
  let challenge: TestChallenge;
  let draft: ReturnType<typeof completeDraft>;
  let judges: TestJudge[];
  let solvers: TestSolver[];
  let entries: TestEntry[];
  let submissions: TestSubmission[];

  const path = (rest = '') => `/api/v1/challenges/${challenge.publicId}${rest}`;
  const seen = async () => (challenge = await asSeen(owner.agent, challenge.publicId));
  const refused = ({ status, body }: { status: number; body: { code?: string } }) => `${status} ${body.code}`;

  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app?.close());

  it('1-2 the owner registers, adds colleagues, and drafts what is needed', async () => {
    owner = await aPerson(app, { country: 'DE' });
    bakery = await anOrganisation(app, owner, { name: 'Bakery Anders', country: 'DE' });
    treasurer = await aMember(app, owner, bakery, ['treasurer']);
    colleague = await aMember(app, owner, bakery, ['contributor']);
    const made = await colleague.agent.post(`/api/v1/organisations/${bakery.publicId}/challenges`).send({ title: 'Fewer broken loaves' }).expect(201);
    challenge = await asSeen(colleague.agent, made.body.id);

    const missing = (await colleague.agent.get(path('/readiness')).expect(200)).body as { isReady: boolean; missing: { code: string }[] };
    expect(missing.isReady).toBe(false);
    draft = completeDraft(await app.clock.now(), { decisionRule: 'sponsor_choice', noAwardRule: 'refund' });
    Object.assign(draft.phases[0]!, prizes(400_000, 100_000));
    await colleague.agent.patch(path()).set('if-match', `"${challenge.version}"`).send(draft).expect(200);
    expect((await colleague.agent.get(path('/readiness')).expect(200)).body).toMatchObject({ isReady: true, missing: [] });
  });

  it('3 sees what it costs before paying', async () => {
    expect((await owner.agent.get(path('/cost')).expect(200)).body).toEqual({ bounty: eur(500_000), fee: eur(50_000), total: eur(550_000), feeBasisPoints: 1000, neededToOpen: eur(500_000) });
    expect(refused(await owner.agent.post(path('/fundings')).send({}))).toBe('409 bounties_not_approved');
  });

  it('4 a moderator asks for edits, the owner edits, the moderator approves', async () => {
    moderator = await aStaffMember(app, 'moderator');
    await owner.agent.put(path('/review-request')).expect(200);
    const review = `/api/v1/admin/challenges/${challenge.publicId}/review`;
    await moderator.agent.put(review).send({ outcome: 'request_changes', reason: 'Say how you measure.', edits: [{ pointer: '/brief/success', text: 'Below which share?' }] }).expect(200);
    await seen();
    expect(challenge.body.state).toBe('draft');
    const brief = { ...(draft.brief as object), success: 'Below 1 % of all loaves.' };
    await owner.agent.patch(path()).set('if-match', `"${challenge.version}"`).send({ brief }).expect(200);
    await owner.agent.put(path('/review-request')).expect(200);
    await moderator.agent.put(review).send({ outcome: 'approve', reason: 'Clear now.', edits: [] }).expect(200);
    expect((await seen()).body.state).toBe('approved');
  });

  it('X: it is not published without captured funds', async () => {
    expect(refused(await owner.agent.put(path('/schedule')))).toBe('409 challenge_not_ready_to_open');
    await app.http().get(path()).expect(404);
  });

  it('5 the treasurer pays on the provider’s page, a signed event books it, and it opens by the clock', async () => {
    const funding = await treasurer.agent.post(path('/fundings')).send({}).expect(201);
    expect(funding.body).toMatchObject({ bounty: eur(500_000), fee: eur(50_000), total: eur(550_000), state: 'created' });
    const session = await openPage(app, treasurer, readId('funding', funding.body.id)!);
    expect((await seen()).body.funded).toEqual(eur(0));
    await pay(app, session);
    await app.drain();
    expect((await treasurer.agent.get(`/api/v1/fundings/${funding.body.id as string}`).expect(200)).body).toMatchObject({ state: 'captured', can: [] });
    expect(await booksOf(app, challenge)).toEqual({ bounty: 500_000, fee: 50_000, earned: 0, refunded: 0, released: 0 });

    await owner.agent.put(path('/schedule')).expect(200);
    expect(refused(await app.http().get(path('/rule-card')))).toBe('404 challenge_no_rule_card');
    await app.clock.set(challenge.phases[0]!.opensAt);
    await app.drain();
    expect((await seen()).body.state).toBe('open');
    const card = await app.http().get(path('/rule-card')).expect(200);
    expect(card.body).toMatchObject({ version: 1, hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const proof = await app.http().get(path('/proof-of-funding')).expect(200);
    expect(proof.body.total).toMatchObject({ promised: eur(500_000), captured: eur(500_000), left: eur(500_000) });
    expect(proof.body.ifSilent).toEqual({ reminderDays: [7, 14, 21], days: 30, from: after(challenge.phases[0]!.judgingEndsAt, 30 * day).toISOString(), noAwardRule: 'refund', feeKeptPercent: 50 });
  });

  it('X: criteria are not edited after publication', async () => {
    const criteria = [{ title: 'Looks', weight: 100 }];
    const edit = { phases: [{ ...draft.phases[0]!, criteria }] };
    expect(refused(await owner.agent.patch(path()).set('if-match', `"${challenge.version}"`).send(edit))).toBe('409 challenge_already_funded');
    expect((await app.http().get(path('/rule-card')).expect(200)).body).toMatchObject({ version: 1 });
  });

  it('X: nobody of the sponsor takes part', async () => {
    const inside = { ...colleague, organisationId: bakery.id };
    const sideJob = await anOrganisation(app, colleague, { name: 'A side job' });
    for (const { publicId } of [bakery, sideJob]) {
      const entry = { ...(await joining(inside, challenge)), organisationId: publicId };
      expect(refused(await colleague.agent.post(path('/entries')).send(entry))).toBe('409 entry_related_party');
    }
  });

  it('6 solvers enter under the rules they read, and submit; each gets a receipt', async () => {
    judges = [await aJudge(app, { owner, organisation: bakery }, challenge), await aJudge(app, { owner, organisation: bakery }, challenge)];
    solvers = [];
    for (const name of ['Ada Weiss', 'Bo Lind', 'Cleo Marsh']) solvers.push(await aSolver(app, { name }));
    entries = [];
    submissions = [];
    for (const solver of solvers) {
      const entry = await anEntry(app, challenge, solver);
      entries.push(entry);
      submissions.push(await aSubmission(app, entry, { text: `The plan of ${secret} ${entries.length}.`, files: [{ name: `${secret}.txt`, content: Buffer.from(`file ${secret}`) }] }));
    }
    await app.drain();
    const key = (await app.http().get('/api/v1/log/public-key').expect(200)).text.trim();
    for (const { path: submission, entry } of submissions) {
      const receipt = await entry.solver.agent.get(`${submission}/receipt`).expect(200);
      expect(receiptHolds(verifyReceipt(receipt.body as Receipt, key))).toBe(true);
    }
  });

  it('X: nobody reads what is sealed before the phase closes', async () => {
    const strangers: Agent[] = [owner.agent, colleague.agent, moderator.agent, solvers[1]!.agent, ...judges.map(({ agent }) => agent), app.http()];
    const [first] = submissions;
    for (const agent of strangers) {
      expect([401, 404]).toContain((await agent.get(first!.path)).status);
      for (const page of ['/api/v1/challenges', path(), path('/rule-card'), path('/awards'), first!.entry.draftPath, `/api/v1/phases/${challenge.phases[0]!.id}/results`, '/api/v1/me/judging']) {
        expect((await agent.get(page)).text).not.toContain(secret);
      }
    }
    expect(app.mails().filter(({ text }) => text.includes(secret))).toEqual([]);
    for (const table of ['audit_entry', 'outbox', 'submission', 'submission_version', 'log_record']) {
      expect(await app.db.query(`select 1 from ${table} t where t::text ilike '%${secret}%'`)).toEqual([]);
    }
  });

  it('7 the phase closes by the platform’s clock; late is late', async () => {
    await closePhase(app, challenge);
    const late = await solvers[0]!.agent.put(`${submissions[0]!.path}/submission`).send({});
    expect(refused(late)).toBe('409 submission_late');
    expect(late.body.serverTime).toEqual(expect.any(String));
    expect(refused(await owner.agent.get(`/api/v1/phases/${challenge.phases[0]!.id}/ranking`))).toBe('409 judging_ranking_not_ready');
  });

  it('8 judges score blind; the owner sees the ranking when all scores are in', async () => {
    const numbers = await app.db.query<{ id: string; number: number }>('select id, number from entry where challenge_id = $1', [challenge.id]);
    const scores = [9, 7, 3];
    const scoreOf = (label: string) => scores[entries.findIndex(({ id }) => numbers.some((row) => row.id === id && `Entry ${row.number}` === label))]!;
    await judgeAll(judges[0]!, scoreOf);
    expect(refused(await owner.agent.get(`/api/v1/phases/${challenge.phases[0]!.id}/ranking`))).toBe('409 judging_ranking_not_ready');
    await judgeAll(judges[1]!, scoreOf);
    const ranking = await owner.agent.get(`/api/v1/phases/${challenge.phases[0]!.id}/ranking`).expect(200);
    expect(JSON.stringify(ranking.body)).not.toMatch(/Ada Weiss|Bo Lind|Cleo Marsh/);
  });

  it('9 the owner decides, with a reason and feedback; everybody gets a band and why', async () => {
    const decision = `/api/v1/phases/${challenge.phases[0]!.id}/decision`;
    const [firstPrize, secondPrize] = (await seen()).body.phases[0].prizes as { id: string }[];
    const places = [{ prizeId: firstPrize!.id, submissionId: submissions[0]!.publicId }];
    const belowTheMark = { prizeId: secondPrize!.id, submissionId: submissions[2]!.publicId };
    expect(refused(await owner.agent.put(decision).send({ places: [...places, belowTheMark], reason: 'We like all of them.' }))).toBe('422 judging_choice_blocked');
    await owner.agent.put(decision).send({ places, reason: 'It fits under the belt we have.', feedback: [{ submissionId: submissions[1]!.publicId, text: 'Too tall for our hall.' }] }).expect(200);
    await app.drain();
    const results = await app.http().get(`/api/v1/phases/${challenge.phases[0]!.id}/results`).expect(200);
    expect(results.body.winners).toMatchObject([{ place: 1, organisationName: 'Ada Weiss' }]);
    const bands: string[] = [];
    for (const { path: submission, entry } of submissions) {
      const { body } = await entry.solver.agent.get(submission).expect(200);
      bands.push(body.band as string);
      expect((body.reason as string).length).toBeGreaterThan(10);
    }
    expect(bands).toEqual(['winner', 'fair', 'weak']);
    expect((await seen()).body).toMatchObject({ state: 'decided', result: 'awarded' });
  });

  it('X: the sponsor cannot complete it; an award waits for its winner and the time for appeals', async () => {
    expect((await owner.agent.put(path('/completion')).send({})).status).toBe(404);
    expect((await seen()).body.state).toBe('decided');
    const silent = await app.db.query<{ id: SubmissionId }>(`select id from submission where challenge_id = $1 and (band is null or coalesce(reason, '') = '')`, [challenge.id]);
    expect(silent).toEqual([]);
  });

  it('10 the winner accepts, appeals pass, the provider verifies the winner, and the money is sent', async () => {
    const [winner] = solvers;
    const award = await awardOf(winner!);
    expect(award.body).toMatchObject({ state: 'announced', place: 1, amount: eur(400_000), can: ['accept', 'decline'] });
    expect(refused(await owner.agent.put(`${award.path}/acceptance`))).toBe('403 request_forbidden');
    await winner!.agent.put(`${award.path}/acceptance`).expect(200);
    await app.clock.shift(71 * hour);
    await app.drain();
    expect((await winner!.agent.get(award.path).expect(200)).body.state).toBe('accepted');
    await app.clock.shift(2 * hour);
    await app.drain();
    expect((await winner!.agent.get(award.path).expect(200)).body).toMatchObject({ state: 'released', payouts: [{ amount: eur(400_000), state: 'awaiting_payee' }] });

    const account = await aPayee(app, winner!, winner!.organisationId as OrganisationId);
    expect((await winner!.agent.get(award.path).expect(200)).body).toMatchObject({ state: 'released', payouts: [{ amount: eur(400_000), state: 'sent' }] });
    const transfers = await app.sandbox.stripe.transfers.list({ destination: account });
    expect(transfers.data.map(({ amount, currency }) => ({ amount, currency }))).toEqual([{ amount: 400_000, currency: 'eur' }]);
    expect(app.mails(winner!.email).map(({ subject }) => subject)).toContain('4,000.00 EUR is on its way: Fewer broken loaves');
  });

  it('10 it is complete: nothing is held, the fee is booked, what nobody reached went back, and every invariant holds', async () => {
    await app.drain();
    expect((await seen()).body).toMatchObject({ state: 'completed', result: 'awarded' });
    expect(await booksOf(app, challenge)).toEqual({ bounty: 0, fee: 0, earned: 50_000, refunded: 100_000, released: 400_000 });
    expect((await app.http().get(path('/proof-of-funding')).expect(200)).body.total).toEqual({
      promised: eur(500_000), captured: eur(500_000), reserved: eur(0), released: eur(400_000), paid: eur(400_000), returned: eur(100_000), left: eur(0),
    });
    const refunds = await app.sandbox.stripe.refunds.list({});
    expect(refunds.data.map(({ amount, status }) => ({ amount, status }))).toEqual([{ amount: 100_000, status: 'succeeded' }]);
    expect(app.mails(owner.email).at(-1)!.subject).toBe('1,000.00 EUR goes back to you: Fewer broken loaves');
    const completions = await app.db.query(`select 1 from audit_entry where subject = 'challenge' and subject_id = $1 and action = 'challenge.complete'`, [challenge.id]);
    expect(completions).toHaveLength(1);
    expect(await brokenChecks(app)).toEqual([]);
  });
});
