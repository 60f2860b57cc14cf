import { after, day } from '@app/kernel';
import { aChallenge, aPhase, aSponsor, freeDraft, type TestChallenge, type TestSponsor } from '../../../libs/challenges/testing';
import { aMember, anOrganisation, aPerson, aStaffMember } from '../../../libs/identity/testing';
import { aJudge, judgeAll, sponsorLabel, type TestJudge } from '../../../libs/judging/testing';
import { anEntry, aSolver, aSubmission, closePhase, type TestEntry, type TestSubmission } from '../../../libs/submissions/testing';
import { startTestApp, type TestApp } from '../../support/app';
import { client, ok, refused } from '../../support/client';

/** Judges know who entered, and read what was entered: neither lists nor names join the two. What they learn outside, such as of a colleague's new employer, they may tell by what is taken from them. */
let app: TestApp;
let sponsor: TestSponsor;

beforeAll(async () => {
  app = await startTestApp();
  sponsor = await aSponsor(app);
});
afterAll(() => app?.close());

/** A closed phase with as many entries, and a judge for each, nobody of whom has declared. */
async function closed(entries: number, judges = entries, edits: object = {}) {
  const challenge = await aChallenge(app, sponsor, { state: 'open', edits: { ...freeDraft(await app.clock.now()), ...edits } });
  const submitted: TestSubmission[] = [];
  for (let n = 0; n < entries; n++) submitted.push(await aSubmission(app, await anEntry(app, challenge, await aSolver(app)), { text: `Idea ${n}` }));
  const panel: TestJudge[] = [];
  for (let n = 0; n < judges; n++) panel.push(await aJudge(app, sponsor, challenge));
  await closePhase(app, challenge);
  return { challenge, submitted, judges: panel, organisations: await Promise.all(submitted.map(({ entry }) => organisationOf(entry))) };
}

const organisationOf = async ({ solver, publicId }: TestEntry) => (await ok(client(solver).GET('/api/v1/entries/{id}', { params: { path: { id: publicId } } }))).organisationId;
const ofSeat = ({ seat }: TestJudge) => ({ path: { id: seat } });
const declare = (judge: TestJudge, organisations: readonly string[]) =>
  client(judge).PUT('/api/v1/panel-seats/{id}/conflicts', { params: ofSeat(judge), body: { conflicts: organisations.map((organisationId) => ({ organisationId })) } });
const known = async (judge: TestJudge) => {
  const { entrants, conflicts } = await ok(client(judge).GET('/api/v1/panel-seats/{id}/conflicts', { params: ofSeat(judge) }));
  return { entrants: entrants.map(({ organisationId }) => organisationId).sort(), conflicts: conflicts.map(({ organisationId, kind }) => [organisationId, kind]) };
};
const list = async (judge: TestJudge) => (await ok(client(judge).GET('/api/v1/panel-seats/{id}/assignments', { params: ofSeat(judge) }))).items;
const states = async (judge: TestJudge) => (await list(judge)).map(({ label, state }) => `${label} ${state}`);
const ownSeat = async (judge: TestJudge) => (await ok(client(judge).GET('/api/v1/me/judging'))).items.find(({ id }) => id === judge.seat);
const stepOff = (judge: TestJudge) => client(judge).PUT('/api/v1/panel-seats/{id}/answer', { params: ofSeat(judge), body: { accepts: false } });
const ranking = (challenge: TestChallenge) => client(sponsor.owner).PUT('/api/v1/phases/{id}/ranking', { params: { path: { id: challenge.phases[0]!.id } } });

/** All a judge reads about what they judge, without what is drawn at random for them alone, and in an order of the answers. */
async function read(judge: TestJudge) {
  const opened = await Promise.all((await list(judge)).map(async ({ id }) => ok(client(judge).GET('/api/v1/assignments/{id}', { params: { path: { id } } }))));
  const { done, assigned, state, can } = (await ownSeat(judge))!;
  return { seat: { done, assigned, state, can }, entries: opened.map(({ id: _, answers: __, ...seen }) => seen), texts: opened.map(({ answers }) => answers[0]!.text).sort() };
}

describe('labels', () => {
  it('are places in an own order: whomever a judge named, the list looks the same, without a gap', async () => {
    const { judges, organisations, submitted } = await closed(4);
    for (const [n, judge] of judges.entries()) await ok(declare(judge, [organisations[n]!]));
    const [first, ...others] = await Promise.all(judges.map(read));
    expect(first!.entries.map(({ label }) => label)).toEqual(['Entry 1', 'Entry 2', 'Entry 3']);
    for (const other of others) expect({ ...other, texts: [] }).toEqual({ ...first!, texts: [] });
    expect([first!, ...others].map(({ texts }) => texts)).toEqual(submitted.map((_, n) => ['Idea 0', 'Idea 1', 'Idea 2', 'Idea 3'].filter((text) => text !== `Idea ${n}`)));
  });

  it('are another judge’s and the sponsor’s for nothing: theirs stay numbers drawn by lot', async () => {
    const { judges, challenge } = await closed(6, 3);
    for (const judge of judges) await ok(declare(judge, []));
    const lists = await Promise.all(judges.map(list));
    for (const own of lists) expect(own.map(({ label }) => label)).toEqual(['Entry 1', 'Entry 2', 'Entry 3', 'Entry 4', 'Entry 5', 'Entry 6']);
    const asSponsor = await Promise.all(lists.map((own) => Promise.all(own.map(({ id }) => sponsorLabel(app, id)))));
    expect(new Set(asSponsor.map((labels) => labels.join())).size).toBeGreaterThan(1);
    const { items } = await ok(client(sponsor.owner).GET('/api/v1/phases/{id}/submissions', { params: { path: { id: challenge.phases[0]!.id } } }));
    expect(items.map(({ label }) => label)).toEqual([...asSponsor[0]!].sort());
  });
});

