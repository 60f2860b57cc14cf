import { Numbers } from './numbers';
import { bm25Gain, bm25Idf, byScore, cosineIdf, scored, type Scored, weightOf } from './scoring';
import { type Term, termsOf } from './text';

/** What is public about an organisation that solves: its profile, and one text for each work it was placed for. */
export interface SolverTexts {
  id: string;
  country: string;
  documents: readonly string[];
}

export interface Document {
  /** In the order of the terms themselves. */
  terms: Int32Array;
  counts: Int32Array;
  length: number;
}

interface Solver {
  id: string;
  country: string;
  /** Of its first document; the others follow. */
  slot: number;
  documents: Document[];
  length: number;
}

/** Where a term stands: documents of one solver are neighbours, so one pass sees documents and whole profiles. */
interface Posting {
  slots: Numbers;
  counts: Numbers;
  documents: number;
  solvers: number;
}

const dead = -1;
/** Below this nothing is dropped: it would cost more than it saves. */
const fewTerms = 10_000;

/**
 * An inverted index over solvers, in typed arrays. A solver's score for a problem is BM25 of the whole profile plus BM25 of
 * its best document; see docs/MATCHING.md. It holds the same after any order of changes, to the last bit of every score.
 */
export class SolverIndex {
  private vocabulary = new Map<string, number>();
  private readonly byId = new Map<string, Solver>();
  private postings: Posting[] = [];
  private solvers: Solver[] = [];
  /** How long each one's profile and works are together. */
  private wholes = new Numbers();
  /** For each document, which solver it is of, or `dead`. */
  private owners = new Numbers();
  private lengths = new Numbers();
  private documents = 0;
  private totalLength = 0;
  /** Terms of documents: all in the postings, and those of who is still here. */
  private posted = 0;
  private live = 0;

  get size(): number {
    return this.byId.size;
  }

  /** What memory is spent on. */
  get held(): { terms: number; posted: number } {
    return { terms: this.postings.length, posted: this.posted };
  }

  has(id: string): boolean {
    return this.byId.has(id);
  }

  ids(): string[] {
    return [...this.byId.keys()];
  }

  countryOf(id: string): string | undefined {
    return this.byId.get(id)?.country;
  }

  /** Takes a solver in, in place of what was known; one without texts is left out. */
  put({ id, country, documents }: SolverTexts): void {
    this.remove(id);
    const read = documents.map((text) => this.read(text)).filter(({ length }) => length > 0);
    if (read.length > 0) this.add({ id, country, slot: 0, documents: read, length: read.reduce((total, { length }) => total + length, 0) });
    if (this.posted > fewTerms && this.posted > 2 * this.live) this.compact();
  }

  remove(id: string): void {
    const solver = this.byId.get(id);
    if (!solver) return;
    this.byId.delete(id);
    solver.documents.forEach((_, at) => this.owners.set(solver.slot + at, dead));
    this.count(solver, -1);
  }

  /** The best for a problem, with reasons; only those that share a word with it and may be taken. */
  best(problem: readonly Term[], limit: number, isWelcome: (id: string) => boolean = () => true): Scored[] {
    const { whole, parts } = this.gains(problem);
    const explain = this.explainer(problem);
    let found: { id: string; score: number }[] = [];
    let least = 0;
    for (let number = 0; number < whole.length; number++) {
      if (whole[number] === 0) continue;
      const solver = this.solvers[number]!;
      let part = 0;
      for (let slot = solver.slot; slot < solver.slot + solver.documents.length; slot++) part = Math.max(part, parts[slot]!);
      const score = whole[number]! + part;
      if (score < least || !isWelcome(solver.id)) continue;
      found.push({ id: solver.id, score });
      if (found.length < limit * 4) continue;
      found = found.sort(byScore).slice(0, limit);
      least = found.at(-1)!.score;
    }
    return found.sort(byScore).slice(0, limit).map(({ id }) => explain(id)).sort(byScore);
  }

  /** One solver's score for a problem, term by term. */
  explain(problem: readonly Term[], id: string): Scored {
    return this.explainer(problem)(id);
  }

  /** The same for many solvers. */
  explainer(problem: readonly Term[]): (id: string) => Scored {
    const places = new Map(problem.map(({ term }, place) => [this.vocabulary.get(term) ?? dead, place]));
    const idfs = problem.map(({ term, count }) => this.idfsOf(term, weightOf(count)));
    return (id) => {
      const solver = this.byId.get(id);
      if (!solver) return { id, score: 0, reasons: [] };
      const together = new Float64Array(problem.length);
      let best = { total: -1, gains: together };
      for (const { terms, counts, length } of solver.documents) {
        const document = { total: 0, gains: new Float64Array(problem.length) };
        for (let at = 0; at < terms.length; at++) {
          const place = places.get(terms[at]!);
          if (place === undefined) continue;
          together[place]! += counts[at]!;
          document.gains[place] = idfs[place]!.part * bm25Gain(counts[at]!, length, this.totalLength / this.documents);
          document.total += document.gains[place];
        }
        if (document.total > best.total) best = document;
      }
      return scored(id, problem, together.map((count, place) => idfs[place]!.whole * bm25Gain(count, solver.length, this.totalLength / this.byId.size) + best.gains[place]!));
    };
  }

