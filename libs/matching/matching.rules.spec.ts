import { bestPlaces, drawn, explorationPlaces, isConcerned, type MatchPlace } from './matching.rules';

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
  const full = Array.from({ length: bestPlaces }, (_, at) => ({ id: `s${at}`, score: 10 + at, place: 'best' as MatchPlace }));
  const explored = { id: 'e', score: 0, place: 'exploration' as const };
  it.each([
    ['that it stands on', full, { id: 's3', score: 0 }, false, true],
    ['that it explores', [...full, explored], { id: 'e', score: 0 }, false, true],
    ['with room', full.slice(1), { id: 'x', score: 0 }, true, true],
    ['whose last of the best is worse', [...full, explored], { id: 'x', score: 10.1 }, true, true],
    ['but not one whose best are all better', [...full, explored], { id: 'x', score: 10 }, true, false],
    ['but not if nothing is known of it', full.slice(1), { id: 'x', score: 0 }, false, false],
  ])('%s', (_, list, solver, isKnown, expected) => expect(isConcerned(list, solver, isKnown)).toBe(expected));
});
