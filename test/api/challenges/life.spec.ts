import { createHash } from 'node:crypto';
import { after, day, systemActor } from '@app/kernel';
import { Challenges } from '@app/challenges';
import { paidBy } from '../../../libs/bounties/testing';
import { aMember, aPerson, aStaffMember, lift, suspend, type TestPerson } from '../../../libs/identity/testing';
import { aChallenge, aPhase, asSeen, aSponsor, completeDraft, freeDraft, type TestChallenge, type TestSponsor } from '../../../libs/challenges/testing';
import { PhaseClock } from '../../../libs/challenges/jobs/phase-clock.jobs';
import { startTestApp, type TestApp } from '../../support/app';
import { offline, provenOffline } from '../../support/receipts';

let app: TestApp;
let sponsor: TestSponsor;
let moderator: TestPerson;

beforeAll(async () => {
  app = await startTestApp();
  sponsor = await aSponsor(app);
  moderator = await aStaffMember(app, 'moderator');
});
afterAll(() => app?.close());

const review = async (publicId: string, body: object, agent = moderator.agent, version?: number) =>
  agent.put(`/api/v1/admin/challenges/${publicId}/review`).set('if-match', `"${version ?? (await asSeen(moderator.agent, publicId)).version}"`).send(body);
const approve = { outcome: 'approve', reason: 'Clear.', edits: [] };
const put = (publicId: string, what: string, body?: object) => sponsor.owner.agent.put(`/api/v1/challenges/${publicId}/${what}`).send(body);
const states = async (publicId: string) => {
  const { body } = await asSeen(sponsor.owner.agent, publicId);
  return [body.state, ...body.phases.map(({ state }: { state: string }) => state)];
};
/** Of its phase, as everybody's list, the sponsor's list and the challenge itself tell it. */
const phaseStates = async (publicId: string) => {
  const answers = await Promise.all([app.http().get('/api/v1/challenges?limit=100'), sponsor.owner.agent.get(`/api/v1/organisations/${sponsor.organisation.publicId}/challenges?limit=100`)]);
  const listed = answers.map(({ body }) => body.items.find(({ id }: { id: string }) => id === publicId)?.phaseState);
  return [...listed, (await asSeen(sponsor.owner.agent, publicId)).body.phaseState];
};
/** As the module that holds the money says when some goes away, or comes back. */
const isThere = (challenge: Pick<TestChallenge, 'id'>, amount: bigint) =>
  app.db.change(systemActor('test'), async (tx) => {
    await app.app.get(Challenges).lock(tx, challenge.id);
    await app.app.get(Challenges).setFunded(tx, challenge.id, amount);
  });
/** The state alone: whoever listens would look for the decision, which judging keeps. */
const decide = async (phaseId: string, isLast: boolean, outcome: 'awarded' | 'unawarded' = 'awarded') => {
  await app.db.change(systemActor('test'), async (tx) => {
    const phase = (await app.app.get(Challenges).findPhase(phaseId))!;
    await app.app.get(Challenges).lock(tx, phase.challengeId);
    await app.app.get(Challenges).lockPhase(tx, phaseId);
    await app.app.get(Challenges).phaseDecided(tx, phaseId, { resultsAt: tx.now, isLast, outcome });
  });
  await app.db.query(`delete from outbox where name = 'challenge.phase_decided'`);
};
/** The clock of phases alone: other modules act on what it does. */
const tick = async () => {
  const clock = app.app.get(PhaseClock);
  while ((await clock.openChallenges(50)) + (await clock.closePhases(50)) + (await clock.openPhases(50)) > 0);
};
const bare = (phaseId: string) => phaseId.slice(4).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');

