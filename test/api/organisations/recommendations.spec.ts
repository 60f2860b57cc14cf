import { setTimeout as sleep } from 'node:timers/promises';
import type { View } from '@app/api-client';
import { systemActor } from '@app/kernel';
import { Challenge } from '@app/challenges';
import { Organisations } from '@app/identity';
import { Db, WorkLoop } from '@app/platform';
import { aMember, anOrganisation, aPerson, aStaffMember, aToken, type TestPerson } from '../../../libs/identity/testing';
import { aSponsor, type TestChallenge, type TestSponsor } from '../../../libs/challenges/testing';
import { aJudgedChallenge } from '../../../libs/bounties/testing';
import { aSubmission, anEntry } from '../../../libs/submissions/testing';
import { explorationPlaces } from '../../../libs/matching/matching.rules';
import { Matching } from '../../../libs/matching/matching.service';
import { aProblem as aMatchedProblem, aSolver as aMatchedSolver, copiesOf, listOf as matchesOf, type MatchRow, organisationPath, says, type Solver } from '../../../libs/matching/testing';
import { WarmIndex } from '../../../libs/matching/warm-index.service';
import { startTestApp, type TestApp } from '../../support/app';
import { client, ok, refused } from '../../support/client';

let app: TestApp;
let sponsor: TestSponsor;
beforeAll(async () => {
  app = await startTestApp();
  sponsor = await aSponsor(app, 'Bakery Blue');
});
afterAll(() => app?.close());

const path = organisationPath;
const aSolver = (...wish: [View<'EditOrganisationDto'>, string?]) => aMatchedSolver(app, ...wish);
const aProblem = (...wish: [string, string, View<'EditChallengeDto'>?]) => aMatchedProblem(app, sponsor, ...wish);
const listOf = (challenge: TestChallenge) => matchesOf(app, challenge);
const recommended = async (solver: Solver) => (await ok(client(solver).GET('/api/v1/organisations/{id}/recommendations', { params: path(solver) }))).items;
const titles = async (solver: Solver) => (await recommended(solver)).map(({ title }) => title);
const turn = (solver: Solver, isOn: boolean) => client(solver).PUT('/api/v1/organisations/{id}/matching', { params: path(solver), body: { isOn } });

const sumOf = (reasons: MatchRow['reasons']) => reasons.reduce((total, { weight }) => total + weight, 0);

describe('two solvers with different work', () => {
  let baker: Solver;
  let weaver: Solver;
  let oven: TestChallenge;
  beforeAll(async () => {
    baker = await aSolver({ about: 'We repair industrial ovens and conveyors for loaves.', topics: ['food', 'belt-conveyors'] });
    weaver = await aSolver({ about: 'Dyeing and weaving of linen with little water.', topics: ['textiles'] });
    oven = await aProblem('Loaves fall off the conveyor', 'Loaves fall between oven and conveyor.');
    await aProblem('Dye linen with less water', 'Dyeing linen takes too much water.');
  });

  it('are recommended what suits them, with the words that say why', async () => {
    expect([await titles(baker), await titles(weaver)]).toEqual([['Loaves fall off the conveyor'], ['Dye linen with less water']]);
    const [item] = await recommended(baker);
    expect(item).toEqual({
      challengeId: oven.publicId, slug: oven.slug, title: 'Loaves fall off the conveyor', summary: 'Loaves fall off the conveyor', sponsorName: 'Bakery Blue', closesAt: oven.phases[0]!.closesAt.toISOString(),
      place: 'best', score: expect.any(Number), reasons: expect.any(Array),
    });
    expect(item!.reasons.map(({ word }) => word).sort()).toEqual(['conveyor', 'loaves', 'oven']);
    expect(sumOf(item!.reasons)).toBe(item!.score);
    expect(item!.score).toBeGreaterThan(0);
    expect(item!.score).toBeLessThanOrEqual(1);
  });

  it('stand on the list of one challenge only, with reasons that add up to the score', async () => {
    const list = await listOf(oven);
    expect(list.map(({ id, place }) => [id, place])).toEqual([[baker.organisationId, 'best']]);
    expect(list.map(({ reasons }) => sumOf(reasons))).toEqual(list.map(({ score }) => score));
  });

  it('what was tried is not looked for', async () => {
    const talker = await aSolver({ about: 'Talking' });
    expect(await titles(talker)).toEqual([]);
  });

  it('nothing is recommended that they entered', async () => {
    const solver = await aSolver({ about: 'Ovens' });
    expect(await titles(solver)).toEqual(['Loaves fall off the conveyor']);
    await anEntry(app, oven, solver as never);
    expect(await titles(solver)).toEqual([]);
  });

  it('a new profile counts at once, and a changed one takes the place of the old', async () => {
    const solver = await aSolver({ about: 'Weaving linen' });
    expect(await titles(solver)).toEqual(['Dye linen with less water']);
    await says(solver, { about: 'Building ovens' });
    await app.drain();
    expect(await titles(solver)).toEqual(['Loaves fall off the conveyor']);
    expect((await listOf(oven)).map(({ id }) => id)).toContain(solver.organisationId);
  });

  it('the sponsor’s own people and who is related to them are never matched', async () => {
    const { owner } = sponsor;
    const other = await anOrganisation(app, owner, { name: 'Oven Works' });
    await says({ ...owner, organisationId: other.id }, { about: 'Ovens, loaves, conveyors' });
    await app.drain();
    expect((await listOf(oven)).map(({ id }) => id)).not.toContain(other.id);
    expect(await titles({ ...owner, organisationId: other.id })).toEqual([]);
  });
});

