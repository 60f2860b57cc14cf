import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { SolverIndex, termsOf } from '@app/matching';
import { bm25Gain, bm25Idf, byScore, weightOf } from '../libs/matching/scoring';
import type { Term } from '../libs/matching/text';
import { compare, type Row } from './table';

const profiles = 100_000;
const words = 50_000;
const places = 50;
const problems = 40;

/** The best solvers of a challenge with their reasons, against a scan over the same profiles in flat typed arrays without reasons. */
export async function benchMatching(): Promise<Row[]> {
  const lot = lots(1);
  const texts = Array.from({ length: profiles }, () => Array.from({ length: lot(5) === 0 ? 3 : 1 }, () => aText(lot, 60)));
  const wanted = Array.from({ length: problems }, () => termsOf(aText(lot, 150)));

  const before = memory();
  const since = Date.now();
  const index = new SolverIndex();
  texts.forEach((documents, at) => index.put({ id: idOf(at), country: 'NL', documents }));
  const [seconds, megabytes] = [(Date.now() - since) / 1000, memory() - before];

  const scan = scannerOf(texts);
  for (const problem of wanted) {
    const [ours, theirs] = [index.best(problem, places), scan(problem)].map((found) => found.map(({ id }) => id).join(' '));
    if (ours !== theirs) throw new Error('the two find different solvers');
  }
  const times: number[] = [];
  const { ours, bare, ratio } = await compare(
    () => Promise.resolve(perSecond(wanted, (problem) => index.best(problem, places), times)),
    () => Promise.resolve(perSecond(wanted, scan)),
  );
  const p95 = times.sort((one, other) => one - other)[Math.floor(times.length * 0.95)]!;
  return [
    {
      what: 'matching: best solvers of a challenge', ratio,
      note: `${ours.toFixed(0)} against ${bare.toFixed(0)} challenges/s of a plain scan, ${places} of ${profiles} profiles, p95 ${p95.toFixed(1)} ms, ${megabytes.toFixed(0)} MB, made in ${seconds.toFixed(1)} s`,
    },
  ];
}

function perSecond(wanted: readonly Term[][], find: (problem: Term[]) => unknown, times: number[] = []): number {
  const since = performance.now();
  for (const problem of wanted) {
    const start = performance.now();
    find(problem);
    times.push(performance.now() - start);
  }
  return (wanted.length * 1000) / (performance.now() - since);
}

/** Reads every term of every document; the limit where nothing is known of which documents hold a term. */
function scannerOf(texts: readonly string[][]): (problem: readonly Term[]) => { id: string; score: number }[] {
  const numbers = new Map<string, number>();
  const numberOf = (term: string) => numbers.get(term) ?? numbers.set(term, numbers.size).size - 1;
  const read = texts.map((documents) => documents.map((text) => termsOf(text).map(({ term, count }) => ({ term: numberOf(term), count }))));
  const all = read.flat();
  const [terms, counts] = [Int32Array.from(all.flat(), ({ term }) => term), Int32Array.from(all.flat(), ({ count }) => count)];
  const ends = new Int32Array(all.length);
  all.forEach((document, at) => (ends[at] = document.length + (ends[at - 1] ?? 0)));
  const lengths = Int32Array.from(all, (document) => document.reduce((total, { count }) => total + count, 0));
  const documentsOf = Int32Array.from(read, (documents) => documents.length);
  const [inDocuments, inProfiles] = [new Int32Array(numbers.size), new Int32Array(numbers.size)];
  for (const documents of read) {
    for (const { term } of documents.flat()) inDocuments[term]!++;
    for (const term of new Set(documents.flat().map((one) => one.term))) inProfiles[term]!++;
  }
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const [averageWhole, averagePart] = [total / texts.length, total / all.length];

  return (problem) => {
    const placeOf = new Int32Array(numbers.size).fill(-1);
    problem.forEach(({ term }, place) => numbers.has(term) && (placeOf[numbers.get(term)!] = place));
    const ofWhole = problem.map(({ term, count }) => weightOf(count) * bm25Idf(texts.length, inProfiles[numbers.get(term) ?? -1] ?? 0));
    const ofPart = problem.map(({ term, count }) => weightOf(count) * bm25Idf(all.length, inDocuments[numbers.get(term) ?? -1] ?? 0));
    const together = new Int32Array(problem.length);
    let found: { id: string; score: number }[] = [];
    for (let profile = 0, document = 0, at = 0; profile < texts.length; profile++) {
      let [length, best, isMet] = [0, 0, false];
      for (let left = documentsOf[profile]!; left > 0; left--, document++) {
        let part = 0;
        for (; at < ends[document]!; at++) {
          const place = placeOf[terms[at]!]!;
          if (place < 0) continue;
          isMet = true;
          together[place]! += counts[at]!;
          part += ofPart[place]! * bm25Gain(counts[at]!, lengths[document]!, averagePart);
        }
        length += lengths[document]!;
        best = Math.max(best, part);
      }
      if (!isMet) continue;
      let whole = 0;
      for (let place = 0; place < problem.length; place++) {
        if (together[place] === 0) continue;
        whole += ofWhole[place]! * bm25Gain(together[place]!, length, averageWhole);
        together[place] = 0;
      }
      found.push({ id: idOf(profile), score: whole + best });
      if (found.length === 1000) found = found.sort(byScore).slice(0, places);
    }
    return found.sort(byScore).slice(0, places);
  };
}

/** Words as in texts without the most common ones (Zipf and Mandelbrot): the nth stands as often as 1 / (n + 30), the first in a quarter of the profiles. */
function aText(lot: (below: number) => number, length: number): string {
  return Array.from({ length: length / 2 + lot(length) }, () => `w${Math.floor(30 * ((words / 30 + 1) ** (lot(1e6) / 1e6) - 1))}`).join(' ');
}

/** Pseudo-random, so that all runs measure the same. */
function lots(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function idOf(at: number): string {
  return `solver-${String(at).padStart(7, '0')}`;
}

/** What is held, in megabytes. */
function memory(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 2 ** 20;
}
