import { after, day, readId, systemActor } from '@app/kernel';
import { phaseDecided } from '@app/challenges';
import { Relay, Runner, Tick } from '@app/platform';
import { aChallenge, aPhase, aSponsor, freeDraft, type TestChallenge, type TestSponsor } from '../../../libs/challenges/testing';
import { aPerson, aStaffMember, type TestPerson } from '../../../libs/identity/testing';
import { JudgingJobs } from '../../../libs/judging/jobs/judging.jobs';
import { aJudge, judgeAll } from '../../../libs/judging/testing';
import { Closing } from '../../../libs/submissions/jobs/closing.jobs';
import { anEntry, aSolver, aSubmission, closePhase } from '../../../libs/submissions/testing';
import { startTestApp, type TestApp } from '../../support/app';
import { client, ifMatch, ok } from '../../support/client';

let app: TestApp;
let sponsor: TestSponsor;
let moderator: TestPerson;

beforeAll(async () => {
  app = await startTestApp();
  sponsor = await aSponsor(app);
  moderator = await aStaffMember(app, 'moderator');
});
afterAll(() => app?.close());

const title = 'Less waste on the line';
const begins = `Judging begins: ${title}`;
const nothingMore = `Nothing to judge any more: ${title}`;
const prizes = [{ kind: 'placement' as const, place: 1, title: 'Winner' }];
/** In two phases, so that some judge what nobody has reached. */
const open = async () => {
  const now = await app.clock.now();
  const second = aPhase(now, { kind: 'prototype', opensAt: after(now, 40 * day).toISOString(), closesAt: after(now, 60 * day).toISOString(), prizes });
  return aChallenge(app, sponsor, { state: 'open', title, edits: freeDraft(now, { phases: [aPhase(now, { prizes }), second] }) });
};
const invite = async ({ publicId, phases }: TestChallenge, judge: TestPerson, phase = 0) =>
  ok(client(sponsor.owner).POST('/api/v1/challenges/{id}/phases/{phaseId}/judges', { params: { path: { id: publicId, phaseId: phases[phase]!.id } }, body: { email: judge.email } }));
const decline = async (judge: TestPerson, seat: string) => ok(client(judge).PUT('/api/v1/panel-seats/{id}/answer', { params: { path: { id: seat } }, body: { accepts: false } }));
const cancel = async ({ publicId }: TestChallenge) => {
  await ok(client(moderator).PUT('/api/v1/admin/challenges/{id}/cancellation', { params: { path: { id: publicId } }, body: { reason: 'platform', note: 'It asks for what the law forbids.' } }));
  await app.drain();
};
const told = (subject: string, ...judges: TestPerson[]) => judges.map(({ email }) => app.mails(email).filter((mail) => mail.subject === subject).length);
const textOf = (subject: string, { email }: TestPerson) => app.mails(email).find((mail) => mail.subject === subject)!.text;