it('only those are matched whose country may enter', async () => {
  const [here, abroad] = [await aSolver({ about: 'Glaciology' }, 'NL'), await aSolver({ about: 'Glaciology' }, 'FR')];
  const challenge = await aProblem('Glaciology for all of us', 'We lack glaciology.', { countries: ['FR'] });
  expect((await listOf(challenge)).map(({ id }) => id)).toEqual([abroad.organisationId]);
  expect([await titles(here), await titles(abroad)]).toEqual([[], ['Glaciology for all of us']]);
});

it('a challenge that only they see who know its address is matched with nobody', async () => {
  const solver = await aSolver({ about: 'Volcanology' });
  const challenge = await aProblem('Volcanology', 'Volcanology.', { visibility: 'unlisted' });
  expect([await listOf(challenge), await titles(solver)]).toEqual([[], []]);
});

describe('past work', () => {
  it('counts once its results are out, also without a profile; what was handed in never does', async () => {
    const secret = 'zymurgy';
    const done = await aJudgedChallenge(app, [9, 2], { title: 'Less foam in the fermenter' });
    const [winner, loser] = done.solvers as [Solver, Solver];
    const next = await aProblem('Foam again', 'A fermenter full of foam.');
    expect((await listOf(next)).map(({ id }) => id)).toEqual([winner.organisationId]);
    expect([await titles(winner), await titles(loser)]).toEqual([['Foam again'], []]);

    const author = await aSolver({ about: 'Paper.' });
    const entry = await anEntry(app, next, author as never);
    await aSubmission(app, entry, { text: `${secret} is our way.` });
    await aProblem('Another way', `We look for ${secret}.`);
    expect(await titles(author)).toEqual([]);
    const kept = await app.db.query('select from challenge_match where reasons::text ilike $1 union all select from recommendation where reasons::text ilike $1', [`%${secret}%`]);
    expect(kept).toEqual([]);
  });
});

