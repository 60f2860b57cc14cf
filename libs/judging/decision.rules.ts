import type { DecisionRule, NoAwardRule } from '@app/challenges';
import type { Band } from '@app/submissions';
import type { DecidedHow } from './decision.entity';
import type { Ranked } from './scoring.rules';

/** A placement prize that was won. */
export interface Place {
  prize: string;
  place: number;
  submission: string;
}

export interface PlacementPrize {
  id: string;
  place: number;
}

/** When the tick may decide a phase by its ranking. */
export interface JudgingProgress {
  submissions: number;
  /** Submissions with at least one finished scorecard. */
  scored: number;
  /** Assignments that still wait for their judge. */
  open: number;
  /** Judges who have neither declined nor finished declaring. */
  undeclared: number;
  judgingEndsAt: Date;
}

/** All scores are in, or the deadline has passed and every submission has a score. Without submissions there is nothing to judge. */
export function isRankingFinal({ submissions, scored, open, undeclared, judgingEndsAt }: JudgingProgress, now: Date): boolean {
  if (submissions === 0) return true;
  if (scored < submissions) return false;
  return (open === 0 && undeclared === 0) || now >= judgingEndsAt;
}

/** Whether the order may be seen: where it binds only when it is final, where the sponsor chooses also once the deadline has passed. */
export function isRankingReady(rule: DecisionRule, progress: JudgingProgress, now: Date): boolean {
  return isRankingFinal(progress, now) || (rule === 'sponsor_choice' && now >= progress.judgingEndsAt);
}

/** The panel's order binds: the best over the pass mark take the placements in turn; what nobody reaches stays unawarded. */
export function placesByRanking(ranked: readonly Ranked[], prizes: readonly PlacementPrize[], passMark: number): Place[] {
  const passing = ranked.filter(({ score }) => score !== null && score >= passMark);
  return [...prizes].sort((a, b) => a.place - b.place).slice(0, passing.length).map(({ id, place }, index) => ({ prize: id, place, submission: passing[index]!.submission }));
}

/** Over the pass mark. Where not the order decides, what no judge scored in time counts as passing too: the silence was not its author's. */
export function isPassing(score: number | null, passMark: number, how: DecidedHow): boolean {
  return score === null ? how !== 'by_ranking' : score >= passMark;
}

/** `split`: shared by who passed. `refund`: back to the sponsor, by the rule. `nobody_passed`: back, since nobody is there to share. `nothing_judged`: the same, since nothing was there to judge. */
export const noAwardEffects = ['split', 'refund', 'nobody_passed', 'nothing_judged'] as const;
export type NoAwardEffect = (typeof noAwardEffects)[number];

/** What the no-award rule makes of a prize nobody reached, where so many passed and hold no place. */
export function noAwardEffect(rule: NoAwardRule | null, passing: number): NoAwardEffect {
  if (rule === null || rule === 'refund') return 'refund';
  return passing > 0 ? 'split' : 'nobody_passed';
}

/** Prizes a decision gave to nobody, though it placed somebody. */
export interface Unheld {
  titles: string[];
  /** Null where there was no money to win with them. */
  noAward: NoAwardEffect | null;
}

/** A decision that placed nobody. */
export interface NobodyPlaced {
  submissions: number;
  /** That any judge scored. */
  scored: number;
  passed: number;
  /** Null where there was no prize money to win. */
  noAward: NoAwardEffect | null;
}

export function nobodyPlaced(scores: readonly (number | null)[], { passMark, how, noAwardRule, isMoney }: { passMark: number; how: DecidedHow; noAwardRule: NoAwardRule | null; isMoney: boolean }): NobodyPlaced {
  const passed = scores.filter((score) => isPassing(score, passMark, how)).length;
  const noAward = !isMoney ? null : scores.length === 0 ? 'nothing_judged' : noAwardEffect(noAwardRule, passed);
  return { submissions: scores.length, scored: scores.filter((score) => score !== null).length, passed, noAward };
}

/** What a sponsor who decides freely got wrong; empty if nothing. Every placement is spoken for: by anyone over the pass mark or not scored in time, once, or by a null for nobody. */
export function choiceBlockers(chosen: readonly { prize: string; submission: string | null }[], ranked: readonly Ranked[], prizes: readonly PlacementPrize[], passMark: number): string[] {
  const scores = new Map(ranked.map(({ submission, score }) => [submission, score]));
  const named = new Set(chosen.map(({ prize }) => prize));
  const submissions = chosen.flatMap(({ submission }) => submission ?? []);
  const blockers: string[] = [];
  if (named.size < chosen.length) blockers.push('prize_twice');
  if (prizes.some(({ id }) => !named.has(id))) blockers.push('prize_left_open');
  if (new Set(submissions).size < submissions.length) blockers.push('submission_twice');
  for (const prize of named) if (!prizes.some(({ id }) => id === prize)) blockers.push('no_such_prize');
  for (const submission of submissions) {
    const score = scores.get(submission);
    if (score === undefined) blockers.push('no_such_submission');
    else if (score !== null && score < passMark) blockers.push('below_pass_mark');
  }
  return [...new Set(blockers)];
}

/** The result word: winners by their place, finalists where another phase follows; else by how far over the pass mark. */
export function bandOf(score: number | null, passMark: number, { isWinner, goesOn }: { isWinner: boolean; goesOn: boolean }): Band {
  if (isWinner) return 'winner';
  if (goesOn) return 'finalist';
  if (score === null) return 'not_judged';
  if (score >= passMark + (100 - passMark) / 2) return 'strong';
  return score >= passMark ? 'fair' : 'weak';
}
