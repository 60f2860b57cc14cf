import { after, day, instantText } from '@app/kernel';
import { contentDigest } from '@app/provenance';
import { aChallenge, aPhase, asSeen, aSponsor, freeDraft, type TestChallenge, type TestSponsor } from '../../../libs/challenges/testing';
import { aMember, aPerson, aStaffMember, type TestPerson } from '../../../libs/identity/testing';
import { aJudge, judgeAll, type TestJudge } from '../../../libs/judging/testing';
import { anEntry, aSolver, aSubmission, closePhase, type TestSubmission } from '../../../libs/submissions/testing';
import { startTestApp, type TestApp } from '../../support/app';
import { client, ok } from '../../support/client';
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

const open = async (edits: object = {}) => aChallenge(app, sponsor, { state: 'open', edits: { ...freeDraft(await app.clock.now()), ...edits } });

/** A challenge that closed with submissions, and its judges. */
async function closed(submissions: number, judges: number, edits: object = {}): Promise<{ challenge: TestChallenge; phase: string; submitted: TestSubmission[]; judges: TestJudge[] }> {
  const challenge = await open(edits);
  const submitted: TestSubmission[] = [];
  for (let n = 0; n < submissions; n++) submitted.push(await aSubmission(app, await anEntry(app, challenge), { text: `Idea ${n}` }));
  const panel: TestJudge[] = [];
  for (let n = 0; n < judges; n++) panel.push(await aJudge(app, sponsor, challenge));
  await closePhase(app, challenge);
  return { challenge, phase: challenge.phases[0]!.id, submitted, judges: panel };
}