describe('when judging begins', () => {
  it('those who said yes are told how much there is and until when, once, and of nobody', async () => {
    const challenge = await open();
    const [judge, later] = [await aJudge(app, sponsor, challenge), await aJudge(app, sponsor, challenge, undefined, 1)];
    const [silent, unwilling] = [await aPerson(app), await aPerson(app)];
    await invite(challenge, silent);
    await decline(unwilling, (await invite(challenge, unwilling)).id);
    const solvers = [await aSolver(app, { name: 'Xanthippe Quill' }), await aSolver(app, { name: 'Ysolde Brand' })];
    for (const solver of solvers) await aSubmission(app, await anEntry(app, challenge, solver));
    await closePhase(app, challenge);
    expect(told(begins, judge, later, silent, unwilling)).toEqual([1, 0, 0, 0]);
    const text = textOf(begins, judge);
    expect(text).toContain(`The phase of “${title}” that you judge has closed, and 2 entries were handed in.`);
    expect(text).toContain(`before ${challenge.phases[0]!.judgingEndsAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`);
    expect(text).toContain('http://localhost:3000/judging\n');
    for (const word of solvers.flatMap(({ name, email }) => [name.split(' ')[0]!, email])) expect(JSON.stringify(app.mails(judge.email))).not.toContain(word);

    const event = { challengeId: challenge.id, phaseId: readId('phase', challenge.phases[0]!.id)! };
    await app.db.change(systemActor('test'), (tx) => app.app.get(JudgingJobs, { strict: false }).beginJudging(event, tx));
    await app.drain();
    expect(told(begins, judge)).toEqual([1]);
  });

  it('the sponsor is told whether anybody had agreed to judge when it closed', async () => {
    await ok(client(sponsor.owner).PUT('/api/v1/me/notification-settings', { body: { settings: [{ kind: 'phase_closed', choice: 'at_once' }] } }));
    const closing = async (prepare: (challenge: TestChallenge) => Promise<unknown>) => {
      const challenge = await open();
      await prepare(challenge);
      await aSubmission(app, await anEntry(app, challenge));
      await closePhase(app, challenge);
      return app.mails(sponsor.owner.email).filter(({ subject }) => subject === `Phase 1 is closed: ${title}`).at(-1)!.text;
    };
    const texts = [await closing((challenge) => aJudge(app, sponsor, challenge)), await closing(async (challenge) => invite(challenge, await aPerson(app)))];
    expect(texts.map((text) => [text.includes('Judging has begun and goes on until'), text.includes('When it closed, nobody had agreed to judge it: see who judges, and invite judges if nobody does.')])).toEqual([[true, false], [false, true]]);
  });

  it('nobody is told where nothing was handed in', async () => {
    const challenge = await open();
    const judge = await aJudge(app, sponsor, challenge);
    await anEntry(app, challenge);
    await app.clock.set(challenge.phases[0]!.closesAt);
    await app.app.get(Tick).run();
    // mails go out before anything looks whether there is something to decide
    for (let rows = await app.app.get(Relay).take(); rows.length > 0; rows = await app.app.get(Relay).take()) {
      for (const { id, handler } of rows) await app.app.get(Runner).run(id, handler);
    }
    expect(await app.db.query('select state from panel where phase_id = $1', [readId('phase', challenge.phases[0]!.id)])).toEqual([{ state: 'scoring' }]);
    expect(told(begins, judge)).toEqual([0]);
    await app.drain();
  });
});

describe('when it is decided', () => {
  const one = async (edits = {}) => aChallenge(app, sponsor, { state: 'open', title, edits: freeDraft(await app.clock.now(), edits) });
  const resultOf = (person: TestPerson) => textOf(`The result of your submission: ${title}`, person);
  const decidedOf = () => app.mails(sponsor.owner.email).filter(({ subject }) => subject === `Phase 1 is decided: ${title}`).at(-1)!.text;
  const judged = async (challenge: TestChallenge, score: number) => {
    const judge = await aJudge(app, sponsor, challenge);
    const entry = await anEntry(app, challenge);
    await aSubmission(app, entry);
    await closePhase(app, challenge);
    await judgeAll(judge, () => score);
    await app.drain();
    return entry.solver;
  };
  beforeAll(async () => ok(client(sponsor.owner).PUT('/api/v1/me/notification-settings', { body: { settings: [{ kind: 'phase_decided', choice: 'at_once' }] } })));

  it('mails lead to who won where somebody did', async () => {
    const text = resultOf(await judged(await one(), 9));
    expect([text.includes('who won'), /nobody/i.test(text), /nobody/i.test(decidedOf()), decidedOf().includes('and who they are')]).toEqual([true, false, false, true]);
  });

  it('they say that nobody was awarded where nobody was, and promise no winner', async () => {
    const text = resultOf(await judged(await one(), 2));
    expect([text.includes('who won'), text.includes('Nobody was awarded.')]).toEqual([false, true]);
    expect([decidedOf().includes('Nobody was awarded.'), decidedOf().includes('and who they are')]).toEqual([true, false]);
  });

  it('who goes on is no winner yet, and is not told that nobody was awarded', async () => {
    const text = resultOf(await judged(await open(), 9));
    expect([/nobody was/i.test(text), /nobody was/i.test(decidedOf())]).toEqual([false, false]);
  });

  it('who joined and handed nothing in hears that it is over, and once only; who was judged hears the result alone', async () => {
    const challenge = await one();
    const [drafting, idle, gone] = [await anEntry(app, challenge), await anEntry(app, challenge), await anEntry(app, challenge)];
    await aSubmission(app, drafting, { state: 'draft' });
    await gone.solver.agent.put(`/api/v1/entries/${gone.publicId}/withdrawal`).send({}).expect(200);
    const solver = await judged(challenge, 9);
    const heard = async (person: TestPerson) => (await ok(client(person).GET('/api/v1/me/inbox', { params: { query: { limit: 100 } } }))).items.filter(({ title: subject }) => subject === `It is decided: ${title}`).length;
    expect([await heard(drafting.solver), await heard(idle.solver), await heard(gone.solver), await heard(solver)]).toEqual([1, 1, 0, 0]);
    const alone = await one({ entry: 'capped', capacity: 1 });
    const [last, waiting] = [await anEntry(app, alone), await anEntry(app, alone)];
    await closePhase(app, alone);
    await app.drain();
    // who never got a place took no part
    expect([await heard(last.solver), await heard(waiting.solver)]).toEqual([1, 0]);

    // nor where the news comes after all entries are closed
    const late = await one({ entry: 'capped', capacity: 1 });
    const [inside, outside] = [await anEntry(app, late), await anEntry(app, late)];
    await app.db.change(systemActor('test'), (tx) => app.app.get(Closing, { strict: false }).closeEntries({ challengeId: late.id }, tx));
    await closePhase(app, late);
    await app.drain();
    expect([await heard(inside.solver), await heard(outside.solver)]).toEqual([1, 0]);

    // of two phases the last tells it, however late it is heard that the first was decided
    const twice = await open();
    const idle2 = await anEntry(app, twice);
    await judged(twice, 9);
    await app.clock.set(twice.phases[1]!.opensAt);
    await app.drain();
    await closePhase(app, twice, 1);
    await app.drain();
    await app.db.change(systemActor('test'), async (tx) => tx.emit(phaseDecided, { challengeId: twice.id, phaseId: readId('phase', twice.phases[0]!.id)! }));
    await app.drain();
    expect(await heard(idle2.solver)).toBe(1);
  });

  it('it is not over for who handed nothing in while a phase is still to come', async () => {
    const challenge = await open();
    const { solver } = await anEntry(app, challenge);
    await judged(challenge, 9);
    expect(app.mails(solver.email).filter(({ subject }) => subject.startsWith('It is decided'))).toEqual([]);
    expect((await ok(client(solver).GET('/api/v1/me/inbox', { params: { query: { limit: 100 } } }))).items.map(({ kind }) => kind)).not.toContain('ended_without');
  });

  it('where nothing was handed in nobody is said to have been told', async () => {
    await closePhase(app, await one());
    await app.drain();
    expect([decidedOf().includes('Nothing was handed in, so nobody was awarded.'), decidedOf().includes('has been told')]).toEqual([true, false]);
  });
});

