import fc from 'fast-check';
import { sum } from '@app/kernel';
import { awardLifecycle, isLive, isPending } from './award.lifecycle';
import { awardsOf, type EarlierAward, excessOf, nextInLine, type NoAwardRule, type PrizeTerms, sharesAfterFallback } from './award.rules';

const first: PrizeTerms = { id: 'first', kind: 'placement', place: 1, amount: 500_000n };
const second: PrizeTerms = { id: 'second', kind: 'placement', place: 2, amount: 100n };
const judges: PrizeTerms = { id: 'judges', kind: 'fee', place: null, amount: 900n };
const free: PrizeTerms = { id: 'free', kind: 'placement', place: 1, amount: 0n };

interface Case {
  what: string;
  prizes: PrizeTerms[];
  places?: [prize: string, submission: string][];
  passing: string[];
  rule: NoAwardRule | null;
  awards: string[];
}

describe('a decision means these awards', () => {
  it.each<Case>([
    { what: 'every prize taken', prizes: [first, second], places: [['first', 'a'], ['second', 'b']], passing: ['a', 'b', 'c'], rule: 'split', awards: ['placement first 1 a 500000', 'placement second 2 b 100'] },
    { what: 'one not reached, split', prizes: [first, second], places: [['first', 'a']], passing: ['a', 'b', 'c'], rule: 'split', awards: ['placement first 1 a 500000', 'split second b 50', 'split second c 50'] },
    { what: 'one not reached, and everybody placed', prizes: [first, second], places: [['first', 'a']], passing: ['a'], rule: 'split', awards: ['placement first 1 a 500000'] },
    { what: 'none reached: all who passed share each', prizes: [{ ...first, amount: 7n }, second], passing: ['a', 'b'], rule: 'split', awards: ['split first a 4', 'split first b 3', 'split second a 50', 'split second b 50'] },
    { what: 'one not reached, refund', prizes: [first, second], places: [['first', 'a']], passing: ['a', 'b'], rule: 'refund', awards: ['placement first 1 a 500000'] },
    { what: 'a silent sponsor, split', prizes: [second], passing: ['a', 'b'], rule: 'split', awards: ['split second a 50', 'split second b 50'] },
    { what: 'a silent sponsor, extended before', prizes: [second], passing: ['a'], rule: 'extend_once', awards: ['split second a 100'] },
    { what: 'a silent sponsor, refund', prizes: [second], passing: ['a'], rule: 'refund', awards: [] },
    { what: 'nobody passed', prizes: [first, second], passing: [], rule: 'split', awards: [] },
    { what: 'fees of judges are not shared', prizes: [judges], passing: ['a'], rule: 'split', awards: [] },
    { what: 'shares of nothing are no awards', prizes: [{ ...second, amount: 2n }], passing: ['a', 'b', 'c'], rule: 'split', awards: ['split second a 1', 'split second b 1'] },
    { what: 'without money, taken', prizes: [free], places: [['free', 'a']], passing: ['a', 'b'], rule: null, awards: ['placement free 1 a 0'] },
    { what: 'without money, not reached', prizes: [free], passing: ['a', 'b'], rule: null, awards: [] },
  ])('$what', ({ prizes, places = [], passing, rule, awards }) => {
    const planned = awardsOf({ prizes, passing, noAwardRule: rule, places: places.map(([prizeId, submissionId]) => ({ prizeId, submissionId })) });
    expect(planned.map(({ kind, prizeId, place, submissionId, amount }) => [kind, prizeId, ...(place === null ? [] : [place]), submissionId, amount].join(' '))).toEqual(awards);
  });

  it('never more than a prize; under split exactly the prize where somebody is left, and no share for who holds a place', () => {
    const amounts = fc.array(fc.bigInt(0n, 10n ** 10n), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(amounts, fc.nat(8), fc.nat(4), (wanted, solvers, taken) => {
        const prizes = wanted.map((amount, at) => ({ id: `${at}`, kind: 'placement', place: at + 1, amount }));
        const passing = Array.from({ length: solvers }, (_, at) => `s${at}`);
        const places = prizes.slice(0, Math.min(taken, solvers, prizes.length)).map(({ id }, at) => ({ prizeId: id, submissionId: passing[at]! }));
        const planned = awardsOf({ prizes, places, passing, noAwardRule: 'split' });
        for (const { submissionId } of planned.filter(({ kind }) => kind === 'split')) expect(places.map((place) => place.submissionId)).not.toContain(submissionId);
        for (const prize of prizes) {
          const mine = planned.filter(({ prizeId }) => prizeId === prize.id);
          expect(excessOf(prize, mine)).toBe(0n);
          expect(new Set(mine.map(({ submissionId }) => submissionId)).size).toBe(mine.length);
          const isTaken = places.some(({ prizeId }) => prizeId === prize.id);
          if (isTaken || solvers > places.length) expect(sum(mine.map(({ amount }) => amount))).toBe(prize.amount);
        }
      }),
    );
  });
});

describe('a placement given up', () => {
  const placed = (prizeId: string, submissionId: string, isLive = false): EarlierAward => ({ prizeId, submissionId, kind: 'placement', isLive });

  it.each<[what: string, earlier: EarlierAward[], passing: string[], fallbacks: number, next: string | undefined]>([
    ['goes to the next', [placed('first', 'a')], ['a', 'b', 'c'], 1, 'b'],
    ['passes over whoever holds another', [placed('first', 'a'), placed('second', 'b')], ['a', 'b', 'c'], 1, 'c'],
    ['goes round once', [placed('first', 'a'), placed('first', 'b')], ['a', 'b', 'c'], 1, undefined],
    ['finds nobody', [placed('first', 'a')], ['a'], 1, undefined],
    ['is not offered anew where the rules say so', [placed('first', 'a')], ['a', 'b'], 0, undefined],
    ['does not mind shares of other prizes', [placed('first', 'a'), { prizeId: 'second', submissionId: 'b', kind: 'split', isLive: true }], ['a', 'b'], 1, 'b'],
  ])('%s', (_, earlier, passing, fallbacks, next) => expect(nextInLine('first', earlier, passing, fallbacks)).toBe(next));

  it('is shared in the end among those who hold no place and did not give it up', () => {
    const shares = sharesAfterFallback(second, [placed('second', 'a'), placed('second', 'b'), placed('first', 'c'), placed('third', 'e', true)], ['a', 'b', 'c', 'd', 'e'], 'split');
    expect(shares.map(({ submissionId, amount }) => [submissionId, amount])).toEqual([['c', 50n], ['d', 50n]]);
    expect(sharesAfterFallback(second, [placed('second', 'a')], ['a'], 'split')).toEqual([]);
    expect(sharesAfterFallback(second, [placed('second', 'a')], ['a', 'b'], 'refund')).toEqual([]);
  });
});

it('awards beyond a prize are noticed', () => {
  expect(excessOf(second, [{ amount: 60n }, { amount: 41n }])).toBe(1n);
  expect(excessOf(second, [{ amount: 60n }, { amount: 40n }])).toBe(0n);
});

it('states are pending, or final; and live, or lost', () => {
  const of = (is: (state: (typeof awardLifecycle.states)[number]) => boolean) => awardLifecycle.states.filter(is);
  expect(of(isPending)).toEqual(['announced', 'accepted', 'signed', 'delivered', 'contested']);
  expect(of(isLive)).toEqual(['announced', 'accepted', 'signed', 'delivered', 'contested', 'released']);
});
