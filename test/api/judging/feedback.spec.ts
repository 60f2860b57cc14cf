import { aChallenge, aSponsor, freeDraft, type TestChallenge, type TestSponsor } from '../../../libs/challenges/testing';
import { aMember, aPerson } from '../../../libs/identity/testing';
import { aJudge, judgeAll, type TestJudge } from '../../../libs/judging/testing';
import { anEntry, aSubmission, closePhase, type TestSubmission } from '../../../libs/submissions/testing';
import { startTestApp, type TestApp } from '../../support/app';
import { client, ifMatch, ok, refused } from '../../support/client';

let app: TestApp;
let sponsor: TestSponsor;

beforeAll(async () => {
  app = await startTestApp();
  sponsor = await aSponsor(app);
});
afterAll(() => app?.close());

const open = async (edits: object = {}): Promise<TestChallenge> => aChallenge(app, sponsor, { state: 'open', edits: { ...freeDraft(await app.clock.now()), ...edits } });
const feedback = (by: Parameters<typeof client>[0], { publicId }: TestSubmission) => client(by).GET('/api/v1/submissions/{id}/feedback', { params: { path: { id: publicId } } });
const declare = (judge: TestJudge) => client(judge).PUT('/api/v1/panel-seats/{id}/conflicts', { params: { path: { id: judge.seat } }, body: { conflicts: [] } });

/** Locks 7 for everything, with a comment on the first criterion. */
async function score(judge: TestJudge, comment: string): Promise<void> {
  await ok(declare(judge));
  const { id } = (await ok(client(judge).GET('/api/v1/panel-seats/{id}/assignments', { params: { path: { id: judge.seat } } }))).items[0]!;
  const { criteria } = await ok(client(judge).GET('/api/v1/assignments/{id}', { params: { path: { id } } }));
  const scores = Object.fromEntries(criteria.map((one) => [one.id, 7]));
  await ok(client(judge).PUT('/api/v1/assignments/{id}/scorecard', { params: { path: { id }, header: ifMatch(0) }, body: { action: 'lock', scores, comments: { [criteria[0]!.id]: comment } } }));
}

it('an author reads scores and comments by criterion after the results, and nobody else ever', async () => {
  const challenge = await open();
  const submission = await aSubmission(app, await anEntry(app, challenge));
  const other = await anEntry(app, challenge);
  const judges = [await aJudge(app, sponsor, challenge), await aJudge(app, sponsor, challenge)];
  await closePhase(app, challenge);
  await score(judges[0]!, 'It would bend.');
  expect(await refused(feedback(submission.entry.solver, submission))).toBe('404 request_not_found');
  await score(judges[1]!, '  ');
  await app.drain();
  expect((await ok(feedback(submission.entry.solver, submission))).criteria).toEqual([
    { criterionId: expect.stringMatching(/^cri_/), title: 'Works', weight: 60, judges: [{ judge: 1, score: 7, comment: 'It would bend.' }, { judge: 2, score: 7, comment: null }] },
    { criterionId: expect.stringMatching(/^cri_/), title: 'Cost', weight: 40, judges: [{ judge: 1, score: 7, comment: null }, { judge: 2, score: 7, comment: null }] },
  ]);
  for (const stranger of [sponsor.owner, other.solver, judges[0]!]) expect(await refused(feedback(stranger, submission))).toBe('404 request_not_found');
});

describe('whose people judge', () => {
  it('a judge who joins the sponsor of an independent panel loses the seat, and what they scored', async () => {
    const challenge = await open();
    await aSubmission(app, await anEntry(app, challenge));
    const [turned, free] = [await aJudge(app, sponsor, challenge), await aJudge(app, sponsor, challenge)];
    await closePhase(app, challenge);
    await judgeAll(turned, () => 10);
    await aMember(app, sponsor.owner, sponsor.organisation, ['manager'], turned);
    await app.drain();
    expect(await refused(declare(turned))).toBe('404 request_not_found');
    await judgeAll(free, () => 4);
    await app.drain();
    const { record } = await ok(client(sponsor.owner).GET('/api/v1/phases/{id}/decision-record', { params: { path: { id: challenge.phases[0]!.id } } }));
    expect((record as { submissions: { score: number; scorecards: { judge: number }[] }[] }).submissions.map(({ score, scorecards }) => [score, scorecards.map(({ judge }) => judge)])).toEqual([[40, [2]]]);
  });

  it('nobody gets rid of scores by taking their judge in, once the order was seen', async () => {
    const challenge = await open({ decisionRule: 'sponsor_choice' });
    await aSubmission(app, await anEntry(app, challenge));
    const judge = await aJudge(app, sponsor, challenge);
    await closePhase(app, challenge);
    await judgeAll(judge, () => 9);
    const ranking = () => ok(client(sponsor.owner).PUT('/api/v1/phases/{id}/ranking', { params: { path: { id: challenge.phases[0]!.id } } }));
    const seen = await ranking();
    await aMember(app, sponsor.owner, sponsor.organisation, ['manager'], judge);
    await app.drain();
    expect(await ranking()).toEqual(seen);
  });

  it('where only the sponsor’s people judge, an outsider cannot accept', async () => {
    const challenge = await open({ judgeRoles: ['sponsor'] });
    const outsider = await aPerson(app);
    const path = { id: challenge.publicId, phaseId: challenge.phases[0]!.id };
    const { id } = await ok(client(sponsor.owner).POST('/api/v1/challenges/{id}/phases/{phaseId}/judges', { params: { path }, body: { email: outsider.email } }));
    expect(await refused(client(outsider).PUT('/api/v1/panel-seats/{id}/answer', { params: { path: { id } }, body: { accepts: true } }))).toBe('409 judging_may_not_judge');
    const colleague = await aMember(app, sponsor.owner, sponsor.organisation, ['contributor']);
    await aJudge(app, sponsor, challenge, colleague);
  });
});