describe('when a judge is taken off the panel', () => {
  const ended = `You judge no more: ${title}`;
  const replace = async (by: TestPerson, { publicId, phases }: TestChallenge, seatId: string) =>
    ok(client(by).DELETE('/api/v1/challenges/{id}/phases/{phaseId}/judges/{seatId}', { params: { path: { id: publicId, phaseId: phases[0]!.id, seatId } }, body: { reason: 'Knows Xanthippe Quill.' } }));

  it('who had said yes is told by whom, what counts on, that nothing is left to do, and no reason', async () => {
    const challenge = await open();
    const [scored, idle, staying] = [await aJudge(app, sponsor, challenge), await aJudge(app, sponsor, challenge), await aJudge(app, sponsor, challenge)];
    await aSubmission(app, await anEntry(app, challenge, await aSolver(app, { name: 'Xanthippe Quill' })));
    await closePhase(app, challenge);
    await judgeAll(scored, () => 7);
    await replace(moderator, challenge, scored.seat);
    await replace(sponsor.owner, challenge, idle.seat);
    await app.drain();
    expect(told(ended, scored, idle, staying)).toEqual([1, 1, 0]);
    const [ofScored, ofIdle] = [textOf(ended, scored), textOf(ended, idle)];
    expect(ofScored).toContain(`Staff of the platform have taken you off the panel of judges of “${title}”.`);
    expect(ofIdle).toContain(`The sponsor of “${title}” has taken you off the panel of judges.`);
    expect([ofScored, ofIdle].map((text) => text.includes('Scores you had locked stay'))).toEqual([true, false]);
    for (const text of [ofScored, ofIdle]) expect([text.includes('Nothing is left for you to do.'), text.includes('Xanthippe')]).toEqual([true, false]);
    const inbox = await ok(client(idle).GET('/api/v1/me/inbox'));
    expect(inbox.items.map(({ kind }) => kind)).toContain('judge_replaced');
    await cancel(challenge);
    expect(told(nothingMore, scored, idle, staying)).toEqual([0, 0, 1]);
  });

  it('who never said yes has no seat to lose; a title staff have not approved is not told, nor one that is not for everybody in the subject', async () => {
    const challenge = await open();
    const asked = await aPerson(app);
    await replace(sponsor.owner, challenge, (await invite(challenge, asked)).id);
    const draft = await aChallenge(app, sponsor, { title: 'Buy pills at evil example', edits: freeDraft(await app.clock.now()) });
    const early = await aJudge(app, sponsor, draft);
    await replace(sponsor.owner, draft, early.seat);
    const hidden = await open();
    const quiet = await aJudge(app, sponsor, hidden);
    await app.db.query(`update challenge set visibility = 'unlisted' where id = $1`, [hidden.id]);
    const written = await aPerson(app);
    await invite(hidden, written);
    await replace(sponsor.owner, hidden, quiet.seat);
    await app.drain();
    expect(told(ended, asked)).toEqual([0]);
    expect(told('You judge no more: a challenge that was changed', early)).toEqual([1]);
    expect(told('You judge no more: a challenge that is not listed', quiet)).toEqual([1]);
    expect(told('You are asked to judge: a challenge that is not listed', written)).toEqual([1]);
    expect(JSON.stringify(app.mails(early.email))).not.toContain('pills');
  });
});

