import { bandOf, choiceBlockers, isRankingFinal, isRankingReady, nobodyPlaced, placesByRanking } from './decision.rules';

const ranked = [
  { submission: 'x', rank: 1, score: 80, judges: 2 },
  { submission: 'y', rank: 2, score: 50, judges: 2 },
  { submission: 'z', rank: 3, score: 49.9, judges: 2 },
  { submission: 'n', rank: 4, score: null, judges: 0 },
];
const prizes = [{ id: 'second', place: 2 }, { id: 'first', place: 1 }, { id: 'third', place: 3 }];

it('gives placements in turn to those over the pass mark', () => {
  expect(placesByRanking(ranked, prizes, 50)).toEqual([
    { prize: 'first', place: 1, submission: 'x' },
    { prize: 'second', place: 2, submission: 'y' },
  ]);
  expect(placesByRanking(ranked, prizes, 81)).toEqual([]);
});

it.each([
  [{ first: 'y' }, []],
  [{}, []],
  [{ first: 'z' }, ['below_pass_mark']],
  [{ first: 'n' }, []],
  [{ first: 'gone' }, ['no_such_submission']],
  [{ first: 'x', second: 'x' }, ['submission_twice']],
  [{ gone: 'x' }, ['no_such_prize']],
] as [Record<string, string>, string[]][])('a choice of %j, and of nobody else, is blocked by %j', (chosen, blockers) => {
  const places = Object.entries({ first: null, second: null, third: null, ...chosen }).map(([prize, submission]) => ({ prize, submission }));
  expect(choiceBlockers(places, ranked, prizes, 50)).toEqual(blockers);
});

it.each([
  ['of nothing', [], ['prize_left_open']],
  ['that leaves one prize out', [{ prize: 'first', submission: 'x' }, { prize: 'second', submission: null }], ['prize_left_open']],
  ['that gives one twice', [{ prize: 'first', submission: 'x' }, { prize: 'first', submission: null }, { prize: 'second', submission: null }, { prize: 'third', submission: null }], ['prize_twice']],
])('a choice %s is blocked', (_, chosen, blockers) => expect(choiceBlockers(chosen, ranked, prizes, 50)).toEqual(blockers));

const end = new Date('2026-03-01T00:00:00Z');
const before = new Date(end.getTime() - 1);
it.each([
  ['nothing was submitted', { submissions: 0, scored: 0, open: 0, undeclared: 0 }, before, true],
  ['all scores are in', { submissions: 2, scored: 2, open: 0, undeclared: 0 }, before, true],
  ['one judge still works', { submissions: 2, scored: 2, open: 1, undeclared: 0 }, before, false],
  ['one judge never declared', { submissions: 2, scored: 2, open: 0, undeclared: 1 }, before, false],
  ['one judge still works at the deadline', { submissions: 2, scored: 2, open: 1, undeclared: 1 }, end, true],
  ['a submission has no score at the deadline', { submissions: 2, scored: 1, open: 1, undeclared: 0 }, end, false],
])('%s', (_, progress, now, isFinal) => expect(isRankingFinal({ ...progress, judgingEndsAt: end }, now)).toBe(isFinal));

it.each([
  ['by_ranking', 2, before, true],
  ['by_ranking', 1, end, false],
  ['sponsor_choice', 1, before, false],
  ['sponsor_choice', 1, end, true],
] as const)('%s with %d of 2 scored: the order may be seen at %s: %s', (rule, scored, now, isReady) => {
  expect(isRankingReady(rule, { submissions: 2, scored, open: 2 - scored, undeclared: 0, judgingEndsAt: end }, now)).toBe(isReady);
});

it.each([
  [80, { isWinner: true, goesOn: false }, 'winner'],
  [80, { isWinner: false, goesOn: true }, 'finalist'],
  [75, { isWinner: false, goesOn: false }, 'strong'],
  [74.9, { isWinner: false, goesOn: false }, 'fair'],
  [50, { isWinner: false, goesOn: false }, 'fair'],
  [49.9, { isWinner: false, goesOn: false }, 'weak'],
  [null, { isWinner: false, goesOn: false }, 'not_judged'],
])('%s with %j is %s', (score, facts, band) => expect(bandOf(score, 50, facts)).toBe(band));

describe('where nobody was placed', () => {
  it.each<[what: string, scores: (number | null)[], terms: Partial<Parameters<typeof nobodyPlaced>[1]>, expected: ReturnType<typeof nobodyPlaced>]>([
    ['who passed shares', [80, null, 20], {}, { submissions: 3, scored: 2, passed: 2, noAward: 'split' }],
    ['also once judging was extended', [80], { noAwardRule: 'extend_once' }, { submissions: 1, scored: 1, passed: 1, noAward: 'split' }],
    ['or the sponsor gets it back by the rule', [80], { noAwardRule: 'refund' }, { submissions: 1, scored: 1, passed: 1, noAward: 'refund' }],
    ['or since nobody passed', [20], {}, { submissions: 1, scored: 1, passed: 0, noAward: 'nobody_passed' }],
    ['where the order decides, what nobody scored has not passed', [null, 20], { how: 'by_ranking' }, { submissions: 2, scored: 1, passed: 0, noAward: 'nobody_passed' }],
    ['where nothing is judged it goes back, by no rule', [], { how: 'nothing_submitted' }, { submissions: 0, scored: 0, passed: 0, noAward: 'nothing_judged' }],
    ['also where the rule is that it goes back', [], { how: 'nobody_eligible', noAwardRule: 'refund' }, { submissions: 0, scored: 0, passed: 0, noAward: 'nothing_judged' }],
    ['without money no rule runs', [null], { isMoney: false }, { submissions: 1, scored: 0, passed: 1, noAward: null }],
  ])('%s', (_, scores, terms, expected) => expect(nobodyPlaced(scores, { passMark: 50, how: 'silence', noAwardRule: 'split', isMoney: true, ...terms })).toEqual(expected));
});