describe('review', () => {
  it('is not asked for what is incomplete', async () => {
    const draft = await aChallenge(app, sponsor, { edits: { ipTerms: null } });
    const answer = await put(draft.publicId, 'review-request');
    expect([answer.status, answer.body.code, answer.body.missing]).toEqual([409, 'challenge_not_ready', [{ section: 'rules', code: 'ip_missing', pointer: '/ipTerms', detail: 'Choose who owns the result.', values: {} }]]);
    expect(await states(draft.publicId)).toEqual(['draft', 'planned']);
  });

  it('asks for edits, which the sponsor reads and makes; every decision stays', async () => {
    const { publicId } = await aChallenge(app, sponsor, { state: 'in_review' });
    const { body: queue } = await moderator.agent.get('/api/v1/admin/challenges?limit=100').expect(200);
    expect(queue.items.map(({ id }: { id: string }) => id)).toContain(publicId);
    expect((await sponsor.owner.agent.patch(`/api/v1/challenges/${publicId}`).set('if-match', '"3"').send({ title: 'x' })).status).toBe(409);

    const edits = [{ pointer: '/brief/need', text: 'Say how many per day.' }];
    const { status, body: sentBack } = await review(publicId, { outcome: 'request_changes', reason: 'Too vague.', edits });
    await app.drain();
    expect([status, sentBack.state]).toEqual([200, 'draft']);
    await sponsor.owner.agent.patch(`/api/v1/challenges/${publicId}`).set('if-match', `"${sentBack.version}"`).send({ brief: { need: '120 a day.' } }).expect(200);
    await put(publicId, 'review-request').expect(200);
    expect((await review(publicId, approve)).status).toBe(200);
    await app.drain();
    const mails = app.mails(sponsor.owner.email).slice(-2);
    expect(mails.map(({ subject }) => subject.split(':')[0])).toEqual(['Please change something', 'Approved']);
    expect([mails[0]!.text.includes('Too vague.'), mails[1]!.text.includes(`/drafts/${publicId}`)]).toEqual([true, true]);

    const { body } = await sponsor.owner.agent.get(`/api/v1/challenges/${publicId}/reviews`).expect(200);
    const times = { id: expect.stringMatching(/^rev_/), requestedAt: expect.any(String), at: expect.any(String) };
    expect(body.items).toEqual([
      { ...times, outcome: 'request_changes', reason: 'Too vague.', edits, changes: [{ pointer: '/brief/need', before: 'Each day **120** loaves break.' }] },
      { ...times, outcome: 'approve', reason: 'Clear.', edits: [], changes: [] },
    ]);
    expect((await asSeen(sponsor.owner.agent, publicId)).body).toMatchObject({ state: 'approved', can: ['edit', 'schedule', 'cancel'] });
  });

  it('is refused when the draft moved on since staff read it', async () => {
    const read = await aChallenge(app, sponsor, { state: 'in_review' });
    const withoutVersion = await moderator.agent.put(`/api/v1/admin/challenges/${read.publicId}/review`).send(approve);
    expect([withoutVersion.status, withoutVersion.body.code]).toEqual([428, 'request_precondition_required']);
    await review(read.publicId, { outcome: 'request_changes', reason: 'Too vague.', edits: [{ pointer: '/brief/need', text: 'How many?' }] });
    const { version } = await asSeen(sponsor.owner.agent, read.publicId);
    await sponsor.owner.agent.patch(`/api/v1/challenges/${read.publicId}`).set('if-match', `"${version}"`).send({ brief: { need: 'Something else.' } }).expect(200);
    await put(read.publicId, 'review-request').expect(200);
    const stale = await review(read.publicId, approve, moderator.agent, read.version);
    expect([stale.status, stale.body.code]).toEqual([412, 'request_precondition_failed']);
    expect(await states(read.publicId)).toEqual(['in_review', 'planned']);
  });

  it('is never done by members of the sponsor, nor by others than moderators', async () => {
    const { publicId } = await aChallenge(app, sponsor, { state: 'in_review' });
    const own = await aMember(app, sponsor.owner, sponsor.organisation, ['contributor'], await aStaffMember(app, 'moderator'));
    const finance = await aStaffMember(app, 'finance');
    const answer = await review(publicId, approve, own.agent);
    expect([answer.status, answer.body.code]).toEqual([403, 'challenge_own_organisation']);
    expect((await review(publicId, approve, finance.agent)).status).toBe(403);
    expect((await review(publicId, approve, sponsor.owner.agent)).status).toBe(403);
    expect((await review(publicId, approve, app.http())).status).toBe(401);
    expect(await states(publicId)).toEqual(['in_review', 'planned']);
  });

  it.each([
    [{}, '/outcome'], [{ ...approve, outcome: 'reject' }, '/outcome'], [{ ...approve, reason: '' }, '/reason'], [{ ...approve, reason: null }, '/reason'], [{ ...approve, reason: 'x'.repeat(2001) }, '/reason'],
    [{ ...approve, edits: [{ pointer: '/title', text: 'x' }] }, '/edits'], [{ ...approve, outcome: 'request_changes' }, '/edits'], [{ ...approve, edits: null }, '/edits'],
    [{ ...approve, outcome: 'request_changes', edits: [{ pointer: 'title', text: 'x' }] }, '/edits/0/pointer'], [{ ...approve, outcome: 'request_changes', edits: [null] }, '/edits'],
  ])('refuses %j', async (body, pointer) => {
    inReview ??= await aChallenge(app, sponsor, { state: 'in_review' });
    const answer = await review(inReview.publicId, body);
    expect([answer.status, answer.body.errors[0].pointer]).toEqual([422, pointer]);
    expect(await states(inReview.publicId)).toEqual(['in_review', 'planned']);
  });
  let inReview: TestChallenge | undefined;

  it('cannot decide twice, or on a draft', async () => {
    const draft = await aChallenge(app, sponsor);
    expect((await review(draft.publicId, approve)).status).toBe(409);
    expect((await put(draft.publicId, 'schedule')).body).toMatchObject({ status: 409, code: 'request_wrong_state', allowed: ['edit', 'requestReview', 'cancel'] });
  });

  it('is lost by editing while nothing is paid; once paid, editing is refused', async () => {
    const edits = completeDraft(await app.clock.now());
    const { publicId, version } = await aChallenge(app, sponsor, { state: 'approved', moderator, edits });
    const edit = (at: number) => sponsor.owner.agent.patch(`/api/v1/challenges/${publicId}`).set('if-match', `"${at}"`).send({ passMark: 60 });
    const same = await sponsor.owner.agent.patch(`/api/v1/challenges/${publicId}`).set('if-match', `"${version}"`).send(edits).expect(200);
    expect(same.body).toMatchObject({ state: 'approved', version });
    const { body } = await edit(version).expect(200);
    expect(body).toMatchObject({ state: 'draft', passMark: 60 });
    const [phase] = edits.phases;
    const other = await aChallenge(app, sponsor, { state: 'approved', moderator, edits });
    const later = { ...phase, closesAt: after(new Date(phase!.closesAt!), 1000).toISOString() };
    expect((await sponsor.owner.agent.patch(`/api/v1/challenges/${other.publicId}`).set('if-match', `"${other.version}"`).send({ phases: [later] }).expect(200)).body).toMatchObject({ state: 'draft', phases: [{ closesAt: later.closesAt }] });
    await put(publicId, 'review-request').expect(200);
    expect((await review(publicId, approve)).status).toBe(200);
    await app.drain();
    await paidBy(app, sponsor)({ publicId });
    const paid = await asSeen(sponsor.owner.agent, publicId);
    expect(paid.body).toMatchObject({ funded: { amount: 500_000, currency: 'EUR' }, can: ['schedule'] });
    expect((await edit(paid.version)).body).toMatchObject({ status: 409, code: 'challenge_already_funded' });
    expect((await put(publicId, 'cancellation', { reason: 'duplicate' })).body).toMatchObject({ status: 409, code: 'challenge_already_funded' });
  });
});

