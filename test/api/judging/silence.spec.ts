import { after, day } from '@app/kernel';
import { Tick } from '@app/platform';
import { aPhase, type TestSponsor } from '../../../libs/challenges/testing';
import { aJudgedChallenge, aPaidChallenge, awardTexts, booksOf, brokenChecks, passAppeals, prizes } from '../../../libs/bounties/testing';
import { aJudge, judgeAll, sponsorLabel } from '../../../libs/judging/testing';
import { aMember, type TestPerson } from '../../../libs/identity/testing';
import { anEntry, aSolver, aSubmission, closePhase } from '../../../libs/submissions/testing';
import { startTestApp, type TestApp } from '../../support/app';
import { client, ok } from '../../support/client';

const silent = 'Nobody has decided yet: Less waste on the line';
const extended = 'Judging goes on: Less waste on the line';
const turn = 'It is your turn to decide: Less waste on the line';

describe('a sponsor who decides nothing', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startTestApp();
  });
  afterEach(async () => expect(await brokenChecks(app)).toEqual([]));
  afterAll(() => app?.close());

  const undecided = async (noAwardRule: 'split' | 'refund' | 'extend_once', scores: number[]) =>
    aJudgedChallenge(app, scores, { edits: { noAwardRule, decisionRule: 'sponsor_choice', phases: [aPhase(await app.clock.now(), prizes(1_000))] } });
  const sent = (email: string, subject: string) => app.mails(email).filter((mail) => mail.subject === subject).length;
  const resultOf = ({ email }: { email: string }) => app.mails(email).findLast(({ subject }) => subject === 'The result of your submission: Less waste on the line')!.text;
  const decidedOf = ({ owner }: TestSponsor) => app.mails(owner.email).findLast(({ subject }) => subject === 'Phase 1 is decided: Less waste on the line')!.text;
  const mailsAtOnce = ({ owner }: TestSponsor) => ok(client(owner).PUT('/api/v1/me/notification-settings', { body: { settings: [{ kind: 'phase_decided', choice: 'at_once' }] } }));
  const shared = 'The sponsor did not decide in time, so nobody was chosen, and the no-award rule of the challenge runs.\n\nBy the no-award rule the prize money is shared equally among all that passed';
  /** Two workers at the same instant. */
  const tickTwice = async (at: Date) => {
    await app.clock.set(at);
    await Promise.all([app.app.get(Tick).run(), app.app.get(Tick).run()]);
    await app.drain();
  };

  it('is reminded on day 7, 14 and 21, once each; on day 30 the rule runs, once, whoever ticks', async () => {
    const { sponsor, challenge, solvers } = await undecided('split', [9, 7, 2]);
    await mailsAtOnce(sponsor);
    const { judgingEndsAt } = challenge.phases[0]!;
    const reminders = () => sent(sponsor.owner.email, silent);
    for (const [days, expected] of [[0, 0], [7, 1], [13, 1], [14, 2], [21, 3], [29, 3]] as const) {
      await tickTwice(after(judgingEndsAt, days * day));
      expect([days, reminders()]).toEqual([days, expected]);
    }
    const mail = app.mails(sponsor.owner.email).findLast(({ subject }) => subject === silent)!;
    expect(mail.text).toContain(`until ${after(judgingEndsAt, 30 * day).toISOString().slice(0, 16).replace('T', ' ')} UTC`);
    expect(mail.text).toContain('split among all over the pass mark');
    expect(await awardTexts(sponsor, challenge)).toEqual([]);

    await tickTwice(after(judgingEndsAt, 30 * day));
    expect((await app.http().get(`/api/v1/phases/${challenge.phases[0]!.id}/results`).expect(200)).body.nobodyPlaced).toEqual({ submissions: 3, scored: 3, passed: 2, noAward: 'split' });
    for (const text of [resultOf(solvers[2]!), decidedOf(sponsor)]) expect(text).toContain(shared);
    expect([resultOf(solvers[2]!).includes('scores and comments'), / goes back/.test(decidedOf(sponsor))]).toEqual([true, false]);
    expect(await awardTexts(sponsor, challenge)).toEqual(['split of Solver 1: 500 announced', 'split of Solver 2: 500 announced']);
    expect(await app.db.query('select how from decision where challenge_id = $1', [challenge.id])).toEqual([{ how: 'silence' }]);
    await passAppeals(app);
    expect(reminders()).toBe(3);
    expect(await booksOf(app, challenge)).toEqual({ bounty: 0, fee: 0, earned: 100, refunded: 0, released: 1_000 });
  });

  it('does not escape the rule by choosing nobody where no judge scored: its author is not to blame, and may be chosen too', async () => {
    const unscored = async () => {
      const edits = { noAwardRule: 'split' as const, decisionRule: 'sponsor_choice' as const, phases: [aPhase(await app.clock.now(), prizes(1_000))] };
      const { sponsor, challenge } = await aPaidChallenge(app, { edits });
      await aJudge(app, sponsor, challenge);
      const solver = await aSolver(app, { name: 'Ben' });
      const submission = await aSubmission(app, await anEntry(app, challenge, solver));
      const idle = await anEntry(app, challenge);
      await closePhase(app, challenge);
      await app.clock.set(challenge.phases[0]!.judgingEndsAt);
      await app.drain();
      const phase = `/api/v1/phases/${challenge.phases[0]!.id}`;
      await sponsor.owner.agent.get(`${phase}/rest-if-nobody`).expect(409);
      await sponsor.owner.agent.put(`${phase}/ranking`).expect(200);
      expect((await sponsor.owner.agent.get(`${phase}/rest-if-nobody`).expect(200)).body).toMatchObject({ shared: { amount: 1_000 }, sharers: 1, total: { amount: 0 }, feeKept: { amount: 100 }, isLast: true, objectionHours: 72, needsDeclaration: false });
      await solver.agent.get(`${phase}/rest-if-nobody`).expect(404);
      const decide = (submissionId: string | null) => sponsor.owner.agent.put(`${phase}/decision`).send({ places: [{ prizeId: challenge.body.phases[0].prizes[0].id, submissionId }], reason: 'We looked at all of it.' });
      return { sponsor, challenge, solver, idle: idle.solver, submission, decide };
    };
    const escaping = await unscored();
    await escaping.decide(null).expect(200);
    await app.drain();
    expect(await awardTexts(escaping.sponsor, escaping.challenge)).toEqual(['split of Ben: 1000 announced']);
    // nobody scored it: no scores are promised
    expect([resultOf(escaping.solver).includes('Nobody was given a place.'), resultOf(escaping.solver).includes('how it was decided'), /scores/.test(resultOf(escaping.solver))]).toEqual([true, true, false]);

    const choosing = await unscored();
    await choosing.decide(choosing.submission.publicId).expect(200);
    await app.drain();
    expect(await awardTexts(choosing.sponsor, choosing.challenge)).toEqual(['placement 1 of Ben: 1000 announced']);
    expect((await app.http().get(`/api/v1/phases/${choosing.challenge.phases[0]!.id}/results`).expect(200)).body).toMatchObject({ how: 'sponsor_choice', scored: 0, nobodyPlaced: null });
    // why so is for everybody who entered and for all the sponsor's people, the record itself for fewer
    const treasurer = await aMember(app, choosing.sponsor.owner, choosing.sponsor.organisation, ['treasurer']);
    const reads = async ({ agent }: TestPerson) => {
      const { reason, can } = (await agent.get(`/api/v1/phases/${choosing.challenge.phases[0]!.id}/results`).expect(200)).body;
      return [reason, can];
    };
    const why = 'We looked at all of it.';
    expect([await reads(choosing.solver), await reads(choosing.idle), await reads(treasurer), await reads(escaping.idle)]).toEqual([[why, ['readRecord']], [why, []], [why, []], [null, []]]);
  });

  it('and where the rule gives it back, the sponsor reads before it moves what will: the same as moves', async () => {
    const { sponsor, challenge, solvers } = await undecided('refund', [9]);
    await mailsAtOnce(sponsor);
    const { judgingEndsAt, id } = challenge.phases[0]!;
    await tickTwice(after(judgingEndsAt, 7 * day));
    for (const subject of [turn, silent]) {
      const { text } = app.mails(sponsor.owner.email).findLast((mail) => mail.subject === subject)!;
      expect(text).toContain('Then the bounty goes back to the sponsor.\n\n10.50 EUR goes back: 10.00 EUR of the bounty and 0.50 EUR of the fee. The platform keeps 0.50 EUR of the fee.');
    }
    await sponsor.owner.agent.put(`/api/v1/phases/${id}/ranking`).expect(200);
    const { body: supposed } = await sponsor.owner.agent.get(`/api/v1/phases/${id}/rest-if-nobody`).expect(200);
    expect(supposed).toMatchObject({ sharers: 0, shared: { amount: 0 }, bounty: { amount: 1_000 }, fee: { amount: 50 }, total: { amount: 1_050 }, feeKept: { amount: 50 }, isLast: true });
    await tickTwice(after(judgingEndsAt, 30 * day));
    for (const part of ['By the no-award rule the prize money goes back to the sponsor.', '10.50 EUR goes back: 10.00 EUR of the bounty and 0.50 EUR of the fee. The platform keeps 0.50 EUR of the fee.', 'whoever took part may object', 'If somebody of you opens']) expect(decidedOf(sponsor)).toContain(part);
    expect([resultOf(solvers[0]!).includes('By the no-award rule the prize money goes back to the sponsor.'), / EUR/.test(resultOf(solvers[0]!))]).toEqual([true, false]);
    const { body: rest } = await sponsor.owner.agent.get(`/api/v1/challenges/${challenge.publicId}/rest`).expect(200);
    expect([rest.total, rest.feeKept, rest.waitsFor]).toEqual([supposed.total, supposed.feeKept, ['objections']]);
    await passAppeals(app);
    expect(await booksOf(app, challenge)).toEqual({ bounty: 0, fee: 0, earned: rest.feeKept.amount, refunded: rest.total.amount, released: 0 });
  });

  it('of a phase that is not the last, choosing nobody gives nothing back before the end: what then goes back is all of it', async () => {
    const now = await app.clock.now();
    const later = { opensAt: after(now, 60 * day), closesAt: after(now, 70 * day) };
    const phases = [aPhase(now, prizes(1_000)), aPhase(now, { kind: 'prototype', opensAt: later.opensAt.toISOString(), closesAt: later.closesAt.toISOString(), ...prizes(2_000) })];
    const { sponsor, challenge } = await aJudgedChallenge(app, [9], { edits: { noAwardRule: 'refund', decisionRule: 'sponsor_choice', phases } });
    const { judgingEndsAt, id } = challenge.phases[0]!;
    await tickTwice(judgingEndsAt);
    await sponsor.owner.agent.put(`/api/v1/phases/${id}/ranking`).expect(200);
    const { body: supposed } = await sponsor.owner.agent.get(`/api/v1/phases/${id}/rest-if-nobody`).expect(200);
    expect(supposed).toMatchObject({ sharers: 0, shared: { amount: 0 }, isLast: false, bounty: { amount: 3_000 } });
    await sponsor.owner.agent.put(`/api/v1/phases/${id}/decision`).send({ places: [{ prizeId: challenge.body.phases[0].prizes[0].id, submissionId: null }], reason: 'None of it fits our line.' }).expect(200);
    await app.drain();
    const rest = () => sponsor.owner.agent.get(`/api/v1/challenges/${challenge.publicId}/rest`);
    await rest().expect(404);
    await passAppeals(app);
    expect([await awardTexts(sponsor, challenge), await booksOf(app, challenge)]).toEqual([[], { bounty: 3_000, fee: 300, earned: 0, refunded: 0, released: 0 }]);

    await tickTwice(later.opensAt);
    await tickTwice(later.closesAt);
    await tickTwice(after(later.closesAt, day));
    const books = await booksOf(app, challenge);
    expect([books, books.earned + books.refunded]).toEqual([{ bounty: 0, fee: 0, earned: 150, refunded: 3_150, released: 0 }, 3_300]);
    await rest().expect(404);
  });

  it('extends judging once where the rule says so, and everybody is told; the next silence splits', async () => {
    const { sponsor, challenge, solvers } = await undecided('extend_once', [9, 2]);
    const { judgingEndsAt } = challenge.phases[0]!;
    const proof = async () => (await app.http().get(`/api/v1/challenges/${challenge.publicId}/proof-of-funding`).expect(200)).body.ifSilent as object;
    expect(await proof()).toMatchObject({ from: after(judgingEndsAt, 30 * day).toISOString(), extensionDays: 14, noAwardRule: 'extend_once' });
    await tickTwice(after(judgingEndsAt, 30 * day));
    for (const email of [sponsor.owner.email, ...solvers.map((solver) => solver.email)]) expect(sent(email, extended)).toBe(1);
    const [phase] = (await app.http().get(`/api/v1/challenges/${challenge.publicId}`).expect(200)).body.phases as [{ judgingEndsAt: string; state: string }];
    const newEnd = new Date(phase.judgingEndsAt);
    expect(phase.state).toBe('judging');
    expect(Math.abs(newEnd.getTime() - after(judgingEndsAt, 44 * day).getTime())).toBeLessThan(60_000);
    expect(await proof()).toMatchObject({ from: after(newEnd, 30 * day).toISOString(), extensionDays: null });

    await tickTwice(after(newEnd, 7 * day));
    expect(sent(sponsor.owner.email, silent)).toBe(1);
    await tickTwice(after(newEnd, 30 * day));
    expect(await awardTexts(sponsor, challenge)).toEqual(['split of Solver 1: 1000 announced']);
    for (const { email } of solvers) expect(sent(email, extended)).toBe(1);
  });

  it('hears that it is their turn when it is, and not on the day that judging is extended', async () => {
    const { sponsor, challenge } = await aPaidChallenge(app, { edits: { noAwardRule: 'extend_once', decisionRule: 'sponsor_choice', phases: [aPhase(await app.clock.now(), prizes(1_000))] } });
    await aJudge(app, sponsor, challenge);
    await aSubmission(app, await anEntry(app, challenge));
    await closePhase(app, challenge);
    const { judgingEndsAt } = challenge.phases[0]!;
    const heard = () => [sent(sponsor.owner.email, turn), sent(sponsor.owner.email, extended)];
    await tickTwice(judgingEndsAt);
    expect(heard()).toEqual([1, 0]);
    await tickTwice(after(judgingEndsAt, 30 * day));
    expect(heard()).toEqual([1, 1]);
    const [phase] = (await app.http().get(`/api/v1/challenges/${challenge.publicId}`).expect(200)).body.phases as [{ judgingEndsAt: string }];
    await tickTwice(after(new Date(phase.judgingEndsAt), -60_000));
    expect(heard()).toEqual([1, 1]);
    for (const days of [0, 7]) {
      await tickTwice(after(new Date(phase.judgingEndsAt), days * day));
      expect(heard()).toEqual([2, 1]);
    }
  });

  it('is not extended once the sponsor has seen the order, since nobody scores on; the proof says so', async () => {
    const { sponsor, challenge } = await undecided('extend_once', [9, 2]);
    const { judgingEndsAt, id } = challenge.phases[0]!;
    const proof = async () => (await app.http().get(`/api/v1/challenges/${challenge.publicId}/proof-of-funding`).expect(200)).body.ifSilent as object;
    expect(await proof()).toMatchObject({ extensionDays: 14 });
    // looking whether it is there opens nothing
    await sponsor.owner.agent.get(`/api/v1/phases/${id}/ranking`).expect(409);
    expect(await proof()).toMatchObject({ extensionDays: 14 });
    await sponsor.owner.agent.put(`/api/v1/phases/${id}/ranking`).expect(200);
    expect(await proof()).toMatchObject({ from: after(judgingEndsAt, 30 * day).toISOString(), extensionDays: null, noAwardRule: 'extend_once' });
    await tickTwice(after(judgingEndsAt, 7 * day));
    expect(app.mails(sponsor.owner.email).findLast(({ subject }) => subject === silent)!.text).toContain('split among all over the pass mark');
    await tickTwice(after(judgingEndsAt, 30 * day));
    expect(sent(sponsor.owner.email, extended)).toBe(0);
    expect(await awardTexts(sponsor, challenge)).toEqual(['split of Solver 1: 1000 announced']);
  });

  it('is not silent while deciding has to wait for somebody’s eligibility: thirty days count from then', async () => {
    const { sponsor, challenge } = await aPaidChallenge(app, { edits: { noAwardRule: 'split', decisionRule: 'sponsor_choice', phases: [aPhase(await app.clock.now(), prizes(1_000))] } });
    const judge = await aJudge(app, sponsor, challenge);
    const submission = await aSubmission(app, await anEntry(app, challenge));
    await closePhase(app, challenge);
    const { judgingEndsAt } = challenge.phases[0]!;
    await judgeAll(judge, () => 9);
    await app.clock.set(after(judgingEndsAt, -day));
    await app.drain();
    await sponsor.owner.agent.put(`/api/v1/submissions/${submission.publicId}/eligibility-proposal`).send({ clause: 1, reason: 'It is known.' }).expect(202);
    const asked = await app.clock.now();
    for (const days of [8, 28]) {
      await tickTwice(after(judgingEndsAt, days * day));
      expect(sent(sponsor.owner.email, silent)).toBe(0);
    }
    const from = async () => (await app.http().get(`/api/v1/challenges/${challenge.publicId}/proof-of-funding`).expect(200)).body.ifSilent.from as string;
    const silentAt = new Date(await from());
    expect(Math.abs(silentAt.getTime() - after(asked, 60 * day).getTime())).toBeLessThan(60_000);
    await tickTwice(after(silentAt, -23 * day));
    expect(sent(sponsor.owner.email, silent)).toBe(1);
    await tickTwice(after(silentAt, -60_000));
    await app.http().get(`/api/v1/phases/${challenge.phases[0]!.id}/results`).expect(404);
    await tickTwice(silentAt);
    expect(await app.db.query('select how from decision where challenge_id = $1', [challenge.id])).toEqual([{ how: 'silence' }]);
  });

  it('gets it back where nobody passed after the extension either', async () => {
    const { challenge } = await undecided('extend_once', [2]);
    await tickTwice(after(challenge.phases[0]!.judgingEndsAt, 30 * day));
    await tickTwice(after(challenge.phases[0]!.judgingEndsAt, 75 * day));
    await tickTwice(after(challenge.phases[0]!.judgingEndsAt, 78 * day));
    expect(await booksOf(app, challenge)).toEqual({ bounty: 0, fee: 0, earned: 50, refunded: 1_050, released: 0 });
  });

  it('by ranking, a submission without a score keeps the deadline from deciding; after thirty days it counts as passing', async () => {
    const { sponsor, challenge } = await aPaidChallenge(app, { edits: { noAwardRule: 'split', phases: [aPhase(await app.clock.now(), prizes(1_000))] } });
    const judge = await aJudge(app, sponsor, challenge);
    for (const name of ['Scored', 'Unscored']) await aSubmission(app, await anEntry(app, challenge, await aSolver(app, { name })));
    await closePhase(app, challenge);
    await judge.agent.put(`/api/v1/panel-seats/${judge.seat}/conflicts`).send({ conflicts: [] }).expect(200);
    const own = (await judge.agent.get(`/api/v1/panel-seats/${judge.seat}/assignments`).expect(200)).body.items as { id: string }[];
    const [scored] = await app.db.query<{ number: number }>(`select s.number from submission s join entry e on e.id = s.entry_id join organisation o on o.id = e.organisation_id where e.challenge_id = $1 and o.name = 'Scored'`, [challenge.id]);
    const names = await Promise.all(own.map(({ id }) => sponsorLabel(app, id)));
    const { id } = own[names.indexOf(`Entry ${scored!.number}`)]!;
    const opened = await judge.agent.get(`/api/v1/assignments/${id}`).expect(200);
    const scores = Object.fromEntries((opened.body.criteria as { id: string }[]).map((criterion) => [criterion.id, 8]));
    await judge.agent.put(`/api/v1/assignments/${id}/scorecard`).set('if-match', '"0"').send({ action: 'lock', scores }).expect(200);

    const { judgingEndsAt } = challenge.phases[0]!;
    await tickTwice(judgingEndsAt);
    await app.http().get(`/api/v1/phases/${challenge.phases[0]!.id}/results`).expect(404);
    await tickTwice(after(judgingEndsAt, 7 * day));
    expect(app.mails(sponsor.owner.email).findLast(({ subject }) => subject === silent)!.text).toContain('Not every submission has a score.');
    await tickTwice(after(judgingEndsAt, 30 * day));
    expect((await app.http().get(`/api/v1/phases/${challenge.phases[0]!.id}/results`).expect(200)).body).toMatchObject({ how: 'silence', winners: [] });
    expect(await awardTexts(sponsor, challenge)).toEqual(['split of Scored: 500 announced', 'split of Unscored: 500 announced']);
  });

  it('takes no day from the next phase: it moves by the delay, and those who go on hand in for as long as was promised', async () => {
    const now = await app.clock.now();
    const dates = { opensAt: after(now, 40 * day), closesAt: after(now, 50 * day) };
    const phases = [aPhase(now, prizes(1_000)), aPhase(now, { kind: 'prototype', opensAt: dates.opensAt.toISOString(), closesAt: dates.closesAt.toISOString(), ...prizes(2_000) })];
    const { challenge, entries } = await aJudgedChallenge(app, [9, 2], { edits: { noAwardRule: 'split', decisionRule: 'sponsor_choice', phases } });
    const silentAt = after(challenge.phases[0]!.judgingEndsAt, 30 * day);
    expect(silentAt > dates.closesAt).toBe(true);
    await tickTwice(silentAt);
    const [first, second] = (await app.http().get(`/api/v1/challenges/${challenge.publicId}`).expect(200)).body.phases as { state: string; opensAt: string; closesAt: string; resultsAt: string }[];
    expect([first!.state, second!.state, second!.opensAt, second!.closesAt]).toEqual(['decided', 'open', first!.resultsAt, after(new Date(first!.resultsAt), 10 * day).toISOString()]);
    await aSubmission(app, { ...entries[0]!, phaseId: challenge.phases[1]!.id });
  });
});