describe('who may know', () => {
  let solver: Solver;
  let challenge: TestChallenge;
  beforeAll(async () => {
    solver = await aSolver({ about: 'Speleology' });
    challenge = await aProblem('Map our speleology', 'Speleology maps.');
  });

  it('a solver’s recommendations are for its own people: to others, staff and tokens they are not there', async () => {
    const [stranger, staff] = [await aPerson(app), await aStaffMember(app, 'moderator', 'operator')];
    const colleague = await aMember(app, sponsor.owner, sponsor.organisation, ['contributor']);
    const ask = (who: Parameters<typeof client>[0]) => refused(client(who).GET('/api/v1/organisations/{id}/recommendations', { params: path(solver) }));
    expect(await Promise.all([stranger, staff, sponsor.owner, colleague].map(ask))).toEqual(Array(4).fill('404 request_not_found'));
    expect(await ask(app.http())).toBe('401 request_unauthenticated');
    const { agent } = await aToken(app, solver, { publicId: path(solver).path.id }, 'organisation:read');
    expect(await ask(agent)).toBe('403 request_forbidden');
    expect(await titles(solver)).toEqual(['Map our speleology']);
  });

  it('the sponsor and staff are told how many were matched, and nobody else', async () => {
    const count = (who: Parameters<typeof client>[0]) => client(who).GET('/api/v1/challenges/{id}/matched', { params: { path: { id: challenge.publicId } } });
    expect([await ok(count(sponsor.owner)), await ok(count(await aStaffMember(app, 'support')))]).toEqual([{ solvers: 1 }, { solvers: 1 }]);
    expect([await refused(count(solver)), await refused(count(app.http()))]).toEqual(['404 request_not_found', '401 request_unauthenticated']);
  });

  it('turned off, it is gone from every list at once, and comes back when it is turned on', async () => {
    const list = () => ok(client(solver).GET('/api/v1/organisations/{id}/recommendations', { params: path(solver) }));
    expect(await ok(turn(solver, false))).toEqual({ isOn: false });
    expect([await list(), await listOf(challenge)]).toEqual([{ isOn: false, items: [] }, []]);
    await says(solver, { about: 'Speleology and more' });
    await app.drain();
    const later = await aProblem('Speleology once more', 'Speleology.');
    expect([await list(), await listOf(later), await listOf(challenge)]).toEqual([{ isOn: false, items: [] }, [], []]);

    expect(await ok(turn(solver, true))).toEqual({ isOn: true });
    await app.drain();
    expect([(await titles(solver)).sort(), (await listOf(later)).map(({ id }) => id)]).toEqual([['Map our speleology', 'Speleology once more'], [solver.organisationId]]);
  });

  it('owners and managers turn it, contributors may not, to strangers it is not there', async () => {
    const owner = await aPerson(app);
    const organisation = await anOrganisation(app, owner);
    const [manager, contributor, stranger] = [await aMember(app, owner, organisation, ['manager']), await aMember(app, owner, organisation, ['contributor']), await aPerson(app)];
    const as = (person: TestPerson) => ({ ...person, organisationId: organisation.id });
    expect(await ok(turn(as(manager), false))).toEqual({ isOn: false });
    expect([await refused(turn(as(contributor), true)), await refused(turn(as(stranger), true))]).toEqual(['403 request_forbidden', '404 request_not_found']);
    const audits = await app.db.query(`select action, capacity, changes from audit_entry where subject = 'matching_solver' and subject_id = $1`, [organisation.id]);
    expect(audits).toEqual([{ action: 'matching.turn_off', capacity: 'member', changes: { isOn: { before: true, after: false } } }]);
  });
});

describe('a list', () => {
  it('holds the best and a fifth to explore, of whom some say nothing of it', async () => {
    const best: Solver[] = [];
    for (let birds = 0; birds < 8; birds++) best.push(await aSolver({ about: `Ornithology ${'birds '.repeat(birds)}` }));
    const challenge = await aProblem('Count birds by ornithology', 'Ornithology.');
    const list = await listOf(challenge);
    expect(list.filter(({ place }) => place === 'best').map(({ id }) => id).sort()).toEqual(best.map(({ organisationId }) => organisationId as string).sort());
    const explored = list.filter(({ place }) => place === 'exploration');
    expect([explored.length, explored.map(({ score }) => score)]).toEqual([explorationPlaces(8), [0, 0]]);
  });

  it('made again tells of those only who were not on it', async () => {
    const solver = await aSolver({ about: 'Palaeography' });
    const other = await aSolver({ about: 'Palaeography' });
    const challenge = await aProblem('Palaeography', 'Palaeography.');
    await app.db.query('delete from challenge_match where challenge_id = $1 and organisation_id = $2', [challenge.id, solver.organisationId]);
    const again = () => app.db.change(systemActor('test'), (tx) => app.app.get(Matching).match(tx, challenge.id));
    await again();
    await again();
    const told = await app.db.query(`delete from outbox where name = 'challenge.matched' returning payload`);
    expect(told).toEqual([{ payload: { challengeId: challenge.id, organisationIds: [solver.organisationId] } }]);
    expect((await listOf(challenge)).map(({ id }) => id)).toEqual([solver.organisationId, other.organisationId].sort());
  });

  it('is the same whichever worker makes it: from the changes it heard, or from the database at its start', async () => {
    const started = new Matching(app.app.get(Db), new WarmIndex(app.app.get(Db)), app.app.get(Organisations));
    const challenges = await app.db.find(Challenge, { state: 'open' });
    const lists = async (matching: Matching) => {
      for (const { id } of challenges) await app.db.change(systemActor('test'), (tx) => matching.match(tx, id));
      return Promise.all(challenges.map((challenge) => matchesOf(app, challenge)));
    };
    const heard = await lists(app.app.get(Matching));
    expect(await lists(started)).toEqual(heard);
    expect(heard.map((list) => new Set(list.map(({ place }) => place)).size)).toContain(2);
  });
});

