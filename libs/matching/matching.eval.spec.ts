import { matchingData, measure } from '../../bench/matching-eval';

/** What reciprocal rank fusion of three methods reaches on them; larger sets are left to `npm run eval:matching`. */
const fusion = { 'cranfield-authors': 0.554, 'cacm-authors': 0.53, 'reviewers-goldstandard': 0.529 };
const present = Object.entries(fusion).filter(([set]) => matchingData.includes(set));
if (present.length < Object.keys(fusion).length) console.warn('skipped: matching real problems, since ../shared/data/matching is not here');

(present.length > 0 ? it : it.skip).each(present)('%s: better than plain BM25 in the same run, and as good as fusion', (set, bar) => {
  const { ours, plain } = measure(set);
  expect(ours).toBeGreaterThan(plain);
  expect(ours).toBeGreaterThanOrEqual(bar);
});
