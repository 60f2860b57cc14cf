import { after, day } from '@app/kernel';
import { Tick } from '@app/platform';
import { aMember } from '../../libs/identity/testing';
import { aPhase, asSeen, type TestChallenge } from '../../libs/challenges/testing';
import { aJudgedChallenge, aPaidChallenge, awardOf, awardTexts, booksOf, brokenChecks, type JudgedChallenge, passAppeals, passDays, prizes, sign, takes } from '../../libs/bounties/testing';
import { aJudge, judgeAll } from '../../libs/judging/testing';
import { anEntry, aSolver, aSubmission, closePhase } from '../../libs/submissions/testing';
import { startTestApp, type TestApp } from '../support/app';

const workers = 6;

describe('awards when many are at it, and over several phases', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });
  afterEach(async () => expect(await brokenChecks(app)).toEqual([]));
  afterAll(() => app?.close());

  const ticks = () => Promise.all(Array.from({ length: workers }, () => app.app.get(Tick).run()));
  const actions = async ({ id }: Pick<TestChallenge, 'id'>) =>
    (await app.db.query<{ action: string; times: number }>(
      `select action, count(*)::int as times from audit_entry where subject_id = $1::text or subject_id in (select id::text from award where challenge_id = $1::uuid)
       group by action having action in ('award.announce', 'award.release', 'award.lapse', 'challenge.decide', 'challenge.complete') order by action`, [id],
    )).map(({ action, times }) => `${action} ${times}`);
  const state = async ({ sponsor, challenge }: Pick<JudgedChallenge, 'sponsor' | 'challenge'>) => (await asSeen(sponsor.owner.agent, challenge.publicId)).body.state as string;

  it('several ticks at once release once and complete once', async () => {
    const done = await aJudgedChallenge(app, [9, 8], { edits: { phases: [aPhase(await app.clock.now(), prizes(700, 300))] } });
    for (const solver of done.solvers) await takes(solver, done.sponsor);
    await app.drain();
    await app.clock.shift(4 * day);
    await ticks();
    await app.drain();
    expect(await actions(done.challenge)).toEqual(['award.announce 2', 'award.release 2', 'challenge.complete 1', 'challenge.decide 1']);
    expect(await booksOf(app, done.challenge)).toEqual({ bounty: 0, fee: 0, earned: 100, refunded: 0, released: 1_000 });
  });

  it('a silent sponsor, and several ticks at once: the no-award rule runs once', async () => {
    const done = await aJudgedChallenge(app, [9, 8, 7], { edits: { decisionRule: 'sponsor_choice', noAwardRule: 'split', phases: [aPhase(await app.clock.now(), prizes(1_000))] } });
    await app.clock.set(after(done.challenge.phases[0]!.judgingEndsAt, 30 * day));
    await ticks();
    await app.drain();
    await ticks();
    expect(await awardTexts(done.sponsor, done.challenge)).toEqual(['split of Solver 1: 334 announced', 'split of Solver 2: 333 announced', 'split of Solver 3: 333 announced']);
    await app.clock.shift(4 * day);
    await ticks();
    await app.drain();
    expect(await actions(done.challenge)).toEqual(['award.announce 3', 'award.release 3', 'challenge.complete 1', 'challenge.decide 1']);
  });

  it('accepting while it lapses: one of the two happens', async () => {
    const done = await aJudgedChallenge(app, [9]);
    const [winner] = done.solvers;
    const { path, body } = await awardOf(winner!);
    await passDays(app, 8);
    await app.clock.set(after(new Date(body.respondBy as string), -300));
    const [answer] = await Promise.all([winner!.agent.put(`${path}/acceptance`), ...Array.from({ length: 10 }, () => app.app.get(Tick).run())]);
    // signing has the same end; who accepts at the last moment may be too late for it
    const isSigned = answer.status === 200 && (await sign(path, winner!, done.sponsor.owner).then(() => true, () => false));
    await app.clock.set(after(new Date(body.respondBy as string), day));
    await app.drain();
    const { state: now } = (await winner!.agent.get(path).expect(200)).body as { state: string };
    expect([200, 409]).toContain(answer.status);
    expect(now).toBe(isSigned ? 'released' : 'lapsed');
    expect(await state(done)).toBe('completed');
  });

  it('somebody who belongs to the sponsor when it is decided: announced to nobody, kept for staff', async () => {
    const { sponsor, challenge } = await aPaidChallenge(app);
    const judge = await aJudge(app, sponsor, challenge);
    const entry = await anEntry(app, challenge, await aSolver(app, { name: 'Solver 1' }));
    await aSubmission(app, entry);
    await aMember(app, sponsor.owner, sponsor.organisation, ['contributor'], entry.solver);
    await closePhase(app, challenge);
    await judgeAll(judge, () => 9);
    await passDays(app, 20);
    expect(await awardTexts(sponsor, challenge)).toEqual(['placement 1 of Solver 1: 500000 contested']);
    expect(app.mails(entry.solver.email).map(({ subject }) => subject)).not.toContain('You were awarded a prize: Less waste on the line');
    expect(await booksOf(app, challenge)).toEqual({ bounty: 500_000, fee: 50_000, earned: 0, refunded: 0, released: 0 });
    expect(await state({ sponsor, challenge })).toBe('decided');
  });

  it('over two phases: prizes of the first are paid while the second runs; what the second leaves goes back at its end', async () => {
    const now = await app.clock.now();
    const second = { ...aPhase(now, prizes(2_000)), opensAt: after(now, 60 * day).toISOString(), closesAt: after(now, 74 * day).toISOString(), kind: 'prototype' as const };
    const done = await aJudgedChallenge(app, [9, 7, 2], { edits: { noAwardRule: 'refund', phases: [aPhase(now, prizes(600, 400, 200)), second] } });
    const [winner] = done.solvers;
    expect(await awardTexts(done.sponsor, done.challenge)).toEqual(['placement 1 of Solver 1: 600 announced', 'placement 2 of Solver 2: 400 announced']);
    await takes(winner!, done.sponsor);
    await passAppeals(app);
    expect(await booksOf(app, done.challenge)).toEqual({ bounty: 2_600, fee: 0, earned: 320, refunded: 0, released: 600 });
    expect(await state(done)).toBe('open');

    await passDays(app, 12);
    await app.clock.set(done.challenge.phases[1]!.closesAt);
    await app.drain();
    await passDays(app, 31);
    expect(await awardTexts(done.sponsor, done.challenge)).toEqual(['placement 1 of Solver 1: 600 released', 'placement 2 of Solver 2: 400 lapsed']);
    expect(await booksOf(app, done.challenge)).toEqual({ bounty: 0, fee: 0, earned: 320, refunded: 2_600, released: 600 });
    expect(await state(done)).toBe('completed');
  });
});