describe('PUT /panel-seats/:id/answer', () => {
  it('invites by mail, and shows the seat only to whom the address belongs', async () => {
    const challenge = await open();
    const [judge, stranger] = [await aPerson(app), await aPerson(app)];
    const path = `/api/v1/challenges/${challenge.publicId}/phases/${challenge.phases[0]!.id}/judges`;
    const invited = await sponsor.owner.agent.post(path).send({ email: judge.email.toUpperCase() }).expect(201);
    await app.drain();
    expect(app.mails(judge.email).map(({ subject }) => subject)).toContain(`You are asked to judge: ${challenge.body.title}`);
    const { closesAt, judgingEndsAt } = challenge.phases[0]!;
    expect(app.mails(judge.email).at(-1)!.text.replaceAll(/\s+/g, ' ')).toContain(`from ${instantText(closesAt)} on, and scores are due by ${instantText(judgingEndsAt)}.`);
    expect((await ok(client(judge).GET('/api/v1/me/judging'))).items).toMatchObject([{ challengeSlug: challenge.slug, closesAt: closesAt.toISOString(), paused: null }]);
    await sponsor.owner.agent.post(path).send({ email: judge.email }).expect(409);
    await stranger.agent.post(path).send({ email: 'x@example.org' }).expect(404);
    expect((await stranger.agent.get('/api/v1/me/judging').expect(200)).body.items).toEqual([]);
    await stranger.agent.put(`/api/v1/panel-seats/${invited.body.id}/answer`).send({ accepts: true }).expect(404);
    const accepted = await judge.agent.put(`/api/v1/panel-seats/${invited.body.id}/answer`).send({ accepts: true }).expect(200);
    expect(accepted.body).toMatchObject({ state: 'accepted', number: 1 });
    await judge.agent.put(`/api/v1/panel-seats/${invited.body.id}/answer`).send({ accepts: true }).expect(409);
  });

  it('counts the seats that go on, of who is asked and who said yes', async () => {
    const challenge = await open();
    const [judge, asked, replaced] = [await aJudge(app, sponsor, challenge), await aPerson(app), await aPerson(app)];
    const seats = async (person: TestPerson) => (await ok(client(person).GET('/api/v1/me/judging/count'))).seats;
    const path = `/api/v1/challenges/${challenge.publicId}/phases/${challenge.phases[0]!.id}/judges`;
    const [, { body: gone }] = [await sponsor.owner.agent.post(path).send({ email: asked.email }).expect(201), await sponsor.owner.agent.post(path).send({ email: replaced.email }).expect(201)];
    await sponsor.owner.agent.delete(`${path}/${gone.id}`).send({ reason: 'Somebody else.' }).expect(204);
    expect([await seats(judge), await seats(asked), await seats(replaced)]).toEqual([1, 1, 0]);
    await closePhase(app, challenge);
    await app.drain();
    expect([await seats(judge), await seats(asked)]).toEqual([0, 0]);
  });

  describe('threat 25: writes to nobody in words that staff have not approved', () => {
    const judges = (challenge: TestChallenge) => `/api/v1/challenges/${challenge.publicId}/phases/${challenge.phases[0]!.id}/judges`;
    const draft = async () => aChallenge(app, sponsor, { edits: freeDraft(await app.clock.now()) });
    const approve = async (challenge: TestChallenge) => {
      await sponsor.owner.agent.put(`/api/v1/challenges/${challenge.publicId}/review-request`).expect(200);
      const { version } = await asSeen(sponsor.owner.agent, challenge.publicId);
      await moderator.agent.put(`/api/v1/admin/challenges/${challenge.publicId}/review`).set('if-match', `"${version}"`).send({ outcome: 'approve', reason: 'Clear.', edits: [] }).expect(200);
      await app.drain();
    };

    it('the seat is there at once, the mail leaves with the approval, once', async () => {
      const challenge = await draft();
      await sponsor.owner.agent.post(judges(challenge)).send({ email: 'asked-early@example.org' }).expect(201);
      await app.drain();
      expect(app.mails('asked-early@example.org')).toEqual([]);
      await approve(challenge);
      const { version } = await asSeen(sponsor.owner.agent, challenge.publicId);
      await sponsor.owner.agent.patch(`/api/v1/challenges/${challenge.publicId}`).set('if-match', `"${version}"`).send({ summary: 'Told better.' }).expect(200);
      await approve(challenge);
      expect(app.mails('asked-early@example.org').map(({ subject }) => subject)).toEqual([`You are asked to judge: ${challenge.body.title}`]);
    });

    it('to an address without an account six leave within an hour, the others later; nobody is refused', async () => {
      for (let n = 0; n < 8; n++) await sponsor.owner.agent.post(judges(await open())).send({ email: 'much-asked@example.org' }).expect(201);
      await app.drain();
      expect(app.mails('much-asked@example.org')).toHaveLength(6);
      await app.db.pool.query('update outbox set run_after = now()');
      await app.drain();
      expect(app.mails('much-asked@example.org')).toHaveLength(8);
    });

    it('a title holds no link', async () => {
      const answer = await sponsor.owner.agent.post(`/api/v1/organisations/${sponsor.organisation.publicId}/challenges`).send({ title: 'Win at https://evil.example' });
      expect([answer.status, answer.body.errors.map(({ pointer }: { pointer: string }) => pointer)]).toEqual([422, ['/title']]);
    });
  });

  it('keeps people of the sponsor off where the rule card says so', async () => {
    const challenge = await open();
    const path = `/api/v1/challenges/${challenge.publicId}/phases/${challenge.phases[0]!.id}/judges`;
    expect((await sponsor.owner.agent.post(path).send({ email: sponsor.owner.email.toUpperCase() }).expect(409)).body.code).toBe('judging_own_people');
    // who comes to the sponsor after being asked
    const person = await aPerson(app);
    const invited = await sponsor.owner.agent.post(path).send({ email: person.email }).expect(201);
    const colleague = await aMember(app, sponsor.owner, sponsor.organisation, ['contributor'], person);
    const refused = await colleague.agent.put(`/api/v1/panel-seats/${invited.body.id}/answer`).send({ accepts: true }).expect(409);
    expect(refused.body.code).toBe('judging_may_not_judge');
  });
});

