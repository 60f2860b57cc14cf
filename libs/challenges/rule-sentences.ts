import type { Challenge } from './challenge.entity';
import { scoreScale } from './challenge.values';
import type { FrozenNumbers, CardNumbers } from './rule-numbers';

export const ruleTopics = ['scores', 'decision', 'silence', 'unreached', 'awards', 'entries', 'fee', 'cancellation'] as const;
export type RuleTopic = (typeof ruleTopics)[number];

/** What applies in one matter, in words. */
export interface RuleWords {
  about: RuleTopic;
  sentences: string[];
}

type Terms = Pick<Challenge, 'bounty' | 'decisionRule' | 'noAwardRule' | 'passMark' | 'judgingDays'>;

/** Everything that applies besides texts, dates and prizes, in the sentences of page and rule card. */
export function ruleSentences(terms: Terms, numbers: FrozenNumbers): RuleWords[] {
  const hasMoney = terms.bounty === 'money';
  const words: [RuleTopic, string[]][] = [
    ['scores', scores(terms, numbers)],
    ['decision', decision(terms)],
    ['silence', silence(numbers, hasMoney)],
    ['unreached', hasMoney ? unreached(terms, numbers) : []],
    ['awards', awards(numbers, hasMoney)],
    ['entries', [`One entry for each person. A new account may enter ${count(numbers.entriesPerMonth, 'challenge')} in a calendar month until one of its submissions was found eligible.`]],
    ['fee', hasMoney ? fee(numbers) : []],
    ['cancellation', hasMoney ? [`If it is cancelled after something was handed in, ${percent(numbers.cancellationShareBasisPoints)} of the bounty is shared equally among those who handed in.`] : []],
  ];
  return words.filter(([, sentences]) => sentences.length > 0).map(([about, sentences]) => ({ about, sentences }));
}

function scores({ passMark }: Terms, { normalisedFromScores }: CardNumbers): string[] {
  return [
    `Each criterion is scored from ${scoreScale.min} to ${scoreScale.max}; by their weights the scores add up to a total of at most 100 points.`,
    `The score of a submission is the median of its judges’ totals. Where there are at least two judges and every one of them scored ${normalisedFromScores} submissions or more, totals are normalised first (z-score), so that a strict judge does not decide by being strict; the decision record says whether they were.`,
    'Between equal scores the higher median of the criterion with the greatest weight decides, then of the next; then the submission that arrived earlier.',
    `Winners hold a place, finalists go on to the next phase. Of the others, ${passMark + (100 - passMark) / 2} points or more are strong, from ${passMark} points on fair, below that weak; what nobody scored is not judged.`,
  ];
}

function decision({ decisionRule, passMark, judgingDays }: Terms): string[] {
  return decisionRule === 'by_ranking'
    ? [
        `The judges’ order binds: the best submissions with at least ${passMark} points take the places in turn.`,
        `It is decided when all scores are in, or after ${count(judgingDays, 'day')} of judging if every submission has a score.`,
      ]
    : [`The sponsor chooses among submissions with at least ${passMark} points, or nobody, when all scores are in, or after ${count(judgingDays, 'day')} of judging and then also among those nobody scored, and gives those who entered the reason.`];
}

function silence({ silentReminderDays, silentDays }: CardNumbers, hasMoney: boolean): string[] {
  return [
    `If nobody decides, the sponsor is reminded ${silentReminderDays.join(', ')} days after the judging deadline.`,
    `${silentDays} days after it the phase is decided without winners, once: then a submission no judge scored counts as over the pass mark${hasMoney ? ', and every prize as one nobody reached' : ''}.`,
    `Where deciding had to wait for somebody’s eligibility, these days count from the end of that wait${hasMoney ? ', as far as money may be held' : ''}.`,
    `Where that, or anything else, makes results later than the next phase’s opening, the later phases move by the delay${hasMoney ? ', as far as money may be held' : ''}.`,
  ];
}

const shared = [
  'A prize nobody reached is shared equally among those over the pass mark who hold no place in its phase; where there is nobody, it goes back to the sponsor.',
  'Whoever moves up to a place later keeps the share that was given before.',
];

function unreached({ noAwardRule }: Terms, numbers: CardNumbers): string[] {
  if (noAwardRule === 'split') return shared;
  if (noAwardRule === 'extend_once') return [`If nobody decides, then ${numbers.silentDays} days after the judging deadline judging goes on once for as many days as it had, unless the sponsor has seen the judges’ order or money would be held too long; after that the next silence decides.`, ...shared];
  return ['A prize nobody reached goes back to the sponsor.'];
}

function awards({ responseDays, fallbacks, appealHours, sponsorSignsDays, holdLimitDays }: FrozenNumbers, hasMoney: boolean): string[] {
  return [
    `A winner answers within ${responseDays.join(' + ')} days. ${givenUp(fallbacks, hasMoney)}`,
    ...(sponsorSignsDays === undefined ? [] : [`Both sign an agreement made of this rule card: the winner in that time, the sponsor within ${sponsorSignsDays} days after, or this rule card binds it.`]),
    ...(hasMoney ? [`${sponsorSignsDays === undefined ? 'Nothing is paid' : 'No placement is paid before its agreement is in force, and nothing'} before ${appealHours} hours after the results: so long the process can be appealed.`, `Money is held for ${holdLimitDays} days at most after the first payment.`] : []),
  ];
}

function givenUp(fallbacks: number, hasMoney: boolean): string {
  const end = hasMoney ? 'a prize nobody reached' : 'nobody’s';
  if (fallbacks === 0) return `A place that is given up is ${end}.`;
  return `A place that is given up is offered ${fallbacks === 1 ? 'once' : `${fallbacks} times`} to the next over the pass mark who was not placed; after that it is ${end}.`;
}

function fee({ feeBasisPoints, feeKeptWhenUnawardedPercent }: CardNumbers): string[] {
  return [
    `The sponsor pays a fee of ${percent(feeBasisPoints)} on top of the bounty, rounded down. It is earned in full with the first award that is paid, a share of a split bounty included.`,
    `It is returned in full if nobody hands anything in or the challenge is cancelled; if something was handed in and nobody is awarded, ${feeKeptWhenUnawardedPercent} % of it is kept.`,
    'What goes back to a sponsor that has opened a submission waits, however long, until it has signed that it does not use what was handed in, except what an agreement in force gives it.',
  ];
}

function percent(basisPoints: number): string {
  return `${basisPoints / 100} %`;
}

function count(number: number, one: string): string {
  return `${number} ${one}${number === 1 ? '' : 's'}`;
}
