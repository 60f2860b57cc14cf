import { after, day } from '@app/kernel';
import { defaultNumbers } from '@app/challenges';
import { aPaidChallenge, aJudgedChallenge, awardTexts, brokenChecks, prizes } from '../../../libs/bounties/testing';
import { aChallenge, aPhase, asSeen, aSponsor, type TestChallenge } from '../../../libs/challenges/testing';
import { aStaffMember, type TestPerson } from '../../../libs/identity/testing';
import { aJudge, judgeAll } from '../../../libs/judging/testing';
import { anEntry, aSubmission, closePhase } from '../../../libs/submissions/testing';
import { startTestApp, type TestApp } from '../../support/app';
import { client, ifMatch, ok, refused } from '../../support/client';

/**
 * Money may be held for 127 days here. After judging 47 of them are needed: 30 for a sponsor who says nothing, 3 to appeal, 14 to object to a
 * delivery. So judging must be over 80 days after the first payment, however long somebody takes.
 */
const holdLimitDays = 127;
const lastJudgingDay = 80;

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp({ HOLD_LIMIT_DAYS: String(holdLimitDays) });
});
afterEach(async () => expect(await brokenChecks(app)).toEqual([]));
afterAll(() => app?.close());

const at = async (time: Date) => {
  await app.clock.set(time);
  await app.drain();
};
const phasesOf = async ({ publicId }: TestChallenge) => (await asSeen(app.http(), publicId)).phases;
const results = ({ phases }: TestChallenge) => client(app.http()).GET('/api/v1/phases/{id}/results', { params: { path: { id: phases[0]!.id } } });
const lastJudgingEnd = async ({ id }: TestChallenge) => {
  const [row] = await app.db.query<{ funded_at: Date }>('select funded_at from challenge where id = $1', [id]);
  return after(row!.funded_at, lastJudgingDay * day);
};
const question = (by: TestPerson, submission: { publicId: string }) =>
  ok(client(by).PUT('/api/v1/submissions/{id}/eligibility-proposal', { params: { path: { id: submission.publicId } }, body: { clause: 1, reason: 'It is in a catalogue.' } }));
/** The sponsor asks on the last day of judging, when one submission is scored; staff do not answer. */
async function questionedLate(edits: object) {
  const { sponsor, challenge } = await aPaidChallenge(app, { edits });
  const judge = await aJudge(app, sponsor, challenge);
  const submission = await aSubmission(app, await anEntry(app, challenge));
  await closePhase(app, challenge);
  await judgeAll(judge, () => 9);
  await app.clock.set(after(challenge.phases[0]!.judgingEndsAt, -day));
  await question(sponsor.owner, submission);
  return { sponsor, challenge, askedAt: await app.clock.now() };
}

describe('judging is not extended', () => {
  const terms = async () => ({ noAwardRule: 'extend_once' as const, decisionRule: 'sponsor_choice' as const, phases: [aPhase(await app.clock.now(), prizes(1_000))] });

  it('where money would then be held too long: the rule runs at once', async () => {
    const { sponsor, challenge, askedAt } = await questionedLate(await terms());
    await at(after(askedAt, 61 * day));
    expect(await ok(results(challenge))).toMatchObject({ how: 'silence' });
    expect((await phasesOf(challenge))[0]!.judgingEndsAt).toEqual(challenge.phases[0]!.judgingEndsAt);
    expect((await awardTexts(sponsor, challenge)).map((text) => text.replace(/ of .*:/, ''))).toEqual(['split 1000 announced']);
    expect(app.mails(sponsor.owner.email).filter(({ subject }) => subject.startsWith('Judging goes on'))).toEqual([]);
  });

  it('and is where there is time for it', async () => {
    const { challenge } = await aJudgedChallenge(app, [9], { edits: await terms() });
    await at(after(challenge.phases[0]!.judgingEndsAt, 30 * day));
    expect(await refused(results(challenge))).toBe('404 request_not_found');
    const [{ judgingEndsAt }] = (await phasesOf(challenge)) as [TestChallenge['phases'][number]];
    expect(Math.abs(judgingEndsAt.getTime() - after(challenge.phases[0]!.judgingEndsAt, 44 * day).getTime())).toBeLessThan(60_000);
    expect(judgingEndsAt <= (await lastJudgingEnd(challenge))).toBe(true);
  });
});

