import { aPhase, asSeen } from '../../../libs/challenges/testing';
import { aJudgedChallenge, awardOf, awardsOf, passAppeals, passDays, prizes, type JudgedChallenge } from '../../../libs/bounties/testing';
import type { TestSolver } from '../../../libs/submissions/testing';
import { startTestApp, type TestApp } from '../../support/app';
import { client, ok } from '../../support/client';

/** Results say who holds a place now; the record says what was decided. */
let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app?.close());

async function standing({ sponsor, challenge, entries }: JudgedChallenge) {
  const results = await ok(client(app.http()).GET('/api/v1/phases/{id}/results', { params: { path: { id: challenge.phases[0]!.id } } }));
  const bands = await Promise.all(entries.map(async ({ id }) => (await app.db.query<{ band: string }>('select band from submission where entry_id = $1', [id]))[0]!.band));
  const { body } = await asSeen(sponsor.owner.agent, challenge.publicId);
  return { winners: results.winners.map(({ organisationName }) => organisationName), bands, counted: results.bands, challenge: `${body.state as string} ${body.result as string}` };
}

async function refuse(solver: TestSolver): Promise<void> {
  const { path } = await awardOf(solver);
  await solver.agent.put(`${path}/refusal`).send({ reason: 'We have no time.' }).expect(200);
  await app.drain();
}

const wish = async (noAwardRule: 'split' | 'refund') => ({ edits: { noAwardRule, phases: [aPhase(await app.clock.now(), prizes(500_000))] } });

it('follow the award to the next in line, and to nobody', async () => {
  const done = await aJudgedChallenge(app, [9, 6], await wish('refund'));
  expect(await standing(done)).toMatchObject({ winners: ['Solver 1'], bands: ['winner', 'fair'], challenge: 'decided awarded' });
  await refuse(done.solvers[0]!);
  expect((await awardsOf(done.sponsor, done.challenge)).map(({ state, announcedBy }) => [state, announcedBy])).toEqual([['declined', 'by_ranking'], ['announced', 'next_in_line']]);
  expect(await standing(done)).toEqual({ winners: ['Solver 2'], bands: ['strong', 'winner'], counted: [{ band: 'winner', submissions: 1 }, { band: 'strong', submissions: 1 }], challenge: 'decided awarded' });
  await refuse(done.solvers[1]!);
  const nobody = { winners: [], bands: ['strong', 'fair'], counted: [{ band: 'strong', submissions: 1 }, { band: 'fair', submissions: 1 }] };
  expect(await standing(done)).toEqual({ ...nobody, challenge: 'decided awarded' });
  await passAppeals(app);
  expect(await standing(done)).toEqual({ ...nobody, challenge: 'completed unawarded' });
});

it('a prize that was shared in the end was awarded', async () => {
  const done = await aJudgedChallenge(app, [9, 7, 6], await wish('split'));
  await refuse(done.solvers[0]!);
  await refuse(done.solvers[1]!);
  await passDays(app, 4);
  expect(await standing(done)).toMatchObject({ winners: [], bands: ['strong', 'fair', 'fair'], challenge: 'completed awarded' });
});

describe('of two prizes one goes to nobody, and its sponsor is told what becomes of the money', () => {
  const told = async ({ sponsor }: JudgedChallenge) => (await ok(client(sponsor.owner).GET('/api/v1/me/inbox', { params: { query: { limit: 100 } } }))).items.find(({ kind }) => kind === 'phase_decided')!.text;
  const two = async (edits: object) => ({ edits: { ...edits, phases: [aPhase(await app.clock.now(), prizes(400_000, 100_000))] } });

  it.each([
    ['refund', [9, 2], 'Not awarded: “Place 2”. By the no-award rule that money goes back to the sponsor.'],
    ['split', [9, 2], 'Not awarded: “Place 2”. Nobody else reached the pass mark, so there is nobody to share that money, and it goes back to the sponsor.'],
  ] as const)('by the order: %s', async (noAwardRule, scores, text) => {
    expect(await told(await aJudgedChallenge(app, scores, await two({ noAwardRule })))).toContain(text);
  });

  it('by the choice of the sponsor, where others passed; and nothing of it where both are won', async () => {
    const done = await aJudgedChallenge(app, [9, 8], await two({ noAwardRule: 'split', decisionRule: 'sponsor_choice' }));
    const phase = { params: { path: { id: done.challenge.phases[0]!.id } } };
    const ranking = await ok(client(done.sponsor.owner).PUT('/api/v1/phases/{id}/ranking', phase));
    const [first, second] = done.challenge.body.phases[0].prizes as { id: string }[];
    const places = [{ prizeId: first!.id, submissionId: ranking.items[0]!.submissionId }, { prizeId: second!.id, submissionId: null }];
    await ok(client(done.sponsor.owner).PUT('/api/v1/phases/{id}/decision', { ...phase, body: { places, reason: 'It fits our line best.' } }));
    await app.drain();
    expect((await awardsOf(done.sponsor, done.challenge)).map(({ kind, announcedBy }) => `${kind} ${announcedBy}`).sort()).toEqual(['placement sponsor_choice', 'split no_award_rule']);
    expect(await told(done)).toContain('Not awarded: “Place 2”. By the no-award rule that money is shared equally among those who passed and hold no place.');
    expect(await told(await aJudgedChallenge(app, [9, 8], await two({ noAwardRule: 'split' })))).not.toContain('Not awarded');
  });
});
