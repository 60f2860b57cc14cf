import { bestPlaces, drawn, explorationPlaces, isConcerned } from './matching.rules';

const ids = (count: number) => Array.from({ length: count }, (_, at) => `solver-${at}`);

it.each([[0, 0], [3, 0], [4, 1], [8, 2], [39, 9], [bestPlaces, 10]])('beside %i best there are %i places to explore', (best, explored) => {
  expect(explorationPlaces(best)).toBe(explored);
  expect(explored).toBeLessThanOrEqual(0.2 * (best + explored));
});

describe('who gets them', () => {
  it('does not depend on the order of the candidates, and changes with the challenge', () => {
    const first = drawn('one', ids(100), 10);
    expect(drawn('one', ids(100).reverse(), 10)).toEqual(first);
    expect(drawn('two', ids(100), 10)).not.toEqual(first);
    expect(new Set(first).size).toBe(10);
  });

  it('stays when somebody else comes, unless that one is drawn', () => {
    const before = drawn('one', ids(100), 10);
    const after = drawn('one', ids(101), 10);
    expect(after.filter((id) => !before.includes(id) && id !== 'solver-100')).toEqual([]);
  });

  it('is everybody where there are too few', () => expect(drawn('one', ids(3), 10).sort()).toEqual(ids(3)));

  it('is fair: over many challenges everybody is drawn about as often', () => {
    const counts = new Map(ids(20).map((id) => [id, 0]));
    for (let at = 0; at < 2000; at++) for (const id of drawn(`challenge ${at}`, ids(20), 5)) counts.set(id, counts.get(id)! + 1);
    // 500 expected, standard deviation about 19
    expect([...counts.values()].filter((count) => count < 400 || count > 600)).toEqual([]);
  });
});

describe('a solver who changed concerns a list', () => {
  const best = ids(bestPlaces);
  const others = Array.from({ length: 60 }, (_, at) => `other-${at}`);
  const explored = drawn('c', others, 10);
  const full = { challengeId: 'c', best, explored };
  /** By the scores of today; those of the best are 10, but the first’s is 9. */
  const scores = (own: number) => (id: string) => (id === 'solver-0' ? 9 : best.includes(id) ? 10 : own);
  const loser = others.find((id) => !drawn('c', [...explored, id], 10).includes(id))!;
  const winner = Array.from({ length: 1000 }, (_, at) => `new-${at}`).find((id) => drawn('c', [...explored, id], 10).includes(id))!;

  it.each([
    ['that it stands on, also when it may not any more', full, 'solver-3', false, 0, true],
    ['that it explores', full, explored[0]!, true, 0, true],
    ['with room, if it shares a word', { ...full, best: best.slice(1) }, loser, true, 1, true],
    ['but not if it shares none', { challengeId: 'c', best: best.slice(1), explored }, loser, true, 0, false],
    ['where one of the best is worse today, wherever that one stood', full, loser, true, 9.5, true],
    ['where it is equal to one of the best and has the smaller id', full, 'a', true, 9, true],
    ['but not if all the best are better', full, loser, true, 8, false],
    ['where it draws a place to explore, also without a word in common', full, winner, true, 0, true],
    ['where places to explore are free', { ...full, explored: [] }, loser, true, 0, true],
    ['but not if it may not enter', { ...full, best: [], explored: [] }, winner, false, 20, false],
  ])('%s', (_, list, solver, isWelcome, score, expected) => expect(isConcerned(list, solver, isWelcome, scores(score))).toBe(expected));
});