describe('money before work', () => {
  it('schedules nothing that is not paid to the last cent', async () => {
    const { publicId } = await aChallenge(app, sponsor, { state: 'approved', moderator });
    await paidBy(app, sponsor, 499_950)({ publicId });
    const { body } = await put(publicId, 'schedule');
    expect(body).toMatchObject({ status: 409, code: 'challenge_not_ready_to_open', blockers: [{ code: 'not_funded', pointer: '/funded', section: 'prize', values: { currency: 'EUR' } }] });
    expect((await app.http().get(`/api/v1/challenges/${publicId}`)).status).toBe(404);
    await paidBy(app, sponsor)({ publicId });
    await put(publicId, 'schedule').expect(200);
    expect((await app.http().get(`/api/v1/challenges/${publicId}`)).body).toMatchObject({ id: publicId, state: 'scheduled', can: [] });
  });

  it('opens nothing whose money went away in the meantime', async () => {
    const one = await aChallenge(app, sponsor, { state: 'scheduled', moderator, fund: paidBy(app, sponsor) });
    await isThere(one, 0n);
    await app.clock.set(one.phases[0]!.opensAt);
    await app.drain();
    expect(await states(one.publicId)).toEqual(['scheduled', 'planned']);
    await isThere(one, 500_000n);
    await app.drain();
    expect(await states(one.publicId)).toEqual(['open', 'open']);
  });

  it('is not scheduled beyond what the provider may hold', async () => {
    const now = await app.clock.now();
    const late = { ...aPhase(now), closesAt: after(now, 720 * day).toISOString() };
    const { publicId } = await aChallenge(app, sponsor, { edits: { phases: [late] } });
    expect((await put(publicId, 'review-request')).body.missing).toEqual([{ section: 'dates', code: 'hold_limit', pointer: '/phases/0/closesAt', detail: expect.any(String), values: { endsAt: expect.any(String), limitAt: expect.any(String) } }]);
  });
});

