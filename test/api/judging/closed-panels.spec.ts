import { aChallenge, aSponsor, freeDraft, type TestChallenge, type TestSponsor } from '../../../libs/challenges/testing';
import { aMember, aPerson, aStaffMember, joinsStaff, type TestPerson } from '../../../libs/identity/testing';
import { aJudge, judgeAll, type TestJudge } from '../../../libs/judging/testing';
import { anEntry, aSubmission, closePhase, type TestSubmission } from '../../../libs/submissions/testing';
import { startTestApp, type TestApp } from '../../support/app';
import { client, ifMatch, ok, refused } from '../../support/client';

/** Nobody turns an order they have seen. */
let app: TestApp;
let sponsor: TestSponsor;
let moderator: TestPerson;

beforeAll(async () => {
  app = await startTestApp();
  sponsor = await aSponsor(app);
  moderator = await aStaffMember(app, 'moderator');
});
afterAll(() => app?.close());

interface Judged {
  challenge: TestChallenge;
  submitted: TestSubmission[];
  judges: TestJudge[];
}

async function closed(decisionRule: 'by_ranking' | 'sponsor_choice', judges: number): Promise<Judged> {
  const challenge = await aChallenge(app, sponsor, { state: 'open', edits: { ...freeDraft(await app.clock.now()), decisionRule } });
  const submitted = [await aSubmission(app, await anEntry(app, challenge)), await aSubmission(app, await anEntry(app, challenge))];
  const panel: TestJudge[] = [];
  for (let n = 0; n < judges; n++) panel.push(await aJudge(app, sponsor, challenge));
  await closePhase(app, challenge);
  return { challenge, submitted, judges: panel };
}

const phaseOf = ({ challenge }: Judged) => ({ id: challenge.publicId, phaseId: challenge.phases[0]!.id });
const ranking = (judged: Judged) => client(sponsor.owner).PUT('/api/v1/phases/{id}/ranking', { params: { path: { id: phaseOf(judged).phaseId } } });
const invite = (judged: Judged, by: TestPerson, email: string) => client(by).POST('/api/v1/challenges/{id}/phases/{phaseId}/judges', { params: { path: phaseOf(judged) }, body: { email } });
const replace = (judged: Judged, by: TestPerson, seatId: string) => client(by).DELETE('/api/v1/challenges/{id}/phases/{phaseId}/judges/{seatId}', { params: { path: { ...phaseOf(judged), seatId } }, body: { reason: 'Another is wanted.' } });
const exclude = (judged: Judged, by: TestPerson, seatId: string, at: number) => client(by).PUT('/api/v1/admin/panel-seats/{id}/exclusions/{submissionId}', { params: { path: { id: seatId, submissionId: judged.submitted[at]!.publicId } }, body: { reason: 'The judge wrote to the sponsor.' } });
const list = (judged: Judged, by: TestPerson) => ok(client(by).GET('/api/v1/challenges/{id}/phases/{phaseId}/judges', { params: { path: phaseOf(judged) } }));
/** What the list of judges lets `by` do: with the panel, and with each seat in turn. */
const mayDo = async (judged: Judged, by: TestPerson) => {
  const { items, can } = await list(judged, by);
  return [can, ...items.map((seat) => seat.can)];
};
const answer = (judge: TestPerson, seat: string) => client(judge).PUT('/api/v1/panel-seats/{id}/answer', { params: { path: { id: seat } }, body: { accepts: true } });
const declare = (judge: TestJudge) => client(judge).PUT('/api/v1/panel-seats/{id}/conflicts', { params: { path: { id: judge.seat } }, body: { conflicts: [] } });
const assignments = async (judge: TestJudge) => (await ok(client(judge).GET('/api/v1/panel-seats/{id}/assignments', { params: { path: { id: judge.seat } } }))).items;
const recuse = (judge: TestJudge, id: string) => client(judge).PUT('/api/v1/assignments/{id}/recusal', { params: { path: { id } }, body: { reason: 'I have changed my mind.' } });
const save = (judge: TestJudge, id: string) => client(judge).PUT('/api/v1/assignments/{id}/scorecard', { params: { path: { id }, header: ifMatch(0) }, body: { action: 'save', scores: {} } });
const seatIn = async (judge: TestPerson, judged: Judged) => (await ok(client(judge).GET('/api/v1/me/judging'))).items.find(({ phaseId }) => phaseId === phaseOf(judged).phaseId)!;