it('phases that follow a late decision move as far as money may be held, and no farther', async () => {
  const now = await app.clock.now();
  const second = aPhase(now, { kind: 'prototype', opensAt: after(now, 40 * day).toISOString(), closesAt: after(now, 50 * day).toISOString(), ...prizes(2_000) });
  const { challenge } = await aJudgedChallenge(app, [9], { edits: { noAwardRule: 'split', decisionRule: 'sponsor_choice', phases: [aPhase(now, prizes(1_000)), second] } });
  const [first, planned] = challenge.phases as [TestChallenge['phases'][number], TestChallenge['phases'][number]];
  const silentAt = after(first.judgingEndsAt, 30 * day);
  const last = await lastJudgingEnd(challenge);
  const moved = last.getTime() - planned.judgingEndsAt.getTime();
  expect([moved > 0, after(planned.opensAt, moved) < silentAt]).toEqual([true, true]);
  await at(silentAt);
  expect(await ok(results(challenge))).toMatchObject({ how: 'silence' });
  const { opensAt, closesAt, judgingEndsAt } = (await phasesOf(challenge))[1]!;
  expect({ opensAt, closesAt, judgingEndsAt }).toEqual({ opensAt: after(planned.opensAt, moved), closesAt: after(planned.closesAt, moved), judgingEndsAt: last });
});

it('judging waits for what staff say about somebody only as long as money may be held', async () => {
  const now = await app.clock.now();
  const { challenge, askedAt } = await questionedLate({ noAwardRule: 'refund', phases: [aPhase(now, { closesAt: after(now, 60 * day).toISOString(), ...prizes(1_000) })] });
  const last = await lastJudgingEnd(challenge);
  expect(last < after(askedAt, 30 * day)).toBe(true);
  await at(after(last, -60_000));
  expect(await refused(results(challenge))).toBe('404 request_not_found');
  await at(last);
  expect(await ok(results(challenge))).toMatchObject({ how: 'by_ranking', bands: [{ band: 'winner', submissions: 1 }] });
});

describe('staff do not approve', () => {
  let moderator: TestPerson;
  let operator: TestPerson;

  beforeAll(async () => {
    moderator = await aStaffMember(app, 'moderator');
    operator = await aStaffMember(app, 'operator');
  });

  const inReview = async () => aChallenge(app, await aSponsor(app), { state: 'in_review', edits: { noAwardRule: 'extend_once' } });
  const approve = async ({ publicId }: TestChallenge) => {
    const { version } = await asSeen(moderator.agent, publicId);
    return client(moderator).PUT('/api/v1/admin/challenges/{id}/review', { params: { path: { id: publicId }, header: ifMatch(version) }, body: { outcome: 'approve', reason: 'Clear.', edits: [] } });
  };
  const missing = async (challenge: TestChallenge) => {
    const { error, response } = await approve(challenge);
    const { code, missing } = error as unknown as { code: string; missing: { code: string }[] };
    return `${response.status} ${code}: ${missing.map((finding) => finding.code).join(', ')}`;
  };
  const kept = async ({ id }: TestChallenge) => app.db.query('select state, numbers from challenge where id = $1', [id]);
  const setNumbers = async (numbers: object) => {
    const { version } = await ok(client(operator).GET('/api/v1/admin/rule-settings'));
    await ok(client(operator).PUT('/api/v1/admin/rule-settings', { params: { header: ifMatch(version) }, body: { numbers: { ...defaultNumbers, ...numbers }, reason: 'Decided by the board.' } }));
  };

  it('what numbers raised since would hold too long', async () => {
    const challenge = await inReview();
    await setNumbers({ objectionDays: 16 });
    expect(await missing(challenge)).toBe('409 challenge_not_ready: hold_limit');
    expect(await kept(challenge)).toEqual([{ state: 'in_review', numbers: null }]);
    await setNumbers({});
    expect((await ok(approve(challenge))).state).toBe('approved');
    expect(await kept(challenge)).toEqual([{ state: 'approved', numbers: { ...defaultNumbers, holdLimitDays } }]);
  });

  it('what should have opened meanwhile', async () => {
    const challenge = await inReview();
    await app.clock.set(challenge.phases[0]!.opensAt);
    expect(await missing(challenge)).toBe('409 challenge_not_ready: opening_past');
    expect(await kept(challenge)).toEqual([{ state: 'in_review', numbers: null }]);
  });
});
