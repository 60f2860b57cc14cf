import { byScore, scored, type Scored, weightOf } from './scoring';
import type { Document, SolverIndex } from './solver-index';
import type { Term } from './text';

/** A challenge that anybody may enter, as far as matching reads it. */
export interface Problem {
  id: string;
  version: number;
  sponsorId: string;
  countries: readonly string[] | null;
  terms: readonly Term[];
}

export interface Near {
  id: string;
  problem: Problem;
  score: number;
}

/** Of how many of a solver's documents it is the mean. */
const closest = 3;

/** How near problems are to solvers: the mean cosine to the solver's nearest documents, 0 to 1. Made of an index as it stands, and of no use after its next change. */
export class Nearness {
  /** By the number of a term: in which problems it stands, and its part of their direction. */
  private readonly postings = new Map<number, { at: number; weight: number }[]>();

  constructor(
    private readonly solvers: SolverIndex,
    private readonly problems: readonly Problem[],
  ) {
    problems.forEach(({ terms }, at) => {
      const weights = this.direction(terms);
      terms.forEach(({ term }, place) => {
        const number = this.solvers.numberOf(term);
        if (number === undefined) return;
        const posting = this.postings.get(number);
        if (posting) posting.push({ at, weight: weights[place]! });
        else this.postings.set(number, [{ at, weight: weights[place]! }]);
      });
    });
  }

  /** All problems that share a word with a solver, the nearest first. */
  nearest(id: string): Near[] {
    const cosines = this.solvers.documentsOf(id).map((document) => this.cosines(document));
    return this.problems
      .map((problem, at) => ({ id: problem.id, problem, score: closestMean(cosines.map((ofDocument) => ofDocument[at]!)) }))
      .filter(({ score }) => score > 0)
      .sort(byScore);
  }

  /** One problem's nearness, term by term. */
  explain(id: string, { terms }: Pick<Problem, 'terms'>): Scored {
    const weights = this.direction(terms);
    const numbers = terms.map(({ term }) => this.solvers.numberOf(term));
    const parts = this.solvers.documentsOf(id).map((document) => {
      const size = this.sizeOf(document);
      return numbers.map((number, place) => {
        const at = number === undefined ? -1 : document.terms.indexOf(number);
        return at < 0 ? 0 : (weights[place]! * this.weightIn(document, at)) / size;
      });
    });
    const totals = new Map(parts.map((ofDocument) => [ofDocument, ofDocument.reduce((total, part) => total + part, 0)]));
    const near = parts.sort((one, other) => totals.get(other)! - totals.get(one)!).slice(0, closest);
    return scored(id, terms, terms.map((_, place) => near.reduce((total, ofDocument) => total + ofDocument[place]!, 0) / near.length));
  }

  /** The cosine of one document with each problem. */
  private cosines(document: Document): Float64Array {
    const cosines = new Float64Array(this.problems.length);
    document.terms.forEach((term, at) => {
      const weight = this.weightIn(document, at);
      for (const posting of this.postings.get(term) ?? []) cosines[posting.at]! += weight * posting.weight;
    });
    const size = this.sizeOf(document);
    return cosines.map((cosine) => cosine / size);
  }

  private direction(terms: readonly Term[]): number[] {
    const weights = terms.map(({ term, count }) => weightOf(count) * this.solvers.rarity(this.solvers.numberOf(term)));
    const size = lengthOf(weights);
    return weights.map((weight) => weight / size);
  }

  private weightIn({ terms, counts }: Document, at: number): number {
    return weightOf(counts[at]!) * this.solvers.rarity(terms[at]);
  }

  private sizeOf(document: Document): number {
    return lengthOf(Array.from(document.terms, (_, at) => this.weightIn(document, at)));
  }
}

function closestMean(cosines: number[]): number {
  if (cosines.length === 0) return 0;
  const near = cosines.sort((one, other) => other - one).slice(0, closest);
  return near.reduce((total, cosine) => total + cosine, 0) / near.length;
}

function lengthOf(weights: readonly number[]): number {
  return Math.sqrt(weights.reduce((total, weight) => total + weight * weight, 0)) || 1;
}
