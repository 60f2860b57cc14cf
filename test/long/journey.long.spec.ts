import { hasRealChallenges, runJourney } from '../support/journey';

const story = hasRealChallenges ? it : it.skip;
if (!hasRealChallenges) console.warn('Skipped: the journey, because ../shared/data/challenges/challenges_gov.jsonl is not there.');

story('all real challenges reach their end, and the same amounts with five kills of the worker and all jobs deleted once', async () => {
  const options = ['--solvers', '200', '--submissions', '1000', '--seed', 'long'];
  const calm = await runJourney(...options);
  const troubled = await runJourney(...options, '--kills', '5', '--empty-queues');

  for (const { status, output } of [calm, troubled]) expect({ status, output }).toEqual({ status: 0, output: expect.stringContaining('Every invariant holds.') });
  expect(troubled.output).toContain('the worker was killed and started again (5)');
  expect(troubled.output).toMatch(/every job of every queue was deleted: [1-9]/);
  expect(troubled.report).toEqual(calm.report);
  const challenges = Object.values(calm.report.challenges);
  expect(challenges.map(({ state, held }) => [state, held])).toEqual(Array(316).fill(['completed', 0]));
  expect(challenges.reduce((all, { submissions }) => all + submissions, 0)).toBeGreaterThanOrEqual(1000);
}, 90 * 60_000);
