import type { Term } from './text';

/**
 * BM25 as in S. Robertson and H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), with the idf that
 * is never negative: ln(1 + (N - df + 0.5) / (df + 0.5)). A term of the problem counts 1 + ln(how often it stands there).
 */
const k1 = 1.5;
const b = 0.75;

export function bm25Idf(total: number, frequency: number): number {
  return Math.log(1 + (total - frequency + 0.5) / (frequency + 0.5));
}

/** What a term that stands `count` times in a text of `length` terms adds, before its idf. */
export function bm25Gain(count: number, length: number, averageLength: number): number {
  return (count * (k1 + 1)) / (count + k1 * (1 - b + (b * length) / averageLength));
}

/** Of a term that stands `count` times in a text: repeating a word says ever less. */
export function weightOf(count: number): number {
  return 1 + Math.log(count);
}

export function cosineIdf(total: number, frequency: number): number {
  return Math.log((total + 1) / (frequency + 1)) + 1;
}

/** A word of the problem, and what it adds to the score. */
export interface Reason {
  word: string;
  weight: number;
}

export interface Scored {
  id: string;
  score: number;
  /** Strongest first; their weights, added in this order, are the score. */
  reasons: Reason[];
}

export function scored(id: string, problem: readonly Term[], weights: ArrayLike<number>): Scored {
  const reasons = problem.map(({ word }, at) => ({ word, weight: weights[at]! })).filter(({ weight }) => weight > 0);
  reasons.sort((one, other) => other.weight - one.weight || (one.word < other.word ? -1 : 1));
  return { id, score: reasons.reduce((total, { weight }) => total + weight, 0), reasons };
}

/** Best first; where two are equal, the smaller id. */
export function byScore(one: { id: string; score: number }, other: { id: string; score: number }): number {
  return other.score - one.score || (one.id < other.id ? -1 : 1);
}