describe('when the challenge is cancelled', () => {
  // a year has passed since, and staff are confirmed each year
  beforeAll(async () => (moderator = await aStaffMember(app, 'moderator')));

  it('all who judge or were asked are told, once, that there is nothing to judge any more', async () => {
    const challenge = await open();
    const [judge, ready, twice] = [await aJudge(app, sponsor, challenge), await aJudge(app, sponsor, challenge), await aJudge(app, sponsor, challenge)];
    await aJudge(app, sponsor, challenge, twice, 1);
    const [asked, unwilling] = [await aPerson(app), await aPerson(app)];
    await invite(challenge, asked, 1);
    await decline(unwilling, (await invite(challenge, unwilling)).id);
    await aSubmission(app, await anEntry(app, challenge));
    await closePhase(app, challenge);
    await judgeAll(ready, () => 7);
    await cancel(challenge);
    expect(told(nothingMore, judge, ready, twice, asked, unwilling)).toEqual([1, 1, 1, 1, 0]);
    expect(textOf(nothingMore, judge)).toContain('which you had agreed to judge, was cancelled.');
    expect(textOf(nothingMore, asked)).toContain('which you were asked to judge, was cancelled.');
  });

  it('whoever judged a phase that is decided has nothing to hear, nor has somebody who was never written to', async () => {
    const challenge = await open();
    const [first, second] = [await aJudge(app, sponsor, challenge), await aJudge(app, sponsor, challenge, undefined, 1)];
    await aSubmission(app, await anEntry(app, challenge));
    await closePhase(app, challenge);
    await judgeAll(first, () => 7);
    await app.drain();
    await cancel(challenge);
    expect(told(nothingMore, first, second)).toEqual([0, 1]);

    const draft = await aChallenge(app, sponsor, { title, edits: freeDraft(await app.clock.now()) });
    const early: TestPerson = await aPerson(app);
    await invite(draft, early);
    await ok(client(sponsor.owner).PUT('/api/v1/challenges/{id}/cancellation', { params: { path: { id: draft.publicId } }, body: { reason: 'duplicate' } }));
    await app.drain();
    expect(app.mails(early.email).map(({ subject }) => subject).filter((subject) => subject.includes(title))).toEqual([]);
  });

  it('nobody reads a word that staff have not approved', async () => {
    const approved = await aChallenge(app, sponsor, { state: 'approved', title, edits: freeDraft(await app.clock.now()) });
    const asked = await aPerson(app);
    await invite(approved, asked);
    await app.drain();
    const { version } = await ok(client(sponsor.owner).GET('/api/v1/challenges/{id}', { params: { path: { id: approved.publicId } } }));
    await ok(client(sponsor.owner).PATCH('/api/v1/challenges/{id}', { params: { path: { id: approved.publicId }, header: ifMatch(version) }, body: { title: 'Buy pills at evil example' } }));
    await ok(client(sponsor.owner).PUT('/api/v1/challenges/{id}/cancellation', { params: { path: { id: approved.publicId } }, body: { reason: 'duplicate' } }));
    await app.drain();
    expect(app.mails(asked.email).slice(-2).map(({ subject }) => subject)).toEqual([expect.stringContaining(title), 'Nothing to judge any more: a challenge that was changed']);
    expect(JSON.stringify(app.mails(asked.email))).not.toContain('pills');
  });
});
