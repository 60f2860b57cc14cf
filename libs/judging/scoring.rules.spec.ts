import fc from 'fast-check';
import { median, rank, weightedTenths, type Scored } from './scoring.rules';

const criteria = [{ id: 'a', weight: 60 }, { id: 'b', weight: 40 }];
const at = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute));
const card = (judge: string, submission: string, a: number, b: number): Scored => ({ judge, submission, scores: { a, b } });

it.each([
  [{ a: 10, b: 10 }, 1000],
  [{ a: 0, b: 0 }, 0],
  [{ a: 7, b: 3 }, 540],
  [{ a: 7 }, 420],
])('%j weighs %d tenths', (scores, tenths) => expect(weightedTenths(scores, criteria)).toBe(tenths));

it.each([[[3], 3], [[1, 9], 5], [[9, 1, 5], 5], [[4, 1, 3, 2], 2.5]])('median of %j is %d', (values, middle) => expect(median(values)).toBe(middle));

describe('rank', () => {
  const contenders = ['x', 'y', 'z'].map((submission, index) => ({ submission, submittedAt: at(index) }));

  it('takes the median of the judges, so one outlier does not decide', () => {
    const scored = [card('1', 'x', 9, 9), card('2', 'x', 8, 8), card('3', 'x', 0, 0), card('1', 'y', 7, 7), card('2', 'y', 7, 7), card('3', 'y', 10, 10)];
    expect(rank(contenders, scored, criteria, 5)).toEqual({
      method: 'median',
      ranked: [
        { submission: 'x', rank: 1, score: 80, judges: 3 },
        { submission: 'y', rank: 2, score: 70, judges: 3 },
        { submission: 'z', rank: 3, score: null, judges: 0 },
      ],
    });
  });

  it.each([
    ['the heavier criterion', [card('1', 'x', 4, 9), card('1', 'y', 6, 6)], ['y', 'x', 'z']],
    ['the earlier submission', [card('1', 'y', 6, 6), card('1', 'x', 6, 6)], ['x', 'y', 'z']],
  ])('breaks a tie by %s', (_, scored, order) => expect(rank(contenders, scored, criteria, 5).ranked.map(({ submission }) => submission)).toEqual(order));

  it('normalises only when every judge scored at least five', () => {
    const many = Array.from({ length: 5 }, (_, n) => ({ submission: `s${n}`, submittedAt: at(n) }));
    const strict = many.map(({ submission }, n) => card('strict', submission, n, n));
    const mild = many.map(({ submission }, n) => card('mild', submission, 5 + n, 5 + n));
    expect(rank(many, [...strict, ...mild.slice(1)], criteria, 5).method).toBe('median');
    const both = rank(many, [...strict, ...mild], criteria, 5);
    expect(rank(many, [...strict, ...mild], criteria, 6).method).toBe('median');
    expect(both.method).toBe('normalised_median');
    expect(both.ranked.map(({ submission }) => submission)).toEqual(['s4', 's3', 's2', 's1', 's0']);
    // both judges saw the same order and spread: normalising lays them onto each other, around the panel's mean of 45
    expect(both.ranked[2]!.score).toBe(45);
  });

  it('never depends on the order of what it is given, and always ranks 1 to n', () => {
    const scores = fc.array(fc.record({ judge: fc.constantFrom('1', '2', '3'), submission: fc.constantFrom('x', 'y', 'z'), a: fc.nat(10), b: fc.nat(10) }), { maxLength: 9 });
    fc.assert(
      fc.property(scores, (cards) => {
        const scored = [...new Map(cards.map((one) => [`${one.judge} ${one.submission}`, card(one.judge, one.submission, one.a, one.b)])).values()];
        const once = rank(contenders, scored, criteria, 5);
        expect(rank([...contenders].reverse(), [...scored].reverse(), criteria, 5)).toEqual(once);
        expect(once.ranked.map(({ rank: place }) => place)).toEqual([1, 2, 3]);
        for (const { score } of once.ranked) expect(score === null || (score >= 0 && score <= 100)).toBe(true);
      }),
    );
  });
});