describe('judging', () => {
  it('is blind: nothing a judge gets names an entrant, and the list of names leads to no submission', async () => {
    const challenge = await open();
    const solver = await aSolver(app, { name: 'Xanthippe Quill' });
    const submission = await aSubmission(app, await anEntry(app, challenge, solver), { text: 'A belt of wool' });
    const judge = await aJudge(app, sponsor, challenge);
    await judge.agent.get(`/api/v1/panel-seats/${judge.seat}/conflicts`).expect(409);
    await closePhase(app, challenge);
    await judge.agent.get(`/api/v1/panel-seats/${judge.seat}/assignments`).expect(409);

    const names = await judge.agent.get(`/api/v1/panel-seats/${judge.seat}/conflicts`).expect(200);
    expect(names.body).toEqual({ entrants: [{ organisationId: (await joinedOrganisation(solver)).id, name: (await joinedOrganisation(solver)).name }], conflicts: [] });
    await judge.agent.put(`/api/v1/panel-seats/${judge.seat}/conflicts`).send({ conflicts: [] }).expect(200);
    const list = await judge.agent.get(`/api/v1/panel-seats/${judge.seat}/assignments`).expect(200);
    const one = await judge.agent.get(`/api/v1/assignments/${list.body.items[0].id}`).expect(200);
    expect(one.body).toMatchObject({ label: expect.stringMatching(/^Entry \d+$/), answers: [expect.objectContaining({ text: 'A belt of wool' }), expect.anything()] });
    const seen = JSON.stringify([list.body, one.body]);
    for (const secret of ['Xanthippe', solver.email, submission.publicId, submission.entry.publicId, (await joinedOrganisation(solver)).id]) expect(seen).not.toContain(secret);
    // the author sees that it was opened, by a judge
    const openings = await solver.agent.get(`${submission.path}/openings`).expect(200);
    expect(JSON.stringify(openings.body)).toContain('judge');
    expect(JSON.stringify(openings.body)).not.toContain(judge.name);
  });

  it('does not let a judge score whom they declare a tie to', async () => {
    const { judges: [judge], submitted } = await closed(3, 1);
    const declared = (await joinedOrganisation(submitted[0]!.entry.solver)).id;
    await judgeAll(judge!, () => 7, [declared]);
    expect((await judge!.agent.get(`/api/v1/panel-seats/${judge!.seat}/assignments`)).body.items).toHaveLength(2);
  });

  it('keeps scores private, complete, and as they were locked', async () => {
    const { judges: [one, two], phase } = await closed(1, 2);
    for (const judge of [one!, two!]) await judge.agent.put(`/api/v1/panel-seats/${judge.seat}/conflicts`).send({ conflicts: [] }).expect(200);
    const [mine] = (await one!.agent.get(`/api/v1/panel-seats/${one!.seat}/assignments`)).body.items;
    const criteria = (await one!.agent.get(`/api/v1/assignments/${mine.id}`)).body.criteria as { id: string }[];
    const full = Object.fromEntries(criteria.map(({ id }) => [id, 8]));
    const put = (body: object, version = '"0"') => one!.agent.put(`/api/v1/assignments/${mine.id}/scorecard`).set('if-match', version).send(body);

    await two!.agent.get(`/api/v1/assignments/${mine.id}`).expect(404);
    await two!.agent.put(`/api/v1/assignments/${mine.id}/scorecard`).set('if-match', '"0"').send({ action: 'lock', scores: full }).expect(404);
    await put({ action: 'lock', scores: { [criteria[0]!.id]: 8 } }).expect(422);
    await put({ action: 'save', scores: { [criteria[0]!.id]: 11 } }).expect(422);
    await put({ action: 'save', scores: { [criteria[0]!.id]: 7.5 } }).expect(422);
    await put({ action: 'save', scores: { [`cri_${'0'.repeat(32)}`]: 5 } }).expect(422);
    await put({ action: 'save', scores: { x: 5 } }).expect(422);
    expect((await put({ action: 'save', scores: { [criteria[0]!.id]: 8 }, comments: { [criteria[0]!.id]: 'Good.' } }).expect(200)).body).toMatchObject({ version: 1, lockedAt: null });
    await put({ action: 'save', scores: full }).expect(412);
    await put({ action: 'lock', scores: full }, '"1"').expect(200);
    expect((await put({ action: 'lock', scores: full }, '"2"').expect(409)).body.code).toBe('judging_scores_are_locked');
    await expect(app.db.query('update scorecard set scores = $$ {} $$')).rejects.toThrow('a locked scorecard does not change');
    expect((await sponsor.owner.agent.get(`/api/v1/phases/${phase}/ranking`).expect(409)).body.code).toBe('judging_ranking_not_ready');
  });
});

