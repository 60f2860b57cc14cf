import { bm25Gain, bm25Idf } from './scoring';
import { Nearness } from './nearness';
import { SolverIndex, type SolverTexts } from './solver-index';
import { termsOf } from './text';

const words = 'belt bread camera crust drone enzyme fermenter glass hull kelp laser mould nozzle oven pump robot sensor solar valve weld'.split(' ');

/** Pseudo-random, so that a failure can be repeated. */
function lots(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function someSolver(id: string, lot: (below: number) => number): SolverTexts {
  const documents = Array.from({ length: 1 + lot(3) }, () => Array.from({ length: 3 + lot(12) }, () => words[lot(words.length)]).join(' '));
  return { id, country: lot(2) === 0 ? 'NL' : 'DE', documents };
}

function indexOf(...solvers: readonly SolverTexts[]): SolverIndex {
  const index = new SolverIndex();
  for (const solver of solvers) index.put(solver);
  return index;
}

const solver = (id: string, ...documents: string[]): SolverTexts => ({ id, country: 'NL', documents });
const baker = solver('baker', 'food robotics We build ovens and conveyor belts for bakeries', 'Fewer broken loaves behind the oven: loaves tip over the gap of the belt');
const weaver = solver('weaver', 'textiles We dye and weave linen', 'Less water in the dye house');

describe('two solvers with different work', () => {
  const index = indexOf(baker, weaver);
  it.each([['Our loaves break on the belt', ['baker']], ['Dyeing linen with less water', ['weaver']], ['An oven that dyes', ['baker', 'weaver']], ['Nothing of that kind', []]])('rank by it: %s', (text, expected) => {
    expect(index.best(termsOf(text), 10).map(({ id }) => id).sort()).toEqual([...expected].sort());
  });

  it('are equal where they say the same; then the smaller id comes first', () => {
    const same = indexOf(solver('b', 'bread oven'), solver('c', 'glass'), solver('a', 'bread oven'));
    expect(same.best(termsOf('oven'), 10).map(({ id, score }) => [id, score])).toEqual([['a', expect.any(Number)], ['b', same.explain(termsOf('oven'), 'a').score]]);
  });

  it('are passed over where they may not be taken, and the limit counts who is left', () => {
    const problem = termsOf('oven dye');
    expect(index.best(problem, 1, (id) => id !== 'baker').map(({ id }) => id)).toEqual(['weaver']);
    expect(index.best(problem, 1)).toHaveLength(1);
  });
});

it('who shares a word with a problem is found, each once, and nobody else', () => {
  const index = indexOf(weaver, baker, solver('oven', 'oven', 'oven and dye'));
  expect(index.sharing(termsOf('An oven that dyes'))).toEqual(['baker', 'oven', 'weaver']);
  index.put(solver('oven'));
  expect([index.sharing(termsOf('ovens')), index.sharing(termsOf('kelp'))]).toEqual([['baker'], []]);
});

describe('the score', () => {
  it('is BM25 of the whole profile and BM25 of the best document', () => {
    const index = indexOf(solver('a', 'bread oven', 'bread bread belt'), solver('b', 'glass'));
    // 6 words in 2 profiles and 3 documents; bread stands in 1 profile and 2 documents
    const whole = bm25Idf(2, 1) * bm25Gain(3, 5, 3);
    const best = bm25Idf(3, 2) * bm25Gain(2, 3, 2);
    const { score, reasons } = index.explain(termsOf('breads'), 'a');
    expect(score).toBeCloseTo(whole + best, 12);
    expect(reasons).toEqual([{ word: 'breads', weight: score }]);
  });

  it('is what its reasons add up to, to the last bit, and what the pass over the index finds', () => {
    const lot = lots(7);
    const index = indexOf(...Array.from({ length: 60 }, (_, at) => someSolver(`s${at}`, lot)));
    const problem = termsOf('bread bread oven belt camera laser laser laser pump');
    const all = index.best(problem, 100);
    expect(all.length).toBeGreaterThan(30);
    expect(all.map(({ reasons }) => reasons.reduce((total, { weight }) => total + weight, 0))).toEqual(all.map(({ score }) => score));
    expect(index.best(problem, 5)).toEqual(all.slice(0, 5));
    expect(all).toEqual(index.ids().map((id) => index.explain(problem, id)).filter(({ score }) => score > 0).sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1)));
  });
});

it.each([1, 2, 3])('after any changes it answers as one made afresh, to the last bit (seed %i)', (seed) => {
  const lot = lots(seed);
  const lived = new SolverIndex();
  const now = new Map<string, SolverTexts>();
  for (let step = 0; step < 3000; step++) {
    const id = `s${lot(40)}`;
    const texts = lot(4) === 0 ? solver(id) : someSolver(id, lot);
    lived.put(texts);
    now.set(id, texts);
  }
  expect(lived.held.posted).toBeLessThan(11_000);
  const fresh = indexOf(...[...now.values()].reverse());
  const problem = termsOf(words.slice(0, 9).join(' ') + ' bread bread');
  expect(lived.ids().sort()).toEqual(fresh.ids().sort());
  expect(lived.best(problem, 40)).toEqual(fresh.best(problem, 40));
  expect(lived.sharing(problem)).toEqual(fresh.sharing(problem));
  const near = (index: SolverIndex) => lived.ids().map((id) => new Nearness(index, []).explain(id, { terms: problem }));
  expect(near(lived)).toEqual(near(fresh));
});

it('what nobody says any more takes no room, however often a profile is written anew', () => {
  const index = indexOf(baker, weaver);
  for (let edit = 0; edit < 100; edit++) index.put(solver('writer', Array.from({ length: 1000 }, (_, at) => `word${edit}x${at}`).join(' ')));
  expect(index.held.terms).toBeLessThan(12_000);
  expect(index.held.posted).toBeLessThan(12_000);
  expect(index.best(termsOf('word99x7'), 5).map(({ id }) => id)).toEqual(['writer']);
  expect(index.best(termsOf('word98x7 oven'), 5)).toEqual(indexOf(baker, weaver, solver('writer', Array.from({ length: 1000 }, (_, at) => `word99x${at}`).join(' '))).best(termsOf('word98x7 oven'), 5));
});

it('who has nothing to say any more is gone', () => {
  const index = indexOf(baker, weaver);
  index.put({ ...baker, documents: [' '] });
  expect([index.size, index.has('baker'), index.countryOf('baker'), index.best(termsOf('oven'), 5)]).toEqual([1, false, undefined, []]);
});