  /** Everybody who shares a word with a problem, by id. */
  sharing(problem: readonly Term[]): string[] {
    const { whole } = this.gains(problem);
    return this.solvers.flatMap(({ id }, number) => (whole[number]! > 0 ? [id] : [])).sort();
  }

  documentsOf(id: string): readonly Document[] {
    return this.byId.get(id)?.documents ?? [];
  }

  /** Of a term in documents; undefined where nobody says it. Good until the next change. */
  numberOf(term: string): number | undefined {
    return this.vocabulary.get(term);
  }

  /** What a term counts in a cosine. */
  rarity(term: number | undefined): number {
    return cosineIdf(this.documents, term === undefined ? 0 : this.postings[term]!.documents);
  }

  /** Profile BM25 of each solver and BM25 of each document, in one pass over the problem's terms. */
  private gains(problem: readonly Term[]): { whole: Float64Array; parts: Float64Array } {
    const whole = new Float64Array(this.solvers.length);
    const parts = new Float64Array(this.owners.length);
    const owners = this.owners.values;
    const lengths = this.lengths.values;
    const wholes = this.wholes.values;
    const [averageWhole, averagePart] = [this.totalLength / this.byId.size, this.totalLength / this.documents];
    for (const { term, count } of problem) {
      const posting = this.postings[this.vocabulary.get(term) ?? dead];
      if (!posting) continue;
      const { whole: ofWhole, part: ofPart } = this.idfsOf(term, weightOf(count));
      const [slots, counts] = [posting.slots.values, posting.counts.values];
      for (let at = 0; at < slots.length; ) {
        const owner = owners[slots[at]!]!;
        let together = 0;
        for (; at < slots.length && owners[slots[at]!] === owner; at++) {
          if (owner === dead) continue;
          together += counts[at]!;
          parts[slots[at]!]! += ofPart * bm25Gain(counts[at]!, lengths[slots[at]!]!, averagePart);
        }
        if (owner !== dead) whole[owner]! += ofWhole * bm25Gain(together, wholes[owner]!, averageWhole);
      }
    }
    return { whole, parts };
  }

  private idfsOf(term: string, weight: number): { whole: number; part: number } {
    const posting = this.postings[this.vocabulary.get(term) ?? dead];
    return { whole: weight * bm25Idf(this.byId.size, posting?.solvers ?? 0), part: weight * bm25Idf(this.documents, posting?.documents ?? 0) };
  }

  private read(text: string): Document {
    const terms = termsOf(text);
    return {
      terms: Int32Array.from(terms, ({ term }) => this.numbered(term)),
      counts: Int32Array.from(terms, ({ count }) => count),
      length: terms.reduce((total, { count }) => total + count, 0),
    };
  }

  private numbered(term: string): number {
    const known = this.vocabulary.get(term);
    if (known !== undefined) return known;
    this.vocabulary.set(term, this.postings.length);
    return this.postings.push(emptyPosting()) - 1;
  }

  private add(solver: Solver): void {
    solver.slot = this.owners.length;
    const number = this.solvers.push(solver) - 1;
    this.wholes.push(solver.length);
    this.byId.set(solver.id, solver);
    solver.documents.forEach(({ terms, counts, length }, at) => {
      this.owners.push(number);
      this.lengths.push(length);
      terms.forEach((term, place) => {
        this.postings[term]!.slots.push(solver.slot + at);
        this.postings[term]!.counts.push(counts[place]!);
      });
      this.posted += terms.length;
    });
    this.count(solver, 1);
  }

  private count(solver: Solver, change: 1 | -1): void {
    this.documents += change * solver.documents.length;
    this.totalLength += change * solver.length;
    const met = new Set<number>();
    for (const { terms } of solver.documents) {
      this.live += change * terms.length;
      for (const term of terms) {
        this.postings[term]!.documents += change;
        met.add(term);
      }
    }
    for (const term of met) this.postings[term]!.solvers += change;
  }

  /** Drops what is dead, once it is more than what lives: documents, and words that nobody says any more. */
  private compact(): void {
    const kept = [...this.byId.values()];
    const names = [...this.vocabulary.keys()];
    this.vocabulary = new Map();
    this.byId.clear();
    this.postings = [];
    this.solvers = [];
    this.wholes = new Numbers();
    this.owners = new Numbers();
    this.lengths = new Numbers();
    this.documents = this.totalLength = this.posted = this.live = 0;
    for (const solver of kept) {
      for (const document of solver.documents) document.terms = document.terms.map((term) => this.numbered(names[term]!));
      this.add(solver);
    }
  }
}

function emptyPosting(): Posting {
  return { slots: new Numbers(), counts: new Numbers(), documents: 0, solvers: 0 };
}