describe.each(['by_ranking', 'sponsor_choice'] as const)('%s: once the sponsor has seen the order', (decisionRule) => {
  let judged: Judged;
  let late: TestPerson;
  let order: unknown;

  it('they cannot ask another judge, nor take one off; nobody else takes part who was asked before', async () => {
    judged = await closed(decisionRule, 2);
    late = await aPerson(app);
    // staff have not answered yet, so that nothing is decided meanwhile
    await ok(client(sponsor.owner).PUT('/api/v1/submissions/{id}/eligibility-proposal', { params: { path: { id: judged.submitted[1]!.publicId } }, body: { clause: 1, reason: 'It may be late.' } }));
    const invited = await ok(invite(judged, sponsor.owner, late.email));
    for (const judge of judged.judges) await judgeAll(judge, () => 7);
    expect(await refused(ranking(judged))).toBe('409 judging_ranking_not_ready');
    expect(await mayDo(judged, sponsor.owner)).toEqual([['invite'], ['replace'], ['replace'], ['replace']]);
    await client(sponsor.owner).DELETE('/api/v1/challenges/{id}/phases/{phaseId}/judges/{seatId}', { params: { path: { ...phaseOf(judged), seatId: invited.id } }, body: { reason: 'No answer came.' } });
    expect(await mayDo(judged, sponsor.owner)).toEqual([['invite'], ['replace'], ['replace'], []]);
    order = await ok(ranking(judged));
    expect(await mayDo(judged, sponsor.owner)).toEqual([[], [], [], []]);
    expect(await mayDo(judged, moderator)).toEqual([['invite'], ['replace'], ['replace'], []]);

    expect(await refused(invite(judged, sponsor.owner, (await aPerson(app)).email))).toBe('409 judging_panel_closed');
    expect(await refused(replace(judged, sponsor.owner, judged.judges[0]!.seat))).toBe('409 judging_panel_closed');
    expect(await refused(declare(judged.judges[0]!))).toBe('409 judging_panel_closed');
    expect((await seatIn(judged.judges[0]!, judged))).toMatchObject({ panelState: 'closed', can: [] });
  });

  it('no judge takes locked scores back; staff void them, with a reason', async () => {
    const [judge] = judged.judges;
    const [mine] = await assignments(judge!);
    expect(await refused(recuse(judge!, mine!.id))).toBe('409 judging_panel_closed');
    expect(await ok(ranking(judged))).toEqual(order);
    const voids = (by: TestPerson) => exclude(judged, by, judge!.seat, 0);
    expect(await refused(voids(sponsor.owner))).toMatch(/^403/);
    expect((await voids(moderator)).response.status).toBe(204);
    expect(await refused(voids(moderator))).toBe('409 request_wrong_state');
    expect((await ok(ranking(judged))).items.map(({ judges }) => judges).sort()).toEqual([1, 2]);
    const [audited] = await app.db.query(`select capacity, reason from audit_entry where action = 'assignment.exclude' order by at desc limit 1`);
    expect(audited).toEqual({ capacity: 'staff', reason: 'The judge wrote to the sponsor.' });
  });

  it('a substitute of staff judges; the order is shown again when their scores are in', async () => {
    const substitute = await aPerson(app);
    const { id: seat } = await ok(invite(judged, moderator, substitute.email));
    await ok(answer(substitute, seat));
    expect(await refused(ranking(judged))).toBe('409 judging_ranking_not_ready');
    await judgeAll({ ...substitute, app, seat }, () => 8);
    expect((await ok(ranking(judged))).items.map(({ judges }) => judges).sort()).toEqual([2, 3]);
  });
});