describe('names', () => {
  it('are given once: whoever has seen the list adds none, and every name is refused alike', async () => {
    const { judges: [judge, other], organisations } = await closed(3, 2);
    const stranger = (await anOrganisation(app, await aPerson(app))).publicId;
    await ok(declare(judge!, [organisations[0]!]));
    await ok(declare(other!, []));
    const [before, all] = [await read(judge!), await known(judge!)];
    for (const name of [organisations[1]!, organisations[2]!, stranger]) {
      expect(await refused(declare(judge!, [name]))).toBe('409 judging_conflicts_declared');
      expect(await refused(declare(judge!, [organisations[0]!, name]))).toBe('409 judging_conflicts_declared');
    }
    for (const repeated of [[], [organisations[0]!]]) expect((await ok(declare(judge!, repeated))).state).toBe('ready');
    expect([await read(judge!), await known(judge!)]).toEqual([before, all]);
    expect(before.seat.can).toEqual(['decline']);
    for (const name of organisations) expect(await refused(declare(other!, [name]))).toBe('409 judging_conflicts_declared');
    expect(await states(other!)).toEqual(['Entry 1 assigned', 'Entry 2 assigned', 'Entry 3 assigned']);
  });

  it('never leave one entrant alone: the list would be theirs, so the judge names fewer or steps off', async () => {
    const { judges: [judge], organisations } = await closed(3, 1);
    const [, second, third] = organisations as [string, string, string];
    expect(await refused(declare(judge!, [second, third]))).toBe('409 judging_one_name_left');
    expect([await known(judge!), (await ownSeat(judge!))!.state]).toEqual([{ entrants: [...organisations].sort(), conflicts: [] }, 'accepted']);
    await ok(declare(judge!, [third]));
    expect(await states(judge!)).toEqual(['Entry 1 assigned', 'Entry 2 assigned']);
  });

  it('two declarations at the same moment are one: the second adds no name', async () => {
    const { judges: [judge], organisations } = await closed(3, 1);
    const answers = await Promise.all(organisations.map((name) => declare(judge!, [name])));
    expect(answers.map(({ response }) => response.status).sort()).toEqual([200, 409, 409]);
    expect((await known(judge!)).conflicts).toHaveLength(1);
    expect(await states(judge!)).toEqual(['Entry 1 assigned', 'Entry 2 assigned']);
  });

  it('a tie found later is not told by name, and naming it is refused as any other', async () => {
    const { judges: [judge], submitted, organisations } = await closed(3, 1);
    await ok(declare(judge!, []));
    const owner = await aPerson(app);
    const third = await anOrganisation(app, owner);
    for (const person of [submitted[1]!.entry.solver, judge!]) await aMember(app, owner, third, ['contributor'], person);
    await app.drain();
    expect((await states(judge!)).filter((state) => state.endsWith('recused'))).toHaveLength(1);
    expect((await known(judge!)).conflicts).toEqual([]);
    for (const name of organisations) expect(await refused(declare(judge!, [name]))).toBe('409 judging_conflicts_declared');
    await ok(declare(judge!, []));
    expect((await known(judge!)).conflicts).toEqual([]);
  });

  it('a tie found at the declaration is told: its entry was never shown', async () => {
    const { judges: [judge], submitted, organisations } = await closed(3, 1);
    const owner = await aPerson(app);
    const third = await anOrganisation(app, owner);
    for (const person of [submitted[1]!.entry.solver, judge!]) await aMember(app, owner, third, ['contributor'], person);
    await ok(declare(judge!, []));
    expect([(await known(judge!)).conflicts, await states(judge!)]).toEqual([[[organisations[1]!, 'detected']], ['Entry 1 assigned', 'Entry 2 assigned']]);
    expect((await ok(declare(judge!, [organisations[1]!]))).state).toBe('ready');
  });

  it('stay on the list when an entry is refused, before and after the declaration', async () => {
    const { judges: [early, late], organisations, submitted } = await closed(3, 2);
    await ok(declare(early!, []));
    const all = (await known(early!)).entrants;
    const params = { params: { path: { id: submitted[1]!.publicId } } };
    await ok(client(sponsor.owner).PUT('/api/v1/submissions/{id}/eligibility-proposal', { ...params, body: { clause: 1, reason: 'It is incomplete.' } }));
    await ok(client(await aStaffMember(app, 'moderator')).PUT('/api/v1/admin/submissions/{id}/eligibility', { ...params, body: { outcome: 'ineligible', ground: 'incomplete', statement: 'Two answers are missing.' } }));
    await app.drain();
    expect((await list(early!)).length).toBe(2);
    expect([(await known(early!)).entrants, (await known(late!)).entrants]).toEqual([all, all]);
    await ok(declare(late!, [organisations[1]!]));
    expect(await states(late!)).toEqual(['Entry 1 assigned', 'Entry 2 assigned']);
  });

  it('given in one phase hold in the next', async () => {
    const now = await app.clock.now();
    const prizes = [{ kind: 'placement' as const, place: 1, title: 'Winner' }];
    const phases = [aPhase(now, { closesAt: after(now, 14 * day).toISOString(), prizes }), aPhase(now, { kind: 'prototype', opensAt: after(now, 40 * day).toISOString(), closesAt: after(now, 60 * day).toISOString(), prizes })];
    const { challenge, judges: [judge, other], submitted, organisations } = await closed(3, 2, freeDraft(now, { phases }));
    await judgeAll(judge!, () => 8, [organisations[0]!]);
    await judgeAll(other!, () => 8);
    await app.drain();
    await app.clock.set(challenge.phases[1]!.opensAt);
    await app.drain();
    for (const { entry } of submitted) await aSubmission(app, { ...entry, phaseId: challenge.phases[1]!.id });
    const [again, anew] = [await aJudge(app, sponsor, challenge, judge, 1), await aJudge(app, sponsor, challenge, other, 1)];
    await closePhase(app, challenge, 1);
    expect((await known(again)).conflicts).toEqual([[organisations[0]!, 'declared']]);
    await ok(declare(again, []));
    await ok(declare(anew, [organisations[1]!]));
    expect([await states(again), await states(anew), (await known(again)).conflicts]).toEqual([['Entry 1 assigned', 'Entry 2 assigned'], ['Entry 1 assigned', 'Entry 2 assigned'], [[organisations[0]!, 'declared']]]);
  });
});

