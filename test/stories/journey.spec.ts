import { hasRealChallenges, type JourneyReport, runJourney } from '../support/journey';

if (!hasRealChallenges) console.warn('The journey takes eight challenges of our own, because ../shared/data/challenges/challenges_gov.jsonl is not there.');

it('eight challenges reach their end, and the same amounts when the worker is killed and all jobs are deleted on the way', async () => {
  const options = ['--limit', '8', '--solvers', '12', '--submissions', '30', '--seed', 'story'];
  const [calm, troubled] = await Promise.all([runJourney(...options), runJourney(...options, '--kills', '1', '--empty-queues')]);

  expect({ status: calm.status, output: calm.output }).toEqual({ status: 0, output: expect.stringContaining('Every invariant holds.') });
  expect({ status: troubled.status, output: troubled.output }).toEqual({ status: 0, output: expect.stringContaining('Every invariant holds.') });
  expect(troubled.output).toContain('the worker was killed and started again (1)');
  expect(troubled.output).toMatch(/every job of every queue was deleted: [1-9]/);
  expect(troubled.report).toEqual(calm.report);

  const challenges = Object.values(calm.report.challenges);
  expect(challenges.map(({ state, held }) => [state, held])).toEqual(Array(8).fill(['completed', 0]));
  expect(endings(calm.report)).toEqual({ 'awarded, whole fee earned': true, 'unawarded, half of the fee kept': true, 'nothing submitted, all given back': true, 'read and not awarded, given back once declared': true });
  const { totals } = calm.report;
  expect(totals.in.USD).toBe(totals.out.USD! + totals.refunds.USD! + totals.fee.USD!);
}, 300_000);

/** Which of the ways money can go were met. */
function endings({ challenges }: JourneyReport): Record<string, boolean> {
  const withMoney = Object.values(challenges).filter(({ bounty }) => bounty > 0);
  return {
    'awarded, whole fee earned': withMoney.some(({ result, fee, feeEarned, awards, payouts }) => result === 'awarded' && feeEarned === fee && awards.length > 0 && Object.keys(payouts).length > 0),
    'unawarded, half of the fee kept': withMoney.some(({ result, fee, feeEarned, submissions, payouts }) => result === 'unawarded' && submissions > 0 && feeEarned === Math.floor(fee / 2) && Object.keys(payouts).length === 0),
    'nothing submitted, all given back': withMoney.some(({ submissions, feeEarned, awards }) => submissions === 0 && feeEarned === 0 && awards.length === 0),
    'read and not awarded, given back once declared': withMoney.some(({ result, declared }) => result === 'unawarded' && declared),
  };
}