it('a judge steps back before locking, and not after, also while nobody has seen the order', async () => {
  const judged = await closed('by_ranking', 2);
  const [judge] = judged.judges;
  await judgeAll(judge!, () => 7);
  const [mine] = await assignments(judge!);
  expect(await refused(recuse(judge!, mine!.id))).toBe('409 request_wrong_state');
  await ok(declare(judged.judges[1]!));
  const [other] = await assignments(judged.judges[1]!);
  expect((await recuse(judged.judges[1]!, other!.id)).response.status).toBe(204);
  expect((await assignments(judged.judges[1]!)).map(({ state, can }) => [state, can])).toEqual([['recused', []], ['assigned', ['read']]]);
});

it('after the deadline, where the panel’s order binds, it is shown only when it is final', async () => {
  const judged = await closed('by_ranking', 1);
  await ok(declare(judged.judges[0]!));
  await app.clock.set(judged.challenge.phases[0]!.judgingEndsAt);
  await app.drain();
  expect(await refused(ranking(judged))).toBe('409 judging_ranking_not_ready');
  const [mine] = await assignments(judged.judges[0]!);
  await ok(save(judged.judges[0]!, mine!.id));
});

it('the sponsor’s other people learn that it is ready, and nothing of it', async () => {
  const judged = await closed('sponsor_choice', 1);
  const treasurer = await aMember(app, sponsor.owner, sponsor.organisation, ['treasurer']);
  const read = (by: TestPerson) => refused(client(by).GET('/api/v1/phases/{id}/ranking', { params: { path: { id: phaseOf(judged).phaseId } } }));
  expect(await read(treasurer)).toBe('409 judging_ranking_not_ready');
  await judgeAll(judged.judges[0]!, () => 7);
  expect([await read(treasurer), await read(sponsor.owner), await read(judged.judges[0]!)]).toEqual(['403 judging_others_decide', '409 judging_ranking_not_opened', '404 request_not_found']);
  await ok(ranking(judged));
  expect(await read(treasurer)).toBe('403 judging_others_decide');
});

it('nobody questions a submission once the sponsor has seen who leads', async () => {
  const judged = await closed('sponsor_choice', 1);
  await judgeAll(judged.judges[0]!, () => 7);
  const question = (at: number) => client(sponsor.owner).PUT('/api/v1/submissions/{id}/eligibility-proposal', { params: { path: { id: judged.submitted[at]!.publicId } }, body: { clause: 1, reason: 'It may be known.' } });
  await ok(question(0));
  await ok(ranking(judged));
  expect(await refused(question(1))).toBe('409 submission_asked_of_order');
});

it('where the sponsor chooses, it is shown after the deadline, and what was not scored by then stays so', async () => {
  const judged = await closed('sponsor_choice', 1);
  const late = await aPerson(app);
  await ok(invite(judged, sponsor.owner, late.email));
  await ok(declare(judged.judges[0]!));
  await app.clock.set(judged.challenge.phases[0]!.judgingEndsAt);
  await app.drain();
  expect((await ok(ranking(judged))).items.map(({ score }) => score)).toEqual([null, null]);
  const [mine] = await assignments(judged.judges[0]!);
  expect(await refused(save(judged.judges[0]!, mine!.id))).toBe('409 judging_panel_closed');
  expect(await refused(recuse(judged.judges[0]!, mine!.id))).toBe('409 judging_panel_closed');
  expect(await refused(answer(late, (await seatIn(late, judged)).id))).toBe('409 judging_panel_closed');
  expect((await seatIn(late, judged)).can).toEqual(['decline']);
});