describe('where more suits than is shown', () => {
  let solver: Solver;
  let suiting: string[];
  let other: string[];
  beforeAll(async () => {
    solver = await aSolver({ about: 'Numismatics' });
    suiting = await copiesOf(app, await aProblem('Coins', 'Numismatics.'), 25);
    other = await copiesOf(app, await aProblem('Stamps', 'Philately.'), 6);
    await says(solver, { about: 'Numismatics of coins' });
    await app.drain();
  });

  const places = async (best: number, explored: number) => {
    await app.db.query('delete from challenge_match where organisation_id = $1', [solver.organisationId]);
    const stands = (place: string, ids: string[]) =>
      app.db.query(`insert into challenge_match (challenge_id, organisation_id, place, score, reasons, matched_at) select id, $2, $3, 0, '[]', now() from unnest($1::uuid[]) id`, [ids, solver.organisationId, place]);
    await stands('best', suiting.slice(0, best));
    await stands('exploration', other.slice(0, explored));
    const rows = await recommended(solver);
    return ['best', null, 'exploration'].map((place) => rows.filter((row) => row.place === place).length);
  };

  it.each([
    ['a fifth is for the unexpected', 0, 6, [0, 16, 4]],
    ['of which no more than there is', 10, 2, [10, 8, 2]],
    ['and nothing that one of the best is asked for makes way for it', 18, 6, [18, 0, 2]],
    ['nor for what merely suits', 24, 6, [20, 0, 0]],
  ])('%s', async (_, best, explored, shown) => expect(await places(best, explored)).toEqual(shown));
});

it('what is closed or cancelled is recommended to nobody, and nothing is kept of it', async () => {
  const solver = await aSolver({ about: 'Campanology' });
  const cancelled = await aProblem('Bells', 'Campanology.');
  const closing = await aProblem('More bells', 'Campanology.');
  expect((await titles(solver)).sort()).toEqual(['Bells', 'More bells']);
  const moderator = await aStaffMember(app, 'moderator');
  await ok(client(moderator).PUT('/api/v1/admin/challenges/{id}/cancellation', { params: { path: { id: cancelled.publicId } }, body: { reason: 'platform', note: 'It was a joke.' } }));
  expect(await titles(solver)).toEqual(['More bells']);
  await app.clock.set(closing.phases[0]!.closesAt);
  expect(await titles(solver)).toEqual([]);
  await app.drain();
  expect(await app.db.query('select from recommendation where organisation_id = $1', [solver.organisationId])).toEqual([]);
});

it('a working worker makes a new profile count by itself, within five seconds', async () => {
  const solver = await aSolver({ about: 'Nothing in particular' });
  await aProblem('Read old seismograms', 'Seismograms on paper.');
  await app.app.get(WorkLoop).start();
  const since = Date.now();
  await says(solver, { about: 'We read seismograms' });
  while ((await titles(solver)).length === 0 && Date.now() - since < 5_000) await sleep(50);
  expect(await titles(solver)).toEqual(['Read old seismograms']);
});
