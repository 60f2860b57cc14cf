import { aChallenge, aSponsor, freeDraft, type TestChallenge, type TestSponsor } from '../../../libs/challenges/testing';
import { aMember, anOrganisation, aPerson, type TestPerson } from '../../../libs/identity/testing';
import { aJudge, judgeAll, type TestJudge } from '../../../libs/judging/testing';
import { anEntry, aSubmission, closePhase, joining, type TestEntry } from '../../../libs/submissions/testing';
import { startTestApp, type TestApp } from '../../support/app';
import { client, ok, refused } from '../../support/client';

/** Nobody judges rivals, in whichever order things happen. */
let app: TestApp;
let sponsor: TestSponsor;

beforeAll(async () => {
  app = await startTestApp();
  sponsor = await aSponsor(app);
});
afterAll(() => app?.close());

const open = async (): Promise<TestChallenge> => aChallenge(app, sponsor, { state: 'open', edits: freeDraft(await app.clock.now()) });
const params = (challenge: TestChallenge) => ({ path: { id: challenge.publicId, phaseId: challenge.phases[0]!.id } });

/** A company of two, the first of whom is its owner. */
async function aCompany() {
  const owner = await aPerson(app);
  const organisation = await anOrganisation(app, owner);
  return { organisation, owner: { ...owner, organisationId: organisation.id }, colleague: { ...(await aMember(app, owner, organisation, ['contributor'])), organisationId: organisation.id } };
}

async function invited(challenge: TestChallenge, person: TestPerson): Promise<string> {
  await ok(client(sponsor.owner).POST('/api/v1/challenges/{id}/phases/{phaseId}/judges', { params: params(challenge), body: { email: person.email } }));
  return (await ok(client(person).GET('/api/v1/me/judging'))).items.find(({ phaseId }) => phaseId === challenge.phases[0]!.id)!.id;
}

const answer = (person: TestPerson, seat: string, accepts: boolean) => client(person).PUT('/api/v1/panel-seats/{id}/answer', { params: { path: { id: seat } }, body: { accepts } });
const enter = async (person: TestPerson & { organisationId: string }, challenge: TestChallenge) =>
  client(person).POST('/api/v1/challenges/{id}/entries', { params: { path: { id: challenge.publicId } }, body: await joining(person, challenge) });
const seats = async (challenge: TestChallenge) => (await ok(client(sponsor.owner).GET('/api/v1/challenges/{id}/phases/{phaseId}/judges', { params: params(challenge) }))).items.map(({ state }) => state);
const assignments = async (judge: TestJudge) => (await ok(client(judge).GET('/api/v1/panel-seats/{id}/assignments', { params: { path: { id: judge.seat } } }))).items.map(({ state }) => state);
const ranking = (challenge: TestChallenge) => client(sponsor.owner).PUT('/api/v1/phases/{id}/ranking', { params: { path: { id: challenge.phases[0]!.id } } });
const organisationOf = async (entry: TestEntry) => (await ok(client(entry.solver).GET('/api/v1/entries/{id}', { params: { path: { id: entry.publicId } } }))).organisationId;
const joins = async (judge: TestPerson, entry: TestEntry) => {
  await aMember(app, entry.solver, { publicId: await organisationOf(entry) }, ['contributor'], judge);
  await app.drain();
};

/** A closed phase with submissions and two judges, who belong to nobody. */
async function judging(submissions = 2) {
  const challenge = await open();
  const { owner } = await aCompany();
  const entries = [await anEntry(app, challenge, owner)];
  while (entries.length < submissions) entries.push(await anEntry(app, challenge));
  for (const entry of entries) await aSubmission(app, entry);
  const judges = [await aJudge(app, sponsor, challenge), await aJudge(app, sponsor, challenge)];
  await closePhase(app, challenge);
  return { challenge, entries, judges };
}

