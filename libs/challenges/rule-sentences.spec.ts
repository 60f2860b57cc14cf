import { defaultNumbers, type RuleNumbers } from './rule-numbers';
import { ruleSentences } from './rule-sentences';
import { aFullChallenge } from './testing/a-full-challenge';

const words = (wish: Parameters<typeof aFullChallenge>[0] = {}, numbers: Partial<RuleNumbers> = {}) => ruleSentences(aFullChallenge(wish).challenge, { ...defaultNumbers, ...numbers, holdLimitDays: 720 });
const about = (topic: string, ...args: Parameters<typeof words>) => words(...args).find((one) => one.about === topic)?.sentences.join(' ');

it('says everything that applies, in whole sentences', () => {
  const all = words({ noAwardRule: 'split' });
  expect(all.map((one) => one.about)).toEqual(['scores', 'decision', 'silence', 'unreached', 'awards', 'entries', 'fee', 'cancellation']);
  for (const sentence of all.flatMap(({ sentences }) => sentences)) expect(sentence).toMatch(/^[A-Z0-9].*[^.]\.$/);
  expect(about('scores')).toContain('Between equal scores the higher median of the criterion with the greatest weight decides, then of the next; then the submission that arrived earlier.');
  expect(about('fee')).toBe(
    'The sponsor pays a fee of 10 % on top of the bounty, rounded down. It is earned in full with the first award that is paid, a share of a split bounty included. ' +
      'It is returned in full if nobody hands anything in or the challenge is cancelled; if something was handed in and nobody is awarded, 50 % of it is kept. ' +
      'What goes back to a sponsor that has opened a submission waits, however long, until it has signed that it does not use what was handed in, except what an agreement in force gives it.',
  );
});

it.each<[string, string, Parameters<typeof words>, string]>([
  ['the border of bands', 'scores', [{ passMark: 60 }], '80 points or more are strong, from 60 points on fair'],
  ['when totals are normalised', 'scores', [{}, { normalisedFromScores: 8 }], 'scored 8 submissions or more'],
  ['the sponsor’s choice', 'decision', [{ decisionRule: 'sponsor_choice', judgingDays: 1 }], 'The sponsor chooses among submissions with at least 50 points, or nobody, when all scores are in, or after 1 day of judging and then also among those nobody scored'],
  ['silence', 'silence', [{}, { silentReminderDays: [5], silentDays: 9 }], 'reminded 5 days after the judging deadline. 9 days after it'],
  ['what nobody reached goes back', 'unreached', [{ noAwardRule: 'refund' }], 'A prize nobody reached goes back to the sponsor.'],
  ['what nobody reached is shared among those without a place', 'unreached', [{ noAwardRule: 'split' }], 'shared equally among those over the pass mark who hold no place in its phase; where there is nobody, it goes back'],
  ['an extension first', 'unreached', [{ noAwardRule: 'extend_once' }, { silentDays: 20 }], 'then 20 days after the judging deadline judging goes on once for as many days as it had, unless the sponsor has seen the judges’ order or money would be held too long; after that the next silence decides. A prize nobody reached is shared'],
  ['answers and fallbacks', 'awards', [{}, { responseDays: [3, 4], fallbacks: 2 }], 'within 3 + 4 days. A place that is given up is offered 2 times'],
  ['no fallback', 'awards', [{}, { fallbacks: 0 }], 'A place that is given up is a prize nobody reached.'],
  ['appeal and holding', 'awards', [{}, { appealHours: 96 }], 'or this rule card binds it. No placement is paid before its agreement is in force, and nothing before 96 hours after the results: so long the process can be appealed. Money is held for 720 days'],
  ['quota', 'entries', [{}, { entriesPerMonth: 1 }], 'may enter 1 challenge in a calendar month'],
  ['fee', 'fee', [{}, { feeBasisPoints: 1250 }], 'a fee of 12.5 % on top of the bounty'],
  ['what of it is kept', 'fee', [{}, { feeKeptWhenUnawardedPercent: 30 }], 'nobody is awarded, 30 % of it is kept'],
  ['compensation', 'cancellation', [{}, { cancellationShareBasisPoints: 500 }], '5 % of the bounty is shared equally'],
])('%s', (_, topic, args, text) => expect(about(topic, ...args)).toContain(text));

it('says nothing of money where there is none', () => {
  const free = words({ bounty: 'none', currency: null, noAwardRule: null });
  expect(free.map((one) => one.about)).toEqual(['scores', 'decision', 'silence', 'awards', 'entries']);
  expect(JSON.stringify(free)).not.toMatch(/money|prize|fee|paid/i);
});
