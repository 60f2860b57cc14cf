/** A score of one criterion: a whole number from 0 to 10. */
export type Scores = Readonly<Record<string, number>>;

export interface WeightedCriterion {
  id: string;
  /** Percent; the weights of a phase sum to 100. */
  weight: number;
}

/** One judge's finished scorecard for one submission. */
export interface Scored {
  judge: string;
  submission: string;
  scores: Scores;
}

export interface Contender {
  submission: string;
  submittedAt: Date;
}

export interface Ranked {
  submission: string;
  /** 1 is first; without gaps, since ties are always broken. */
  rank: number;
  /** 0 to 100 with one decimal; null when nobody scored it. */
  score: number | null;
  judges: number;
}

export interface Ranking {
  method: 'median' | 'normalised_median';
  ranked: Ranked[];
}

export const highestScore = 10;

/** Weighted total of a scorecard in tenths of a point, 0 to 1000: exact, since weights and scores are whole numbers. */
export function weightedTenths(scores: Scores, criteria: readonly WeightedCriterion[]): number {
  return criteria.reduce((total, { id, weight }) => total + weight * (scores[id] ?? 0), 0);
}

export function isComplete(scores: Scores, criteria: readonly WeightedCriterion[]): boolean {
  return criteria.every(({ id }) => Number.isInteger(scores[id]) && scores[id]! >= 0 && scores[id]! <= highestScore);
}

/**
 * The panel's order: the median of the judges' weighted totals. Where every judge scored at least `normaliseFrom` submissions, each
 * judge's totals are first normalised (z-score, put back on the panel's mean and spread), so that a strict judge does not
 * decide by being strict. Ties go to the higher median of the criterion with the greatest weight, then the next, then
 * to the earlier submission: the rule card says so.
 */
export function rank(contenders: readonly Contender[], scored: readonly Scored[], criteria: readonly WeightedCriterion[], normaliseFrom: number): Ranking {
  const totals = scored.map((one) => ({ ...one, total: weightedTenths(one.scores, criteria) }));
  const isNormalised = totals.length > 0 && everyJudgeScoredEnough(scored, normaliseFrom);
  const comparable = isNormalised ? normalise(totals) : totals;
  const byWeight = [...criteria].sort((a, b) => b.weight - a.weight || (a.id < b.id ? -1 : 1));

  const rows = contenders.map((contender) => {
    const mine = comparable.filter(({ submission }) => submission === contender.submission);
    return {
      ...contender,
      judges: mine.length,
      score: mine.length === 0 ? null : Math.round(median(mine.map(({ total }) => total))) / 10,
      tieBreaks: byWeight.map(({ id }) => (mine.length === 0 ? -1 : median(mine.map(({ scores }) => scores[id] ?? 0)))),
    };
  });
  rows.sort((a, b) => compare(b.score ?? -1, a.score ?? -1) || firstDifference(b.tieBreaks, a.tieBreaks) || a.submittedAt.getTime() - b.submittedAt.getTime() || (a.submission < b.submission ? -1 : 1));
  return {
    method: isNormalised ? 'normalised_median' : 'median',
    ranked: rows.map(({ submission, score, judges }, index) => ({ submission, rank: index + 1, score, judges })),
  };
}

function everyJudgeScoredEnough(scored: readonly Scored[], normaliseFrom: number): boolean {
  const counts = new Map<string, number>();
  for (const { judge } of scored) counts.set(judge, (counts.get(judge) ?? 0) + 1);
  return counts.size > 1 && [...counts.values()].every((count) => count >= normaliseFrom);
}

function normalise<T extends { judge: string; total: number }>(totals: readonly T[]): T[] {
  const all = spread(totals.map(({ total }) => total));
  return totals.map((one) => {
    const own = spread(totals.filter(({ judge }) => judge === one.judge).map(({ total }) => total));
    const z = own.deviation === 0 ? 0 : (one.total - own.mean) / own.deviation;
    return { ...one, total: Math.min(1000, Math.max(0, all.mean + z * all.deviation)) };
  });
}

function spread(values: readonly number[]): { mean: number; deviation: number } {
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  return { mean, deviation: Math.sqrt(values.reduce((total, value) => total + (value - mean) ** 2, 0) / values.length) };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function compare(a: number, b: number): number {
  return a - b;
}

function firstDifference(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at === -1 ? 0 : a[at]! - b[at]!;
}