describe('before the phase closes', () => {
  it('an entrant who is invited cannot accept; nobody tells the sponsor why', async () => {
    const challenge = await open();
    const entry = await anEntry(app, challenge);
    const seat = await invited(challenge, entry.solver);
    expect(await refused(answer(entry.solver, seat, true))).toBe('409 judging_takes_part');
    expect(await seats(challenge)).toEqual(['invited']);
    expect((await ok(answer(entry.solver, seat, false))).state).toBe('declined');
  });

  it('somebody invited who then enters cannot accept any more, nor can their colleagues', async () => {
    const challenge = await open();
    const { owner, colleague } = await aCompany();
    const [seat, other] = [await invited(challenge, owner), await invited(challenge, colleague)];
    await ok(enter(owner, challenge));
    expect(await refused(answer(owner, seat, true))).toBe('409 judging_takes_part');
    expect(await refused(answer(colleague, other, true))).toBe('409 judging_takes_part');
  });

  it('who withdrew takes no part and may judge', async () => {
    const challenge = await open();
    const entry = await anEntry(app, challenge);
    await ok(client(entry.solver).PUT('/api/v1/entries/{id}/withdrawal', { params: { path: { id: entry.publicId } } }));
    expect((await ok(answer(entry.solver, await invited(challenge, entry.solver), true))).state).toBe('accepted');
  });

  it('a judge cannot enter, nor can their organisation, until they step off the panel', async () => {
    const challenge = await open();
    const { owner, colleague } = await aCompany();
    const judge = await aJudge(app, sponsor, challenge, owner);
    expect(await refused(enter(owner, challenge))).toBe('409 entry_judges_here');
    expect(await refused(enter(colleague, challenge))).toBe('409 entry_judges_here');
    await ok(answer(owner, judge.seat, false));
    await ok(enter(colleague, challenge));
  });

  it('neither does a judge block who was taken off by the sponsor', async () => {
    const challenge = await open();
    const { owner, colleague } = await aCompany();
    const judge = await aJudge(app, sponsor, challenge, owner);
    const path = { ...params(challenge).path, seatId: judge.seat };
    expect((await client(sponsor.owner).DELETE('/api/v1/challenges/{id}/phases/{phaseId}/judges/{seatId}', { params: { path }, body: { reason: 'Found another.' } })).response.status).toBe(204);
    await ok(enter(colleague, challenge));
  });

  it('accepting and entering at the same moment: only one of them happens', async () => {
    for (let round = 0; round < 3; round++) {
      const challenge = await open();
      const { owner, colleague } = await aCompany();
      const seat = await invited(challenge, owner);
      const answers = await Promise.all([answer(owner, seat, true), enter(colleague, challenge)]);
      expect(answers.map(({ response }) => response.ok).sort()).toEqual([false, true]);
    }
  });

  it('a judge who joins an entrant’s organisation loses the seat, and is told', async () => {
    const challenge = await open();
    const { owner } = await aCompany();
    const entry = await anEntry(app, challenge, owner);
    const judge = await aJudge(app, sponsor, challenge);
    await joins(judge, entry);
    expect(await seats(challenge)).toEqual(['excluded']);
    expect(app.mails(judge.email).at(-1)!.subject).toBe(`You judge no more: ${challenge.body.title}`);
    expect((await ok(client(judge).GET('/api/v1/me/judging'))).items).toMatchObject([{ state: 'excluded', can: [] }]);
    expect(await refused(client(judge).GET('/api/v1/panel-seats/{id}/assignments', { params: { path: { id: judge.seat } } }))).toBe('404 request_not_found');
  });
});