it('staff who take part, or whose organisation does, neither void scores nor choose judges', async () => {
  const judged = await closed('sponsor_choice', 1);
  const [judge] = judged.judges;
  await judgeAll(judge!, () => 7);
  const { solver } = judged.submitted[0]!.entry;
  await joinsStaff(app, solver, 'moderator');
  const voids = (by: TestPerson) => exclude(judged, by, judge!.seat, 1);
  expect(await refused(voids(solver))).toBe('404 request_not_found');
  expect(await refused(invite(judged, solver, 'friend@example.com'))).toBe('404 request_not_found');
  expect(await refused(replace(judged, solver, judge!.seat))).toBe('404 request_not_found');
  expect((await voids(moderator)).response.status).toBe(204);
});

it('the list of judges says how many scorecards each has locked, also who was taken off, and without those that were voided', async () => {
  const judged = await closed('sponsor_choice', 2);
  const [judge, other] = judged.judges;
  const locked = async () => (await list(judged, sponsor.owner)).items.map((seat) => [seat.state, seat.locked]);
  await judgeAll(judge!, () => 7);
  await ok(declare(other!));
  expect(await locked()).toEqual([['ready', 2], ['ready', 0]]);
  for (const { seat } of judged.judges) await replace(judged, sponsor.owner, seat);
  await exclude(judged, moderator, judge!.seat, 0);
  expect(await locked()).toEqual([['replaced', 1], ['replaced', 0]]);
});

it('judges read what they scored until nobody may object to the decision any more; their scores they see after', async () => {
  const judged = await closed('by_ranking', 1);
  const [judge] = judged.judges;
  await judgeAll(judge!, () => 7);
  await app.drain();
  const [mine] = await assignments(judge!);
  const read = () => client(judge!).GET('/api/v1/assignments/{id}', { params: { path: { id: mine!.id } } });
  const { objectBy } = await ok(client(judge!).GET('/api/v1/phases/{id}/results', { params: { path: { id: phaseOf(judged).phaseId } } }));
  await app.clock.set(new Date(new Date(objectBy).getTime() - 60_000));
  await ok(read());
  expect(mine!.can).toEqual(['read']);
  await app.clock.set(new Date(objectBy));
  expect(await refused(read())).toBe('409 judging_reading_over');
  expect((await assignments(judge!))[0]).toEqual({ ...mine, can: [] });
});

it('who judges is nobody’s to change once it is decided or cancelled', async () => {
  const [decided, ended] = [await closed('by_ranking', 1), await closed('by_ranking', 1)];
  await judgeAll(decided.judges[0]!, () => 7);
  await ok(declare(ended.judges[0]!));
  await app.drain();
  await ok(client(moderator).PUT('/api/v1/admin/challenges/{id}/cancellation', { params: { path: { id: ended.challenge.publicId } }, body: { reason: 'platform', note: 'It asks for what the law forbids.' } }));
  for (const judged of [decided, ended]) for (const by of [sponsor.owner, moderator]) expect(await mayDo(judged, by)).toEqual([[], []]);
  expect(await refused(replace(decided, moderator, decided.judges[0]!.seat))).toBe('409 judging_already_decided');
  expect(await refused(replace(ended, moderator, ended.judges[0]!.seat))).toBe('409 judging_cancelled');
  expect((await assignments(ended.judges[0]!)).map(({ can }) => can)).toEqual([[], []]);
});

it('a panel takes twenty-five judges, and says when it is full', async () => {
  const judged = await closed('by_ranking', 0);
  for (let n = 1; n <= 25; n++) await ok(invite(judged, sponsor.owner, `judge-${n}@example.org`));
  expect(await mayDo(judged, sponsor.owner)).toEqual([[], ...Array.from({ length: 25 }, () => ['replace'])]);
  expect(await refused(invite(judged, sponsor.owner, 'judge-26@example.org'))).toBe('409 judging_panel_is_full');
});
