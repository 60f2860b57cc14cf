import { randomUUID } from 'node:crypto';
import { type OrganisationId, systemActor } from '@app/kernel';
import type { Tx } from '@app/platform';
import { aMember, anOrganisation, aPerson } from '../../../libs/identity/testing';
import { aSponsor, type TestSponsor } from '../../../libs/challenges/testing';
import { bestPlaces, drawn, explorationPlaces } from '../../../libs/matching/matching.rules';
import { Matching, mostKept } from '../../../libs/matching/matching.service';
import { aProblem as aMatchedProblem, aSolver, copiesOf, listOf, organisationPath, says, someSolvers, type Solver } from '../../../libs/matching/testing';
import { startTestApp, type TestApp } from '../../support/app';
import { client, ok } from '../../support/client';

let app: TestApp;
let sponsor: TestSponsor;
beforeAll(async () => {
  app = await startTestApp();
  sponsor = await aSponsor(app, 'Bakery Blue');
});
afterAll(() => app?.close());

const aProblem = (title: string, need: string) => aMatchedProblem(app, sponsor, title, need);
const ofSponsor = () => ({ ...sponsor.owner, organisationId: sponsor.organisation.id });
const matching = <T>(work: (service: Matching, tx: Tx) => Promise<T>) => app.db.change(systemActor('test'), (tx) => work(app.app.get(Matching), tx));
const standing = async (challenge: { id: string }) => (await listOf(app, challenge)).map(({ id }) => id);
const column = async (sql: string, ...params: unknown[]) => (await app.db.query<{ id: string }>(sql, params)).map(({ id }) => id);
const suitedBy = (challengeId: string) => column('select organisation_id as id from recommendation where challenge_id = $1 order by 1', challengeId);
const suiting = (organisationId: string) => column('select challenge_id as id from recommendation where organisation_id = $1 order by 1', organisationId);
const smallest = (ids: readonly string[], count: number) => [...ids].sort().slice(0, count);

describe('a challenge that opens', () => {
  it('is recommended to everybody whom it suits, not only to those on its list', async () => {
    const solvers = await someSolvers(app, 121, 'Dendrology');
    const challenge = await aProblem('Old trees', 'Dendrology.');
    expect(await suitedBy(challenge.id)).toEqual([...solvers].sort());
    expect((await listOf(app, challenge)).map(({ place }) => place)).toEqual([...Array<string>(bestPlaces).fill('best'), ...Array<string>(explorationPlaces(bestPlaces)).fill('exploration')]);
  });
});

describe('what is kept for a solver', () => {
  let solver: string;
  let challenges: string[];
  beforeAll(async () => {
    [solver] = (await someSolvers(app, 1, 'Lichenology')) as [string];
    const first = await aProblem('Lichens', 'Lichenology.');
    challenges = [first.id, ...(await copiesOf(app, first, mostKept + 5))];
  });

  it('are the nearest, in whatever order they came', async () => {
    expect(await suiting(solver)).toEqual(smallest(challenges, mostKept));
    await matching((service, tx) => service.compare(tx, [solver]));
    expect(await suiting(solver)).toEqual(smallest(challenges, mostKept));
  });

  it('is filled again by the next when some are closed', async () => {
    const gone = smallest(challenges, 3);
    await app.db.query(`update phase set state = 'judging' where challenge_id = any($1::uuid[])`, [gone]);
    await matching((service, tx) => service.end(tx, gone[0]!));
    await app.drain();
    expect(await suiting(solver)).toEqual(smallest(challenges.filter((id) => !gone.includes(id)), mostKept));
  });
});

describe('a full list', () => {
  let challenge: { id: string };
  let solvers: string[];
  beforeAll(async () => {
    solvers = await someSolvers(app, bestPlaces, 'Mycology mycology mycology', () => `f${randomUUID().slice(1)}` as OrganisationId);
    challenge = await aProblem('Mushrooms', 'Mycology.');
  });

  it('takes those to explore by lot, also who came later and is worse than all the best', async () => {
    await someSolvers(app, 40, 'Mycology and much else that has nothing to do with it: pottery, sailing, bread');
    const list = await listOf(app, challenge);
    const others = (await column(`select o.id from organisation o where o.about is not null`)).filter((id) => !solvers.includes(id));
    expect(list.filter(({ place }) => place === 'best').map(({ id }) => id).sort()).toEqual([...solvers].sort());
    expect(list.filter(({ place }) => place === 'exploration').map(({ id }) => id).sort()).toEqual(drawn(challenge.id, others, 10).sort());
  });

  it('takes who is equal to the last of the best and has a smaller id', async () => {
    const [equal] = (await someSolvers(app, 1, 'Mycology mycology mycology', () => `0${randomUUID().slice(1)}` as OrganisationId)) as [string];
    const best = (await listOf(app, challenge)).filter(({ place }) => place === 'best').map(({ id }) => id);
    expect(best.sort()).toEqual(smallest([...solvers, equal], bestPlaces));
  });

  it('is filled again when somebody turns matching off', async () => {
    const solver = await aSolver(app, { about: 'Mycology mycology mycology mycology mycology' });
    expect(await standing(challenge)).toContain(solver.organisationId);
    await ok(client(solver).PUT('/api/v1/organisations/{id}/matching', { params: organisationPath(solver), body: { isOn: false } }));
    await app.drain();
    expect(await standing(challenge)).not.toContain(solver.organisationId);
    expect((await listOf(app, challenge)).filter(({ place }) => place === 'best')).toHaveLength(bestPlaces);
  });
});