describe('stepping back', () => {
  it('from one entry says nothing about whose it is', async () => {
    const { judges: [judge] } = await closed(2, 1);
    await ok(declare(judge!, []));
    const [{ id } = { id: '' }] = await list(judge!);
    const before = await known(judge!);
    await ok(client(judge!).PUT('/api/v1/assignments/{id}/recusal', { params: { path: { id } }, body: { reason: 'I recognise the drawing.' } }));
    expect([await states(judge!), await known(judge!)]).toEqual([['Entry 1 recused', 'Entry 2 assigned'], before]);
  });

  it('from the panel drops what is open, and keeps what is locked', async () => {
    const { challenge, judges: [judge, other] } = await closed(2, 2);
    await ok(declare(judge!, []));
    const [first] = await list(judge!);
    const { criteria } = await ok(client(judge!).GET('/api/v1/assignments/{id}', { params: { path: { id: first!.id } } }));
    await ok(client(judge!).PUT('/api/v1/assignments/{id}/scorecard', { params: { path: { id: first!.id }, header: { 'If-Match': '"0"' } }, body: { action: 'lock', scores: Object.fromEntries(criteria.map(({ id }) => [id, 4])) } }));
    expect((await ownSeat(judge!))!.can).toEqual(['decline']);
    expect((await ok(stepOff(judge!))).state).toBe('declined');
    expect((await ownSeat(judge!))).toMatchObject({ state: 'declined', can: [] });
    expect(await refused(client(judge!).GET('/api/v1/assignments/{id}', { params: { path: { id: first!.id } } }))).toBe('404 request_not_found');
    expect(await refused(stepOff(judge!))).toBe('409 request_wrong_state');
    await judgeAll(other!, () => 8);
    expect((await ok(ranking(challenge))).items.map(({ score, judges }) => [score, judges])).toEqual([[80, 1], [60, 2]]);
    await app.drain();
    expect(await refused(stepOff(other!))).toBe('409 judging_panel_closed');
  });

  it('counts no more, and nobody comes back to name somebody else, when the judge turns out to take part', async () => {
    const { challenge, judges: [judge, other], organisations, submitted } = await closed(2, 2);
    await judgeAll(judge!, () => 4);
    await ok(stepOff(judge!));
    const email = `again-${judge!.email}`;
    await app.db.query('update person set email = $2 where id = $1', [judge!.id, email]);
    const again = await aJudge(app, sponsor, challenge, { ...judge!, email });
    expect(await refused(declare(again, [organisations[0]!]))).toBe('409 judging_conflicts_declared');
    await ok(stepOff(again));
    await app.db.query(`insert into member (id, organisation_id, person_id, roles, joined_at, version) select gen_random_uuid(), organisation_id, $2, '{contributor}', now(), 1 from entry where id = $1`, [submitted[0]!.entry.id, judge!.id]);
    await judgeAll(other!, () => 8);
    expect((await ok(ranking(challenge))).items.map(({ score, judges }) => [score, judges])).toEqual([[80, 1], [80, 1]]);
  });
});
