import { bm25Gain, bm25Idf, byScore, cosineIdf, scored, weightOf } from './scoring';

describe('BM25', () => {
  // by hand, k1 = 1.5 and b = 0.75
  it.each([
    ['one of average length', 1, 10, 10, 2.5 / 2.5],
    ['two', 2, 10, 10, 5 / 3.5],
    ['in a text twice as long', 1, 20, 10, 2.5 / (1 + 1.5 * 1.75)],
    ['in a text half as long', 1, 5, 10, 2.5 / (1 + 1.5 * 0.625)],
    ['none', 0, 10, 10, 0],
  ])('gains by %s', (_, count, length, average, expected) => expect(bm25Gain(count, length, average)).toBeCloseTo(expected, 12));

  it('never gains more than k1 + 1, however often a word is repeated', () => expect(bm25Gain(1e9, 10, 10)).toBeLessThan(2.5));

  it.each([[100, 1, Math.log(1 + 99.5 / 1.5)], [100, 50, Math.log(2)], [100, 100, Math.log(1 + 0.5 / 100.5)]])('idf of %i texts with it in %i', (total, frequency, expected) => {
    expect(bm25Idf(total, frequency)).toBeCloseTo(expected, 12);
    expect(bm25Idf(total, frequency)).toBeGreaterThan(0);
  });
});

it('a term of the problem counts by the logarithm of how often it stands there', () => expect([weightOf(1), weightOf(Math.E)]).toEqual([1, 2]));
it('a term of every document still counts in a cosine', () => expect([cosineIdf(9, 9), cosineIdf(9, 0)]).toEqual([1, Math.log(10) + 1]));

it('reasons stand strongest first, and added in this order they are the score', () => {
  const problem = ['a', 'b', 'c', 'd'].map((word) => ({ term: word, word: `${word}s`, count: 1 }));
  expect(scored('x', problem, [0.1, 0.3, 0, 0.1])).toEqual({
    id: 'x', score: 0.3 + 0.1 + 0.1, reasons: [{ word: 'bs', weight: 0.3 }, { word: 'as', weight: 0.1 }, { word: 'ds', weight: 0.1 }],
  });
});

it('equals stand by id', () => {
  const rows = [{ id: 'c', score: 1 }, { id: 'a', score: 1 }, { id: 'b', score: 2 }];
  expect(rows.sort(byScore).map(({ id }) => id)).toEqual(['b', 'a', 'c']);
});