describe('two changes at once', () => {
  let solver: Solver;
  let challenge: { id: string };
  beforeAll(async () => {
    solver = await aSolver(app, { about: 'Carillons' });
    challenge = await aProblem('Bells of a tower', 'Carillons.');
  });

  /** Begins `work` while somebody else changes the solver, who commits a little later. */
  async function meanwhile(change: string, work: () => Promise<unknown>): Promise<void> {
    const other = await app.db.pool.connect();
    try {
      await other.query('begin');
      await other.query(`update matching_solver set revision = nextval('matching_revision') where organisation_id = $1`, [solver.organisationId]);
      await other.query(change, [solver.organisationId]);
      const done = work();
      await new Promise((resolve) => setTimeout(resolve, 300));
      await other.query('commit');
      await done;
    } finally {
      other.release();
    }
  }

  it('what was said last counts, whichever job began first', async () => {
    await meanwhile(`update organisation set about = 'Dulcimers' where id = $1`, () => matching((service, tx) => service.recommend(tx, solver.organisationId)));
    expect(await suiting(solver.organisationId)).toEqual([]);
    await says(solver, { about: 'Carillons' });
    await app.drain();
    expect(await suiting(solver.organisationId)).toEqual([challenge.id]);
  });

  it('who became related to the sponsor meanwhile is not put on a list', async () => {
    const joins = `insert into member (id, organisation_id, person_id, roles, joined_at, version)
      select gen_random_uuid(), '${sponsor.organisation.id}', person_id, '{contributor}', now(), 1 from member where organisation_id = $1`;
    await meanwhile(joins, () => matching((service, tx) => service.match(tx, challenge.id)));
    expect(await standing(challenge)).toEqual([]);
    await app.db.query('delete from member where organisation_id = $1 and person_id = $2', [sponsor.organisation.id, solver.id]);
    await app.drain();
  });

  it('who turned matching off meanwhile is not put on a list', async () => {
    await meanwhile(`update matching_solver set is_on = false where organisation_id = $1`, () => matching((service, tx) => service.match(tx, challenge.id)));
    expect(await standing(challenge)).toEqual([]);
    await app.drain();
    expect(await standing(challenge)).toEqual([]);
  });
});

describe('related parties', () => {
  const owned = async (person: Awaited<ReturnType<typeof aPerson>>, about: string): Promise<Solver> => {
    const { id } = await anOrganisation(app, person);
    await says({ ...person, organisationId: id }, { about });
    await app.drain();
    return { ...person, organisationId: id };
  };

  it('leave lists and recommendations when somebody joins the other side, and come back when they leave', async () => {
    const solver = await owned(await aPerson(app), 'Horology');
    const challenge = await aProblem('Clocks', 'Horology.');
    const seen = async () => [await standing(challenge), await suitedBy(challenge.id)];
    expect(await seen()).toEqual([[solver.organisationId], [solver.organisationId]]);

    const { memberId } = await aMember(app, sponsor.owner, sponsor.organisation, ['contributor'], solver);
    await app.drain();
    expect(await seen()).toEqual([[], []]);
    const path = { id: sponsor.organisation.publicId, memberId };
    await ok(client(solver).DELETE('/api/v1/organisations/{id}/members/{memberId}', { params: { path } }));
    await app.drain();
    expect(await seen()).toEqual([[solver.organisationId], [solver.organisationId]]);
  });

  it('leave them when the sponsor names the same owner, and come back when it names another', async () => {
    const solver = await owned(await aPerson(app), 'Malacology');
    const challenge = await aProblem('Snails', 'Malacology.');
    const seen = async () => [await standing(challenge), await suitedBy(challenge.id)];
    await says(solver, { declaredOwner: 'Shell Holding' });
    await app.drain();
    expect(await seen()).toEqual([[solver.organisationId], [solver.organisationId]]);
    await says(ofSponsor(), { declaredOwner: 'shell holding' });
    await app.drain();
    expect(await seen()).toEqual([[], []]);
    await says(ofSponsor(), { declaredOwner: null });
    await app.drain();
    expect(await seen()).toEqual([[solver.organisationId], [solver.organisationId]]);
  });
});

it('only what matching reads makes it work: not a website, nor what was said already', async () => {
  const solver = await aSolver(app, { about: 'Vexillology' });
  const revision = async () => (await app.db.query('select revision from matching_solver where organisation_id = $1', [solver.organisationId]))[0];
  const before = await revision();
  await says(solver, { website: 'https://flags.example', about: 'Vexillology' });
  await app.drain();
  expect(await revision()).toEqual(before);
  await says(solver, { topics: ['flags'] });
  await app.drain();
  expect(await revision()).not.toEqual(before);
});