describe('while they judge', () => {
  it('voids the scores of a judge who joins an entrant, and keeps them', async () => {
    const { challenge, entries, judges: [tied, free] } = await judging();
    await judgeAll(tied!, () => 10);
    await joins(tied!, entries[0]!);
    expect(await seats(challenge)).toEqual(['excluded', 'accepted']);
    await judgeAll(free!, () => 4);
    expect((await ok(ranking(challenge))).items.map(({ score, judges }) => [score, judges])).toEqual([[40, 1], [40, 1]]);
    await app.drain();
    const kept = await app.db.query('select a.state, a.reason, c.locked_at is not null as locked from scorecard c join assignment a on a.id = c.assignment_id where a.seat_id = $1', [bare(tied!.seat)]);
    expect(kept).toEqual([{ state: 'recused', reason: 'conflict', locked: true }, { state: 'recused', reason: 'conflict', locked: true }]);
    const { record } = await ok(client(sponsor.owner).GET('/api/v1/phases/{id}/decision-record', { params: { path: { id: challenge.phases[0]!.id } } }));
    expect((record as { submissions: { scorecards: { judge: number }[] }[] }).submissions.map(({ scorecards }) => scorecards.map(({ judge }) => judge))).toEqual([[2], [2]]);
    const audited = await app.db.query<{ action: string }>(`select action from audit_entry where subject_id = $1 order by at, id`, [bare(tied!.seat)]);
    expect(audited.map(({ action }) => action)).toContain('panel.exclude');
  });

  it('voids them also where the sponsor took that judge off before', async () => {
    const { challenge, entries, judges: [tied, free] } = await judging();
    await judgeAll(tied!, () => 10);
    const path = { ...params(challenge).path, seatId: tied!.seat };
    await client(sponsor.owner).DELETE('/api/v1/challenges/{id}/phases/{phaseId}/judges/{seatId}', { params: { path }, body: { reason: 'Found another.' } });
    await joins(tied!, entries[0]!);
    await judgeAll(free!, () => 4);
    expect((await ok(ranking(challenge))).items.map(({ score }) => score)).toEqual([40, 40]);
  });

  it('lets no rival read or score, even before the platform has looked', async () => {
    const { challenge, entries, judges: [tied] } = await judging();
    await ok(client(tied!).PUT('/api/v1/panel-seats/{id}/conflicts', { params: { path: { id: tied!.seat } }, body: { conflicts: [] } }));
    const [first] = (await ok(client(tied!).GET('/api/v1/panel-seats/{id}/assignments', { params: { path: { id: tied!.seat } } }))).items;
    await ties(tied!, entries[0]!);
    expect(await refused(client(tied!).GET('/api/v1/assignments/{id}', { params: { path: { id: first!.id } } }))).toBe('409 judging_takes_part');
    const again = await ok(client(tied!).PUT('/api/v1/panel-seats/{id}/conflicts', { params: { path: { id: tied!.seat } }, body: { conflicts: [] } }));
    expect([again.state, await seats(challenge)]).toEqual(['excluded', ['excluded', 'accepted']]);
  });

  it('counts no rival’s scores in a decision that comes before the platform has looked', async () => {
    const { challenge, entries, judges: [tied, free] } = await judging();
    await judgeAll(free!, () => 4);
    await judgeAll(tied!, () => 10);
    await ties(tied!, entries[0]!);
    await app.drain();
    const { record } = await ok(client(sponsor.owner).GET('/api/v1/phases/{id}/decision-record', { params: { path: { id: challenge.phases[0]!.id } } }));
    expect((record as { submissions: { score: number }[] }).submissions.map(({ score }) => score)).toEqual([40, 40]);
    expect(await seats(challenge)).toEqual(['excluded', 'ready']);
  });

  it('keeps a colleague of one solver from that one only, also when that comes to light later', async () => {
    const { challenge, entries, judges: [early, late] } = await judging(3);
    const { owner, organisation } = await aCompany();
    await aMember(app, owner, organisation, ['contributor'], entries[1]!.solver);
    await aMember(app, owner, organisation, ['contributor'], early!);
    await aJudge(app, sponsor, challenge); // has not declared, so that nothing is decided yet
    await judgeAll(early!, () => 6);
    expect(await assignments(early!)).toEqual(['done', 'done']);
    await judgeAll(late!, () => 6);
    expect(await assignments(late!)).toEqual(['done', 'done', 'done']);
    await aMember(app, owner, organisation, ['contributor'], late!);
    await app.drain();
    expect((await assignments(late!)).sort()).toEqual(['done', 'done', 'recused']);
    expect(await seats(challenge)).toEqual(['ready', 'ready', 'accepted']);
  });
});

it('a judge who declines after all holds nobody up: the decision comes at once', async () => {
  const { challenge, judges: [diligent, busy] } = await judging();
  await judgeAll(diligent!, () => 6);
  await app.drain();
  const results = () => app.http().get(`/api/v1/phases/${challenge.phases[0]!.id}/results`);
  expect((await results()).status).toBe(404);
  await ok(answer(busy!, busy!.seat, false));
  await app.drain();
  expect((await results()).body).toMatchObject({ how: 'by_ranking' });
});

/** A tie the platform has not been told of yet. */
async function ties(judge: TestJudge, entry: TestEntry): Promise<void> {
  await app.db.query(`insert into member (id, organisation_id, person_id, roles, joined_at, version) select gen_random_uuid(), organisation_id, $2, '{contributor}', now(), 1 from entry where id = $1`, [entry.id, judge.id]);
}

const bare = (id: string) => id.slice(4).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
