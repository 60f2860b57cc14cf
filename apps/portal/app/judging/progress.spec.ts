import { neighboursOf, nextToScore, progressOf, standingOf, unreadText } from './progress';

const list = (...states: string[]) => states.map((state) => ({ state: state as 'assigned' }));

it('counts what is left of what one judges', () => {
  expect([progressOf(list('assigned', 'accepted', 'done', 'recused')), progressOf([]), progressOf(list('done', 'recused'))]).toEqual([{ left: 2, of: 3 }, { left: 0, of: 0 }, { left: 0, of: 1 }]);
});

it.each([
  [list('assigned', 'assigned', 'assigned'), 1, 2],
  [list('assigned', 'done', 'assigned'), 1, 3],
  [list('assigned', 'done', 'accepted'), 3, 1],
  [list('done', 'accepted', 'recused'), 2, 2],
  [list('done', 'recused'), 1, undefined],
  [[], 0, undefined],
] as const)('after one of %j at %i comes %s', (assignments, n, next) => {
  expect(nextToScore(assignments, n)).toBe(next);
});

it.each([
  [1, { previous: undefined, next: 3 }],
  [3, { previous: 1, next: 4 }],
  [2, { previous: 1, next: 3 }],
  [4, { previous: 3, next: undefined }],
])('beside %i, where the second and fifth may not be read, are %j', (n, places) => {
  expect(neighboursOf(['read', '', 'read', 'read', ''].map((verb) => ({ can: [verb] })), n)).toEqual(places);
});

it.each([
  ['assigned', {}, 'not_scored'],
  ['accepted', {}, 'not_scored'],
  ['accepted', { crt_1: 7 }, 'scores_saved'],
  ['done', { crt_1: 7 }, 'scores_locked'],
  ['recused', { crt_1: 7 }, 'recused'],
])('one that is %s with %j stands at %s', (state, scores, standing) => {
  expect(standingOf({ state: state as 'done', scorecard: { scores } as never })).toBe(standing);
});

it.each([
  ['stopped', 'The challenge was cancelled, so nobody judges on. Scores that were given decide nothing.'],
  // decided, and maybe cancelled since, in a later phase
  ['decided', 'Judges read until the time to object to the decision is over, or the challenge is cancelled; your scores stay yours to see.'],
] as const)('why nothing is shown any more of a panel that is %s', (panelState, text) => expect(unreadText({ panelState })).toBe(text));