describe('the decision', () => {
  it('follows the ranking once all scores are in; everybody gets a band and a reason', async () => {
    const { judges, phase, submitted, challenge } = await closed(3, 2);
    const labels = new Map<string, number>();
    for (const judge of judges) await judgeAll(judge, (label) => labels.get(label) ?? (labels.set(label, [9, 6, 2][labels.size]!), labels.get(label)!));
    expect((await app.http().get(`/api/v1/phases/${phase}/results`)).status).toBe(404);
    await app.drain();

    const results = await app.http().get(`/api/v1/phases/${phase}/results`).expect(200);
    expect(results.body).toMatchObject({ how: 'by_ranking', winners: [{ place: 1 }], nobodyPlaced: null, bands: [{ band: 'winner', submissions: 1 }, { band: 'fair', submissions: 1 }, { band: 'weak', submissions: 1 }] });
    const own = await Promise.all(submitted.map(async ({ path, entry }) => (await entry.solver.agent.get(path).expect(200)).body));
    expect(own.map(({ band }) => band).sort()).toEqual(['fair', 'weak', 'winner']);
    for (const { reason } of own) expect(reason).toMatch(/^\d+\.0 of 100 from 2 judges\./);
    expect((await sponsor.owner.agent.get(`/api/v1/challenges/${challenge.publicId}`)).body).toMatchObject({ state: 'decided', result: 'awarded' });

    const record = await submitted[0]!.entry.solver.agent.get(`/api/v1/phases/${phase}/decision-record`).expect(200);
    expect(contentDigest({ fields: record.body.record, files: [] }).toString('hex')).toBe(record.body.hash);
    expect(record.body.hash).toBe(results.body.recordHash);
    const leaf = await app.http().get(`/api/v1/log/records/${record.body.seq}`).expect(200);
    expect(leaf.body.leaf).toMatchObject({ type: 'decision', subject: record.body.id });
    const { body: receipt } = await submitted[0]!.entry.solver.agent.get(`/api/v1/phases/${phase}/decision-record/receipt`).expect(200);
    expect(receipt).toMatchObject({ index: record.body.seq, leaf: leaf.body.leaf, contentDigest: record.body.hash, content: { fields: record.body.record, files: [] } });
    expect(await offline(app, receipt)).toEqual(provenOffline);
    const [stranger, staff] = [await aPerson(app), await aStaffMember(app, 'moderator')];
    for (const path of [`/api/v1/phases/${phase}/decision-record`, `/api/v1/phases/${phase}/decision-record/receipt`]) {
      await stranger.agent.get(path).expect(404);
      await staff.agent.get(path).expect(200);
    }
    const can = await Promise.all([app.http(), stranger.agent, staff.agent, judges[0]!.agent].map(async (agent) => (await agent.get(`/api/v1/phases/${phase}/results`)).body.can));
    expect(can).toEqual([[], [], ['readRecord'], ['readRecord']]);
    await expect(app.db.query('update decision set hash = hash')).rejects.toMatchObject({ code: '42501' });
  });

  it('comes at the judging deadline when every submission has a score, even if a judge is missing', async () => {
    const { judges, phase, challenge } = await closed(2, 2);
    await judgeAll(judges[0]!, () => 8);
    await app.drain();
    await app.http().get(`/api/v1/phases/${phase}/results`).expect(404);
    await app.clock.set(new Date(challenge.phases[0]!.judgingEndsAt.getTime() - 60_000));
    await app.drain();
    await app.http().get(`/api/v1/phases/${phase}/results`).expect(404);
    await app.clock.set(challenge.phases[0]!.judgingEndsAt);
    await app.drain();
    expect((await app.http().get(`/api/v1/phases/${phase}/results`).expect(200)).body).toMatchObject({ how: 'by_ranking' });
  });

  it('comes by itself thirty days after the judging deadline when nobody judged: not judged is said', async () => {
    const { phase, submitted, challenge } = await closed(1, 0);
    await app.clock.set(new Date(challenge.phases[0]!.judgingEndsAt.getTime() + 30 * day - 60_000));
    await app.drain();
    await app.http().get(`/api/v1/phases/${phase}/results`).expect(404);
    await app.clock.shift(61_000);
    await app.drain();
    expect((await app.http().get(`/api/v1/phases/${phase}/results`).expect(200)).body).toMatchObject({ how: 'silence', winners: [], bands: [{ band: 'not_judged', submissions: 1 }], nobodyPlaced: { submissions: 1, scored: 0, passed: 1, noAward: null } });
    expect((await submitted[0]!.entry.solver.agent.get(submitted[0]!.path)).body).toMatchObject({ band: 'not_judged', reason: 'No judge scored it before the judging deadline.' });
  });

  it('silence keeps nobody out of the next phase: what no judge scored goes on', async () => {
    const now = await app.clock.now();
    const phases = [
      aPhase(now, { closesAt: after(now, 14 * day).toISOString(), prizes: [] }),
      aPhase(now, { kind: 'prototype', opensAt: after(now, 40 * day).toISOString(), closesAt: after(now, 90 * day).toISOString(), prizes: [{ kind: 'placement', place: 1, title: 'Winner' }] }),
    ];
    const { submitted, challenge } = await closed(1, 0, { phases });
    await app.clock.set(after(challenge.phases[0]!.judgingEndsAt, 30 * day));
    await app.drain();
    expect((await submitted[0]!.entry.solver.agent.get(submitted[0]!.path)).body).toMatchObject({ band: 'finalist', reason: 'No judge scored it before the judging deadline.' });
    const seen = await app.http().get(`/api/v1/challenges/${challenge.publicId}`).expect(200);
    expect([seen.body.state, ...seen.body.phases.map(({ state }: { state: string }) => state)]).toEqual(['open', 'decided', 'open']);
  });

  it('comes at once when nothing was submitted', async () => {
    const { phase, challenge, judges } = await closed(0, 1);
    expect((await ok(client(judges[0]!).GET('/api/v1/me/judging'))).items).toMatchObject([{ state: 'accepted', panelState: 'decided', decidedHow: 'nothing_submitted', can: ['decline'] }]);
    expect((await app.http().get(`/api/v1/phases/${phase}/results`).expect(200)).body).toMatchObject({ how: 'nothing_submitted', winners: [], bands: [] });
    expect((await sponsor.owner.agent.get(`/api/v1/challenges/${challenge.publicId}`)).body).toMatchObject({ state: 'completed', result: 'unawarded' });
  });

  it('is the sponsor’s only where the rule card says so, over the pass mark, with a reason', async () => {
    const bound = await closed(1, 1);
    const ranked = await closed(2, 1, { decisionRule: 'sponsor_choice' });
    const prize = (c: TestChallenge) => c.body.phases[0].prizes[0].id as string;
    const decide = (phase: string, places: object[], agent = sponsor.owner.agent) => agent.put(`/api/v1/phases/${phase}/decision`).send({ places, reason: 'It fits our line best.' });
    const rankedOf = async (phase: string) => (await sponsor.owner.agent.put(`/api/v1/phases/${phase}/ranking`).expect(200)).body.items as { submissionId: string; score: number }[];

    await decide(ranked.phase, []).expect(409);
    const first = new Map<string, number>();
    await judgeAll(ranked.judges[0]!, (label) => first.get(label) ?? (first.set(label, first.size === 0 ? 9 : 3), first.get(label)!));
    await judgeAll(bound.judges[0]!, () => 9);
    const { items: unopened } = (await sponsor.owner.agent.get(`/api/v1/phases/${ranked.phase}/submissions`).expect(200)).body as { items: { id: string }[] };
    for (const { id } of unopened) expect((await decide(ranked.phase, [{ prizeId: prize(bound.challenge), submissionId: id }]).expect(409)).body).toMatchObject({ code: 'judging_ranking_not_opened' });
    const [best, weak] = await rankedOf(ranked.phase);
    expect([best!.score, weak!.score]).toEqual([90, 30]);
    expect((await decide(ranked.phase, [{ prizeId: prize(ranked.challenge), submissionId: weak!.submissionId }]).expect(422)).body.blockers).toEqual(['below_pass_mark']);
    expect((await decide(ranked.phase, [{ prizeId: prize(bound.challenge), submissionId: best!.submissionId }]).expect(422)).body.blockers).toEqual(['prize_left_open', 'no_such_prize']);
    expect((await decide(ranked.phase, []).expect(422)).body.blockers).toEqual(['prize_left_open']);
    for (const submissionId of [undefined, '', 'sub_nobody', 0]) {
      const { body } = await decide(ranked.phase, [{ prizeId: prize(ranked.challenge), submissionId }]).expect(422);
      expect(body).toMatchObject({ code: 'request_invalid', errors: [{ pointer: '/places/0/submissionId' }] });
    }
    await decide(ranked.phase, [{ prizeId: prize(ranked.challenge), submissionId: best!.submissionId }], ranked.judges[0]!.agent).expect(404);
    expect((await decide(bound.phase, []).expect(409)).body.code).toBe('judging_ranking_binds');
    const decided = await decide(ranked.phase, [{ prizeId: prize(ranked.challenge), submissionId: best!.submissionId }]).expect(200);
    expect(decided.body.record).toMatchObject({ how: 'sponsor_choice', reason: 'It fits our line best.', places: [{ place: 1, submission: best!.submissionId }] });
    expect((await decide(ranked.phase, []).expect(409)).body.code).toBe('judging_already_decided');
    await ranked.judges[0]!.agent.put(`/api/v1/panel-seats/${ranked.judges[0]!.seat}/conflicts`).send({ conflicts: [] }).expect(409);
  });
});

async function joinedOrganisation(solver: { agent: { get(path: string): PromiseLike<{ body: any }> } }): Promise<{ id: string; name: string }> {
  return (await solver.agent.get('/api/v1/me')).body.memberships[0].organisation as { id: string; name: string };
}