describe('opening', () => {
  it('freezes the rules: a hash of exactly what is shown, in the log', async () => {
    const scheduled = await aChallenge(app, sponsor, { state: 'scheduled', moderator, fund: paidBy(app, sponsor) });
    const path = `/api/v1/challenges/${scheduled.publicId}`;
    for (const what of ['rule-card', 'rule-card/receipt']) expect((await app.http().get(`${path}/${what}`)).body).toMatchObject({ status: 404, code: 'challenge_no_rule_card' });
    await app.clock.set(after(scheduled.phases[0]!.opensAt, -60_000));
    await app.drain();
    expect(await states(scheduled.publicId)).toEqual(['scheduled', 'planned']);
    await app.clock.set(scheduled.phases[0]!.opensAt);
    await app.drain();
    expect(await states(scheduled.publicId)).toEqual(['open', 'open']);

    const { body: card } = await app.http().get(`${path}/rule-card`).expect(200);
    expect(createHash('sha256').update(card.text).digest('hex')).toBe(card.hash);
    expect(JSON.parse(card.text)).toEqual({ fields: card.terms, files: [] });
    expect(card).toMatchObject({ version: 1, terms: { challenge: { id: scheduled.publicId, sponsor: sponsor.organisation.publicId }, bounty: { amount: 500_000, fee: 50_000, currency: 'EUR' }, decision: { passMark: 50 } } });
    const { body: receipt } = await app.http().get(`${path}/rule-card/receipt`).expect(200);
    expect(receipt).toMatchObject({ index: card.recordSeq, leaf: { type: 'rule_card', subject: card.id }, contentDigest: card.hash, content: { fields: card.terms, files: [] } });
    expect(await offline(app, receipt)).toEqual(provenOffline);
    expect((await app.http().get(`${path}/rule-cards/1/receipt`).expect(200)).body.content).toEqual(receipt.content);
    expect((await app.http().get(`${path}/rule-cards/2/receipt`)).body).toMatchObject({ status: 404, code: 'challenge_no_rule_card' });

    const { body } = await app.http().get(`${path}`).expect(200);
    const { id, version, hash, at, recordSeq } = card;
    expect(body.ruleCard).toEqual({ id, version, hash, at, recordSeq });
    expect((await app.http().get(`${path}/rule-cards`)).body).toEqual({ items: [body.ruleCard] });
    expect((await put(scheduled.publicId, 'cancellation', { reason: 'duplicate' })).status).toBe(409);
  });

  it('happens once, however many clocks tick', async () => {
    const one = await aChallenge(app, sponsor, { state: 'scheduled', moderator, edits: freeDraft(await app.clock.now()) });
    await app.clock.set(one.phases[0]!.opensAt);
    await Promise.all([app.drain(), app.drain(), app.drain()]);
    expect((await sponsor.owner.agent.get(`/api/v1/challenges/${one.publicId}/rule-cards`)).body.items).toHaveLength(1);
    const events = await app.db.query<{ n: string }>(`select count(*) as n from audit_entry where action = 'challenge.open' and subject_id = $1`, [one.id]);
    expect(events).toEqual([{ n: '1' }]);
  });

  it('closes at closesAt, opens the next phase when this one is decided, and ends with the last decision', async () => {
    const now = await app.clock.now();
    const prize = (amount: number) => [{ kind: 'placement' as const, place: 1, title: 'First', amount: { amount, currency: 'EUR' as const } }];
    const phases = [aPhase(now, { prizes: prize(1_000) }), aPhase(now, { kind: 'prototype', opensAt: after(now, 40 * day).toISOString(), closesAt: after(now, 60 * day).toISOString(), prizes: prize(2_000) })];
    const one = await aChallenge(app, sponsor, { state: 'open', moderator, fund: paidBy(app, sponsor), edits: { phases } });
    const [first, second] = one.phases as [TestChallenge['phases'][0], TestChallenge['phases'][0]];
    expect(await states(one.publicId)).toEqual(['open', 'open', 'planned']);
    expect(await phaseStates(one.publicId)).toEqual(['open', 'open', 'open']);

    await app.clock.set(after(first.closesAt, -60_000));
    await tick();
    expect(await states(one.publicId)).toEqual(['open', 'open', 'planned']);
    await app.clock.set(first.closesAt);
    await tick();
    expect(await states(one.publicId)).toEqual(['open', 'judging', 'planned']);
    expect(await phaseStates(one.publicId)).toEqual(['judging', 'judging', 'judging']);

    await app.clock.set(second.opensAt);
    await tick();
    expect(await states(one.publicId)).toEqual(['open', 'judging', 'planned']);
    await isThere(one, 1_000n);
    await decide(bare(first.id), false);
    await tick();
    expect(await states(one.publicId)).toEqual(['open', 'decided', 'planned']);
    expect(await phaseStates(one.publicId)).toEqual(['planned', 'planned', 'planned']);
    await isThere(one, 3_000n);
    await tick();
    expect(await states(one.publicId)).toEqual(['open', 'decided', 'open']);
    expect(await phaseStates(one.publicId)).toEqual(['open', 'open', 'open']);
    // the decision came a moment after the opening: the next phase keeps its days
    const seen = (await asSeen(sponsor.owner.agent, one.publicId)).body as { closesAt: string; phases: [{ resultsAt: string }] };
    const late = Date.parse(seen.phases[0].resultsAt) - second.opensAt.getTime();
    expect([late > 0, seen.closesAt]).toEqual([true, after(second.closesAt, late).toISOString()]);

    await app.clock.set(new Date(seen.closesAt));
    await tick();
    await decide(bare(second.id), true);
    expect((await asSeen(sponsor.owner.agent, one.publicId)).body).toMatchObject({ state: 'decided', result: 'awarded', decidedAt: expect.any(String) });
    await app.db.change(systemActor('test'), async (tx) => {
      await app.app.get(Challenges).lock(tx, one.id);
      await app.app.get(Challenges).complete(tx, one.id, 'awarded');
    });
    expect(await states(one.publicId)).toEqual(['completed', 'decided', 'decided']);
    expect(await phaseStates(one.publicId)).toEqual(['decided', 'decided', 'decided']);
  });
});

