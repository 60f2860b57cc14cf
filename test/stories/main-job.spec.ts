import type { ApiClient, View } from '@app/api-client';
import { after, day, hour, type OrganisationId, readId, type SubmissionId } from '@app/kernel';
import { receiptHolds, verifyReceipt } from '@app/provenance';
import { aMember, anOrganisation, aPerson, aStaffMember, type TestPerson } from '../../libs/identity/testing';
import { asSeen, completeDraft, type TestChallenge } from '../../libs/challenges/testing';
import { awardOf, booksOf, brokenChecks, prizes, sign } from '../../libs/bounties/testing';
import { aJudge, judgeAll, type TestJudge } from '../../libs/judging/testing';
import { aPayee, openPage, pay } from '../../libs/payments/testing';
import { anEntry, aSolver, aSubmission, closePhase, joining, type TestEntry, type TestSolver, type TestSubmission } from '../../libs/submissions/testing';
import { startTestApp, type TestApp } from '../support/app';
import { client, ifMatch, ok, refused } from '../support/client';

const eur = (amount: number) => ({ amount, currency: 'EUR' as const });
const secret = 'thequietferret';

/** J1: a small business posts a problem, pays for it, and pays who solved it. Everything goes through the generated client, as an outside program would do it; the steps build on one another. */
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

  /** Of calls about the challenge, and about its phase. */
  const params = () => ({ path: { id: challenge.publicId } });
  const phase = () => ({ path: { id: challenge.phases[0]!.id } });
  const seen = async (): Promise<View<'ChallengeView'>> => (challenge = await asSeen(owner.agent, challenge.publicId)).body as View<'ChallengeView'>;
  const edit = (who: TestPerson, body: View<'EditChallengeDto'>) => client(who).PATCH('/api/v1/challenges/{id}', { params: { ...params(), header: ifMatch(challenge.version) }, body });
  const publicly = () => client(app.http());

  beforeAll(async () => {
    app = await startTestApp();
  });
  afterAll(() => app?.close());

  it('1-2 the owner registers, adds colleagues, and drafts what is needed', async () => {
    owner = await aPerson(app, { country: 'DE' });
    bakery = await anOrganisation(app, owner, { name: 'Bakery Anders', country: 'DE' });
    treasurer = await aMember(app, owner, bakery, ['treasurer']);
    colleague = await aMember(app, owner, bakery, ['contributor']);
    const made = await ok(client(colleague).POST('/api/v1/organisations/{id}/challenges', { params: { path: { id: bakery.publicId } }, body: { title: 'Fewer broken loaves' } }));
    challenge = await asSeen(colleague.agent, made.id);

    const readiness = () => ok(client(colleague).GET('/api/v1/challenges/{id}/readiness', { params: params() }));
    expect((await readiness()).isReady).toBe(false);
    draft = completeDraft(await app.clock.now(), { decisionRule: 'sponsor_choice', noAwardRule: 'refund' });
    Object.assign(draft.phases[0]!, prizes(400_000, 100_000));
    await ok(edit(colleague, draft));
    expect(await readiness()).toMatchObject({ isReady: true, missing: [] });
  });

  it('3 sees what it costs before paying', async () => {
    expect(await ok(client(owner).GET('/api/v1/challenges/{id}/cost', { params: params() }))).toEqual({ bounty: eur(500_000), fee: eur(50_000), total: eur(550_000), feeBasisPoints: 1000, neededToOpen: eur(500_000), isPaidToOpen: false, isPaid: false });
    expect(await refused(client(owner).POST('/api/v1/challenges/{id}/fundings', { params: params(), body: {} }))).toBe('409 bounties_not_approved');
  });

  it('4 a moderator asks for edits, the owner edits, the moderator approves', async () => {
    moderator = await aStaffMember(app, 'moderator');
    const request = () => ok(client(owner).PUT('/api/v1/challenges/{id}/review-request', { params: params() }));
    const review = async (body: View<'ReviewDto'>) => ok(client(moderator).PUT('/api/v1/admin/challenges/{id}/review', { params: { ...params(), header: ifMatch((await seen()).version) }, body }));
    await request();
    await review({ outcome: 'request_changes', reason: 'Say how you measure.', edits: [{ pointer: '/brief/success', text: 'Below which share?' }] });
    expect((await seen()).state).toBe('draft');
    await app.drain();
    expect(app.mails(owner.email).at(-1)).toMatchObject({ subject: 'Please change something: Fewer broken loaves', text: expect.stringMatching(/Say how you measure\.[^]*• Below which share\?/) });
    await ok(edit(owner, { brief: { ...draft.brief, success: 'Below 1 % of all loaves.' } }));
    await request();
    await review({ outcome: 'approve', reason: 'Clear now.', edits: [] });
    expect((await seen()).state).toBe('approved');
    await app.drain();
    expect(app.mails(owner.email).at(-1)).toMatchObject({ subject: 'Approved: Fewer broken loaves', text: expect.stringContaining('Clear now.') });
    expect(app.mails(colleague.email).filter(({ subject }) => subject.endsWith('Fewer broken loaves'))).toEqual([]);
  });

  it('X: it is not published without captured funds', async () => {
    expect(await refused(client(owner).PUT('/api/v1/challenges/{id}/schedule', { params: params() }))).toBe('409 challenge_not_ready_to_open');
    expect(await refused(publicly().GET('/api/v1/challenges/{id}', { params: params() }))).toBe('404 request_not_found');
  });

  it('5 the treasurer pays on the provider’s page, a signed event books it, and it opens by the clock', async () => {
    const funding = await ok(client(treasurer).POST('/api/v1/challenges/{id}/fundings', { params: params(), body: {} }));
    expect(funding).toMatchObject({ bounty: eur(500_000), fee: eur(50_000), total: eur(550_000), state: 'created' });
    const session = await openPage(app, treasurer, readId('funding', funding.id)!);
    expect((await seen()).funded).toEqual(eur(0));
    await pay(app, session);
    await app.drain();
    expect(await ok(client(treasurer).GET('/api/v1/fundings/{id}', { params: { path: { id: funding.id } } }))).toMatchObject({ state: 'captured', can: [] });
    expect(await booksOf(app, challenge)).toEqual({ bounty: 500_000, fee: 50_000, earned: 0, refunded: 0, released: 0 });

    await ok(client(owner).PUT('/api/v1/challenges/{id}/schedule', { params: params() }));
    expect(await refused(publicly().GET('/api/v1/challenges/{id}/rule-card', { params: params() }))).toBe('404 challenge_no_rule_card');
    await app.clock.set(challenge.phases[0]!.opensAt);
    await app.drain();
    expect((await seen()).state).toBe('open');
    expect(await ok(publicly().GET('/api/v1/challenges/{id}/rule-card', { params: params() }))).toMatchObject({ version: 1, hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const proof = await ok(publicly().GET('/api/v1/challenges/{id}/proof-of-funding', { params: params() }));
    expect(proof.total).toMatchObject({ promised: eur(500_000), captured: eur(500_000), left: eur(500_000) });
    expect(proof.ifSilent).toEqual({ reminderDays: [7, 14, 21], days: 30, from: after(challenge.phases[0]!.judgingEndsAt, 30 * day).toISOString(), noAwardRule: 'refund', extensionDays: null, feeKeptPercent: 50 });
  });

  it('X: criteria are not edited after publication', async () => {
    const criteria = [{ title: 'Looks', weight: 100 }];
    expect(await refused(edit(owner, { phases: [{ ...draft.phases[0]!, criteria }] }))).toBe('409 challenge_already_funded');
    expect(await ok(publicly().GET('/api/v1/challenges/{id}/rule-card', { params: params() }))).toMatchObject({ version: 1 });
  });

  it('X: nobody of the sponsor takes part', async () => {
    const inside = { ...colleague, organisationId: bakery.id };
    const sideJob = await anOrganisation(app, colleague, { name: 'A side job' });
    for (const { publicId } of [bakery, sideJob]) {
      const entry = { ...(await joining(inside, challenge)), organisationId: publicId };
      expect(await refused(client(colleague).POST('/api/v1/challenges/{id}/entries', { params: params(), body: entry }))).toBe('409 entry_related_party');
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
    const key = await ok(publicly().GET('/api/v1/log/public-key', { parseAs: 'text' }));
    for (const { publicId, entry } of submissions) {
      const receipt = await ok(client(entry.solver).GET('/api/v1/submissions/{id}/receipt', { params: { path: { id: publicId } } }));
      expect(receiptHolds(verifyReceipt(receipt, key.trim()))).toBe(true);
    }
  });

  it('X: nobody reads what is sealed before the phase closes', async () => {
    const strangers = [owner, colleague, moderator, solvers[1]!, ...judges].map((person) => client(person)).concat(publicly());
    const [{ publicId, entry }] = submissions as [TestSubmission];
    const submission = { params: { path: { id: publicId } } };
    const draftOf = { params: { path: { id: entry.publicId, phaseId: entry.phaseId } } };
    const hidden = (api: ApiClient) => [
      api.GET('/api/v1/submissions/{id}', submission), api.GET('/api/v1/submissions/{id}/manifest', submission), api.GET('/api/v1/submissions/{id}/receipt', submission),
      api.GET('/api/v1/submissions/{id}/openings', submission), api.GET('/api/v1/entries/{id}', { params: { path: { id: entry.publicId } } }),
      api.GET('/api/v1/entries/{id}/submissions/{phaseId}/draft', draftOf), api.GET('/api/v1/phases/{id}/results', { params: phase() }),
    ];
    const shown = (api: ApiClient) => [
      api.GET('/api/v1/challenges', { params: { query: { q: secret } } }), api.GET('/api/v1/challenges'), api.GET('/api/v1/challenges/{id}', { params: params() }), api.GET('/api/v1/challenges/{id}/rule-card', { params: params() }),
      api.GET('/api/v1/challenges/{id}/participation', { params: params() }), api.GET('/api/v1/challenges/{id}/awards', { params: params() }), api.GET('/api/v1/me/judging'), api.GET('/api/v1/me/entries'),
      api.GET('/api/v1/phases/{id}/ranking', { params: phase() }), api.GET('/api/v1/admin/challenges'), api.GET('/api/v1/admin/eligibility-reviews'), api.GET('/api/v1/admin/awards'), api.GET('/api/v1/admin/people', { params: { query: { q: secret } } }),
    ];
    for (const api of strangers) {
      for (const { response } of await Promise.all(hidden(api))) expect([401, 404]).toContain(response.status);
      const answers = await Promise.all(shown(api));
      expect(JSON.stringify(answers.map(({ data, error }) => data ?? error))).not.toContain(secret);
    }
    expect(app.mails().filter(({ text }) => text.includes(secret))).toEqual([]);
    for (const table of ['audit_entry', 'outbox', 'submission', 'submission_version', 'log_record']) {
      expect(await app.db.query(`select 1 from ${table} t where t::text ilike '%${secret}%'`)).toEqual([]);
    }
  });

  it('7 the phase closes by the platform’s clock; late is late', async () => {
    await closePhase(app, challenge);
    const late = await client(solvers[0]!).PUT('/api/v1/submissions/{id}/submission', { params: { path: { id: submissions[0]!.publicId } }, body: {} });
    expect(late.error).toMatchObject({ status: 409, code: 'submission_late', serverTime: expect.any(String) });
    expect(await refused(client(owner).GET('/api/v1/phases/{id}/ranking', { params: phase() }))).toBe('409 judging_ranking_not_ready');
  });

  it('8 judges score blind; the owner sees the ranking when all scores are in', async () => {
    const numbers = await app.db.query<{ id: string; number: number }>('select entry_id as id, number from submission where challenge_id = $1 and number is not null', [challenge.id]);
    const scores = [9, 7, 3];
    const scoreOf = (label: string) => scores[entries.findIndex(({ id }) => numbers.some((row) => row.id === id && `Entry ${row.number}` === label))]!;
    await judgeAll(judges[0]!, scoreOf);
    expect(await refused(client(owner).GET('/api/v1/phases/{id}/ranking', { params: phase() }))).toBe('409 judging_ranking_not_ready');
    await judgeAll(judges[1]!, scoreOf);
    expect(await refused(client(owner).GET('/api/v1/phases/{id}/ranking', { params: phase() }))).toBe('409 judging_ranking_not_opened');
    const ranking = await ok(client(owner).PUT('/api/v1/phases/{id}/ranking', { params: phase() }));
    expect(ranking.items.map(({ submissionId, rank }) => [submissionId, rank])).toEqual(submissions.map(({ publicId }, at) => [publicId, at + 1]));
    expect(JSON.stringify(ranking)).not.toMatch(/Ada Weiss|Bo Lind|Cleo Marsh/);
  });

  it('9 the owner decides, with a reason and feedback; everybody gets a band and why', async () => {
    const decide = (body: View<'DecisionDto'>) => client(owner).PUT('/api/v1/phases/{id}/decision', { params: phase(), body });
    const [firstPrize, secondPrize] = (await seen()).phases[0]!.prizes;
    const places = [{ prizeId: firstPrize!.id, submissionId: submissions[0]!.publicId }, { prizeId: secondPrize!.id, submissionId: null }];
    const belowTheMark = { prizeId: secondPrize!.id, submissionId: submissions[2]!.publicId };
    expect(await refused(decide({ places: [places[0]!, belowTheMark], reason: 'We like all of them.' }))).toBe('422 judging_choice_blocked');
    const nobody = { submissionId: `sub_${'0'.repeat(32)}`, text: 'To nobody.' };
    expect((await decide({ places, reason: 'It fits under the belt we have.', feedback: [nobody] })).error).toMatchObject({ code: 'request_invalid', errors: [{ pointer: '/feedback/0/submissionId' }] });
    await ok(decide({ places, reason: 'It fits under the belt we have.', feedback: [{ submissionId: submissions[1]!.publicId, text: 'Too tall for our hall.' }] }));
    await app.drain();
    const [, , loser] = submissions;
    expect((await ok(client(loser!.entry.solver).GET('/api/v1/phases/{id}/results', { params: phase() }))).reason).toBe('It fits under the belt we have.');
    const results = await ok(publicly().GET('/api/v1/phases/{id}/results', { params: phase() }));
    expect(results.reason).toBeNull();
    expect(results.winners).toMatchObject([{ place: 1, organisationName: 'Ada Weiss' }]);
    const own = await Promise.all(submissions.map(({ publicId, entry }) => ok(client(entry.solver).GET('/api/v1/submissions/{id}', { params: { path: { id: publicId } } }))));
    expect(own.map(({ band }) => band)).toEqual(['winner', 'fair', 'weak']);
    for (const { reason } of own) expect(reason!.length).toBeGreaterThan(10);
    for (const [at, { entry }] of submissions.entries()) {
      const results = app.mails(entry.solver.email).filter(({ subject }) => subject === 'The result of your submission: Fewer broken loaves');
      expect(results).toHaveLength(1);
      for (const told of [['Winner', 'Fair', 'Weak'][at]!, own[at]!.reason!, `/submissions/${submissions[at]!.publicId}`]) expect(results[0]!.text).toContain(told);
    }
    expect(await seen()).toMatchObject({ state: 'decided', result: 'awarded' });
  });

  it('X: the sponsor cannot complete it; an award waits for its winner and the time for appeals', async () => {
    const paths = Object.keys((JSON.parse((await app.http().get('/openapi.json').expect(200)).text) as { paths: object }).paths);
    expect(paths.filter((path) => path.includes('complet'))).toEqual([]);
    expect((await owner.agent.put(`/api/v1/challenges/${challenge.publicId}/completion`).send({})).status).toBe(404);
    expect((await seen()).state).toBe('decided');
    const silent = await app.db.query<{ id: SubmissionId }>(`select id from submission where challenge_id = $1 and (band is null or coalesce(reason, '') = '')`, [challenge.id]);
    expect(silent).toEqual([]);
  });

  it('10 the winner accepts, appeals pass, the provider verifies the winner, and the money is sent', async () => {
    const [winner] = solvers;
    const { body: award } = await awardOf(winner!);
    const theAward = { params: { path: { id: award.id } } };
    const awardNow = () => ok(client(winner!).GET('/api/v1/awards/{id}', theAward));
    expect(award).toMatchObject({ state: 'announced', place: 1, amount: eur(400_000), can: ['accept', 'decline'] });
    expect(await refused(client(owner).PUT('/api/v1/awards/{id}/acceptance', theAward))).toBe('403 request_forbidden');
    await ok(client(winner!).PUT('/api/v1/awards/{id}/acceptance', theAward));
    await app.clock.shift(70 * hour);
    await app.drain();
    expect((await awardNow()).state).toBe('accepted');
    await sign(`/api/v1/awards/${award.id}`, winner!, owner);
    await app.clock.shift(hour);
    await app.drain();
    expect((await awardNow()).state).toBe('signed');
    await app.clock.shift(2 * hour);
    await app.drain();
    expect(await awardNow()).toMatchObject({ state: 'released', payouts: [{ amount: eur(400_000), state: 'awaiting_payee' }] });

    const account = await aPayee(app, winner!, winner!.organisationId as OrganisationId);
    expect(await awardNow()).toMatchObject({ state: 'released', payouts: [{ amount: eur(400_000), state: 'sent' }] });
    const transfers = await app.sandbox.stripe.transfers.list({ destination: account });
    expect(transfers.data.map(({ amount, currency }) => ({ amount, currency }))).toEqual([{ amount: 400_000, currency: 'eur' }]);
    expect(app.mails(winner!.email).map(({ subject }) => subject)).toContain('A payment to you is on its way: Fewer broken loaves');
  });

  it('10 it is complete: nothing is held, the fee is booked, what nobody reached went back, and every invariant holds', async () => {
    await app.drain();
    expect(await seen()).toMatchObject({ state: 'completed', result: 'awarded' });
    expect(await booksOf(app, challenge)).toEqual({ bounty: 0, fee: 0, earned: 50_000, refunded: 100_000, released: 400_000 });
    expect((await ok(publicly().GET('/api/v1/challenges/{id}/proof-of-funding', { params: params() }))).total).toEqual({
      promised: eur(500_000), captured: eur(500_000), reserved: eur(0), released: eur(400_000), paid: eur(400_000), returned: eur(100_000), left: eur(0),
    });
    const refunds = await app.sandbox.stripe.refunds.list({});
    expect(refunds.data.map(({ amount, status }) => ({ amount, status }))).toEqual([{ amount: 100_000, status: 'succeeded' }]);
    expect(app.mails(owner.email).find(({ subject }) => subject === 'Money goes back to you: Fewer broken loaves')!.text).toContain('1,000.00 EUR');
    const completions = await app.db.query(`select 1 from audit_entry where subject = 'challenge' and subject_id = $1 and action = 'challenge.complete'`, [challenge.id]);
    expect(completions).toHaveLength(1);
    expect(await brokenChecks(app)).toEqual([]);
  });
});
