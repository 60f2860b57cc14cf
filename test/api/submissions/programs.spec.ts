import { aToken } from '../../../libs/identity/testing';
import { aChallenge, aSponsor, freeDraft, type TestChallenge, type TestSponsor } from '../../../libs/challenges/testing';
import { aJudge, judgeAll } from '../../../libs/judging/testing';
import { anEntry, aSolver, aSubmission, closePhase, type TestSubmission } from '../../../libs/submissions/testing';
import type { Agent } from '../../support/agent';
import { startTestApp, type TestApp } from '../../support/app';
import { client, ok } from '../../support/client';

/** What programs read with a token: their own organisation's side, by scope, and never what is in a submission. */
let app: TestApp;
let sponsor: TestSponsor;
let challenge: TestChallenge;
let submission: TestSubmission;
let organisation: { publicId: string };
let robots: Record<'solver' | 'scopeless' | 'sponsor' | 'sponsorScopeless' | 'stranger', Agent>;

const everything = ['entry:read', 'submission:read', 'judging:read'];
const organisationOf = async (who: Parameters<typeof client>[0]) => ({ publicId: (await ok(client(who).GET('/api/v1/me'))).memberships[0]!.organisation.id });
const answer = async (agent: Agent, path: string) => {
  const { status, body } = await agent.get(path);
  return status === 200 ? 200 : `${status} ${(body as { code: string }).code}`;
};

beforeAll(async () => {
  app = await startTestApp();
  sponsor = await aSponsor(app);
  challenge = await aChallenge(app, sponsor, { state: 'open', edits: freeDraft(await app.clock.now()) });
  submission = await aSubmission(app, await anEntry(app, challenge));
  const { solver } = submission.entry;
  organisation = await organisationOf(solver);
  const stranger = await aSolver(app);
  robots = {
    solver: (await aToken(app, solver, organisation, ...everything)).agent,
    scopeless: (await aToken(app, solver, organisation, 'organisation:read')).agent,
    sponsor: (await aToken(app, sponsor.owner, sponsor.organisation, 'judging:read')).agent,
    sponsorScopeless: (await aToken(app, sponsor.owner, sponsor.organisation, 'challenge:read')).agent,
    stranger: (await aToken(app, stranger, await organisationOf(stranger), ...everything)).agent,
  };
});
afterAll(() => app?.close());

it('lists the entries of their own organisation', async () => {
  const path = `/api/v1/organisations/${organisation.publicId}/entries`;
  const listed = await robots.solver.get(path).expect(200);
  expect(listed.body.items).toMatchObject([{ id: submission.entry.publicId, challenge: { id: challenge.publicId }, state: 'joined', phases: [{ submissionId: submission.publicId, submissionState: 'submitted' }], can: [] }]);
  expect([await answer(robots.scopeless, path), await answer(robots.stranger, path), await answer(submission.entry.solver.agent, path), await answer(sponsor.owner.agent, path)]).toEqual(['403 request_forbidden', '404 request_not_found', 200, '404 request_not_found']);
});

it('gives receipts once the phase has closed, and nothing that was written', async () => {
  const path = `${submission.path}/receipt`;
  expect(await answer(robots.solver, path)).toBe('404 request_not_found');
  const judge = await aJudge(app, sponsor, challenge);
  await closePhase(app, challenge);
  const own = await submission.entry.solver.agent.get(path).expect(200);
  const kept = await robots.solver.get(path).expect(200);
  expect(kept.body.leaf).toEqual(own.body.leaf);
  expect([await answer(robots.scopeless, path), await answer(robots.stranger, path), await answer(robots.sponsor, path)]).toEqual(['403 request_forbidden', '404 request_not_found', '403 request_forbidden']);
  for (const closed of [submission.path, `${submission.path}/manifest`, `${submission.path}/openings`]) expect(await answer(robots.solver, closed)).toBe('403 request_forbidden');
  await judgeAll(judge, () => 8);
});

it('reads rankings and results for the sponsor', async () => {
  const phase = `/api/v1/phases/${challenge.phases[0]!.id}`;
  expect(await answer(robots.sponsor, `${phase}/ranking`)).toBe('409 judging_ranking_not_opened');
  expect((await robots.sponsor.put(`${phase}/ranking`)).status).toBe(403);
  await sponsor.owner.agent.put(`${phase}/ranking`).expect(200);
  expect(await answer(robots.sponsor, `${phase}/ranking`)).toBe(200);
  expect([await answer(robots.sponsorScopeless, `${phase}/ranking`), await answer(robots.stranger, `${phase}/ranking`)]).toEqual(['403 request_forbidden', '404 request_not_found']);
  expect([await answer(robots.sponsor, `${phase}/submissions`), await answer(robots.sponsor, `${phase}/submissions/${submission.publicId}`)]).toEqual(['403 request_forbidden', '403 request_forbidden']);
  await app.drain();
  expect([await answer(robots.sponsor, `${phase}/results`), await answer(robots.sponsor, `${phase}/decision-record`), await answer(robots.stranger, `${phase}/decision-record`)]).toEqual([200, 200, '404 request_not_found']);
});