it('a cancelled challenge stays visible where it had been published', async () => {
  const published = await aChallenge(app, sponsor, { state: 'scheduled', moderator, edits: freeDraft(await app.clock.now()) });
  const unpublished = await aChallenge(app, sponsor);
  for (const { publicId } of [published, unpublished]) await put(publicId, 'cancellation', { reason: 'no_longer_needed', note: 'We found a way.' }).expect(200);
  expect((await app.http().get(`/api/v1/challenges/${published.slug}`)).body).toMatchObject({ state: 'cancelled', cancelReason: 'no_longer_needed' });
  expect((await app.http().get(`/api/v1/challenges/${unpublished.slug}`)).status).toBe(404);
});

it('who is removed from the sponsor sees drafts no more', async () => {
  const { publicId } = await aChallenge(app, sponsor, { edits: completeDraft(await app.clock.now()) });
  const member = await aMember(app, sponsor.owner, sponsor.organisation, ['contributor']);
  const stranger = await aPerson(app);
  expect((await member.agent.get(`/api/v1/challenges/${publicId}`)).status).toBe(200);
  expect((await stranger.agent.get(`/api/v1/challenges/${publicId}`)).status).toBe(404);
  await sponsor.owner.agent.delete(`/api/v1/organisations/${sponsor.organisation.publicId}/members/${member.memberId}`).expect(204);
  expect((await member.agent.get(`/api/v1/challenges/${publicId}`)).status).toBe(404);
});

it('what a suspended sponsor has scheduled does not open until it may act again', async () => {
  const other = await aSponsor(app);
  const challenge = await aChallenge(app, other, { state: 'scheduled', edits: freeDraft(await app.clock.now()) });
  const { id } = await suspend(app, moderator, { kind: 'organisation', id: other.organisation.id as never });
  const stateAt = async (time: Date) => {
    await app.clock.set(time);
    await app.drain();
    return (await asSeen(app.http(), challenge.publicId)).body.state;
  };
  const { opensAt } = challenge.phases[0]!;
  expect(await stateAt(after(opensAt, day))).toBe('scheduled');
  await lift(app, moderator, id);
  expect(await stateAt(after(opensAt, 2 * day))).toBe('open');
});
