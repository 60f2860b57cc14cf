import { after, day } from '@app/kernel';
import { Tick } from '@app/platform';
import { aChallenge, aPhase, aSponsor, asSeen } from '../../../libs/challenges/testing';
import { awardTexts, booksOf, brokenChecks, paidBy, passAppeals, prizes, takes } from '../../../libs/bounties/testing';
import { aJudge, judgeAll } from '../../../libs/judging/testing';
import { anEntry, aSolver, aSubmission, closePhase, type TestEntry } from '../../../libs/submissions/testing';
import { startTestApp, type TestApp } from '../../support/app';
import { client, ok } from '../../support/client';

const waits = 'Phase 2 waits for your payment: Less waste on the line';
const ends = 'It ends without phase 2: Less waste on the line';

describe('a phase nobody pays for', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });
  afterEach(async () => expect(await brokenChecks(app)).toEqual([]));
  afterAll(() => app?.close());

  const sent = (email: string, subject: string) => app.mails(email).filter((mail) => mail.subject === subject).length;
  const tickTwice = async (at: Date) => {
    await app.clock.set(at);
    await Promise.all([app.app.get(Tick).run(), app.app.get(Tick).run()]);
    await app.drain();
  };
  /** The first of two phases is decided: one finalist, and nobody paid for the second. */
  const decidedOnce = async (first: number[], paid: number) => {
    const now = await app.clock.now();
    const sponsor = await aSponsor(app);
    const phases = [aPhase(now, prizes(...first)), aPhase(now, { kind: 'prototype', opensAt: after(now, 40 * day).toISOString(), closesAt: after(now, 90 * day).toISOString(), ...prizes(9_000) })];
    const challenge = await aChallenge(app, sponsor, { state: 'open', fund: paidBy(app, sponsor, paid), edits: { phases } });
    const judge = await aJudge(app, sponsor, challenge);
    const entries = [await anEntry(app, challenge), await anEntry(app, challenge, await aSolver(app, { name: 'Second' }))];
    for (const entry of entries) await aSubmission(app, entry);
    await closePhase(app, challenge);
    await judgeAll(judge, () => 8);
    await app.drain();
    return { sponsor, challenge, entries };
  };
  /** Equal scores: who handed in first comes first. */
  const placedFirst = async (entries: TestEntry[]) => {
    const awarded = await Promise.all(entries.map(async ({ solver }) => (await ok(client(solver).GET('/api/v1/me/awards'))).items.length));
    return entries.filter((_, at) => awarded[at] === 1) as [TestEntry];
  };
  const stateOf = async (challenge: { publicId: string }) => {
    const { body } = await app.http().get(`/api/v1/challenges/${challenge.publicId}`).expect(200);
    return [body.state, body.result, ...(body.phases as { state: string }[]).map(({ state }) => state)] as string[];
  };

  it('reminds once, opens when paid', async () => {
    const { sponsor, challenge } = await decidedOnce([1_000], 1_000);
    // the first phase is all that opening needs
    expect(await ok(client(sponsor.owner).GET('/api/v1/challenges/{id}/cost', { params: { path: { id: challenge.publicId } } }))).toMatchObject({ neededToOpen: { amount: 1_000 }, bounty: { amount: 10_000 }, isPaidToOpen: true, isPaid: false });
    await tickTwice(challenge.phases[1]!.opensAt);
    expect(await stateOf(challenge)).toEqual(['open', null, 'decided', 'planned']);
    await tickTwice(after(challenge.phases[1]!.opensAt, day));
    expect(sent(sponsor.owner.email, waits)).toBe(1);
    await paidBy(app, sponsor)(challenge);
    await app.drain();
    expect(await stateOf(challenge)).toEqual(['open', null, 'decided', 'open']);
  });

  it('where the first phase has no prize, an approval says that nothing is due before it opens, and that later phases are', async () => {
    const now = await app.clock.now();
    const sponsor = await aSponsor(app);
    const phases = [aPhase(now, { prizes: [] }), aPhase(now, { kind: 'prototype', opensAt: after(now, 40 * day).toISOString(), closesAt: after(now, 90 * day).toISOString(), ...prizes(9_000) })];
    const challenge = await aChallenge(app, sponsor, { state: 'approved', edits: { phases } });
    await app.drain();
    expect(await ok(client(sponsor.owner).GET('/api/v1/challenges/{id}/cost', { params: { path: { id: challenge.publicId } } }))).toMatchObject({ neededToOpen: { amount: 0 }, isPaidToOpen: true, isPaid: false });
    expect(app.mails(sponsor.owner.email).at(-1)!.text).toContain('Nothing more is to be paid in before it opens; what later phases need is due before they begin. Publish it');
  });

  it('ends with what was decided when it would have closed: finalists are told, the rest goes back, once', async () => {
    const { sponsor, challenge, entries } = await decidedOnce([1_000], 3_000);
    const [{ solver: winner }] = await placedFirst(entries);
    await takes(winner, sponsor);
    await passAppeals(app);
    expect(await awardTexts(sponsor, challenge)).toEqual([expect.stringMatching(/^placement 1 of .*: 1000 released$/)]);
    await tickTwice(after(challenge.phases[1]!.closesAt, -60_000));
    expect(await stateOf(challenge)).toEqual(['open', null, 'decided', 'planned']);
    await tickTwice(challenge.phases[1]!.closesAt);
    expect((await stateOf(challenge)).slice(2)).toEqual(['decided', 'planned']);
    expect(sent(sponsor.owner.email, ends)).toBe(1);
    expect(entries.map(({ solver }) => sent(solver.email, ends))).toEqual([1, 1]);
    expect(await booksOf(app, challenge)).toEqual({ bounty: 0, fee: 0, earned: 300, refunded: 2_000, released: 1_000 });
    expect((await stateOf(challenge)).slice(0, 2)).toEqual(['completed', 'awarded']);
  });

  it('a scheduled challenge whose money went away ends when its first phase would have closed', async () => {
    const sponsor = await aSponsor(app);
    const challenge = await aChallenge(app, sponsor, { state: 'scheduled', fund: paidBy(app, sponsor) });
    await app.db.query('update challenge set funded = 0 where id = $1', [challenge.id]);
    await tickTwice(after(challenge.phases[0]!.closesAt, -60_000));
    expect((await asSeen(sponsor.owner.agent, challenge.publicId)).body.state).toBe('scheduled');
    await tickTwice(challenge.phases[0]!.closesAt);
    expect((await asSeen(sponsor.owner.agent, challenge.publicId)).body).toMatchObject({ state: 'cancelled', cancelReason: 'no_funding' });
    expect(sent(sponsor.owner.email, 'Cancelled: Less waste on the line')).toBe(1);
  });
});
