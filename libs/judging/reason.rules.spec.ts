import { reasonFor } from './reason.rules';

const criteria = [{ id: 'a', title: 'Works' }, { id: 'b', title: 'Cost' }];
const scored = (...pairs: [number, number][]) => pairs.map(([a, b], at) => ({ judge: `judge ${at}`, submission: 'mine', scores: { a, b } }));
const ranked = { submission: 'mine', rank: 1, score: 40, judges: 1 };

it.each([
  ['what was best and what least', scored([4, 2]), null, '40.0 of 100 from 1 judge. Strongest: Works (4.0 of 10). Weakest: Cost (2.0 of 10).'],
  ['no difference where there is none', scored([4, 4]), null, '40.0 of 100 from 1 judge.'],
  ['no difference where judges differ and averages do not', scored([3, 5], [5, 3]), null, '40.0 of 100 from 1 judge.'],
  ['what the sponsor adds', scored([4, 4]), 'Too dear for us.', '40.0 of 100 from 1 judge. Too dear for us.'],
  ['that nobody scored it', [], null, 'No judge scored it before the judging deadline.'],
  ['only the sponsor where nobody scored it', [], 'Came too late for us.', 'Came too late for us.'],
])('an entrant reads %s', (_, scores, feedback, text) => {
  expect(reasonFor(ranked, scores, criteria, feedback)).toBe(text);
});
