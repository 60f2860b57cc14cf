import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SolverIndex, termsOf } from '@app/matching';

/** Real problems with who is right for them, outside the repository. */
const folder = resolve('../shared/data/matching');
const measured = ['cranfield-authors', 'cacm-authors', 'gsoc-2023', 'reviewers-goldstandard', 'se-iot', 'se-matheducators'];
const depth = 10;
/** Where people graded their own knowledge from 1 to 5, who knows a subject is from here on. */
const leastGrade: Readonly<Record<string, number>> = { 'reviewers-goldstandard': 4 };

interface Texts {
  id: string;
  title?: string;
  text: string;
}

interface Measured {
  set: string;
  problems: number;
  /** nDCG@10 of what the platform does, and of BM25 over whole profiles. */
  ours: number;
  plain: number;
}

export const matchingData = existsSync(folder) ? measured.filter((set) => existsSync(join(folder, set))) : [];

export function measure(set: string): Measured {
  const experts = lines<{ id: string; docs: Texts[] }>(set, 'experts.jsonl');
  const right = gradesOf(set);
  const problems = lines<Texts>(set, 'problems.jsonl').filter(({ id }) => right.has(id));
  const ours = indexOf(experts.map(({ id, docs }) => ({ id, documents: docs.map(textOf) })));
  // with one document each, the best document is the profile: twice its BM25, which ranks as BM25 does
  const plain = indexOf(experts.map(({ id, docs }) => ({ id, documents: [docs.map(textOf).join('\n')] })));
  const mean = (index: SolverIndex) => problems.reduce((total, problem) => total + gain(index.best(termsOf(textOf(problem)), depth).map(({ id }) => id), right.get(problem.id)!), 0) / problems.length;
  return { set, problems: problems.length, ours: mean(ours), plain: mean(plain) };
}

function indexOf(solvers: readonly { id: string; documents: string[] }[]): SolverIndex {
  const index = new SolverIndex();
  for (const solver of solvers) index.put({ ...solver, country: 'NL' });
  return index;
}

function textOf({ title, text }: Texts): string {
  return `${title ?? ''}\n${text}`;
}

function lines<Row>(set: string, file: string): Row[] {
  return readFileSync(join(folder, set, file), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as Row);
}

function gradesOf(set: string): Map<string, Map<string, number>> {
  const right = new Map<string, Map<string, number>>();
  for (const line of readFileSync(join(folder, set, 'qrels.tsv'), 'utf8').trim().split('\n')) {
    const [problem, expert, grade] = line.split('\t') as [string, string, string];
    if (!(Number(grade) >= (leastGrade[set] ?? Number.MIN_VALUE))) continue;
    right.set(problem, (right.get(problem) ?? new Map<string, number>()).set(expert, Number(grade)));
  }
  return right;
}

/** nDCG: what the first ten are worth, of what the best ten would be. */
function gain(ranked: readonly string[], grades: ReadonlyMap<string, number>): number {
  const worth = (values: readonly number[]) => values.slice(0, depth).reduce((total, value, at) => total + value / Math.log2(at + 2), 0);
  return worth(ranked.map((id) => grades.get(id) ?? 0)) / worth([...grades.values()].sort((a, b) => b - a));
}

/** `npm run eval:matching [-- set …]` */
function main(names: readonly string[]): void {
  if (matchingData.length === 0) {
    process.stdout.write(`skipped: ${folder} is not here\n`);
    return;
  }
  process.stdout.write(`${'set'.padEnd(24)}problems  nDCG@10  plain BM25\n`);
  for (const set of matchingData.filter((name) => names.length === 0 || names.includes(name))) {
    const { problems, ours, plain } = measure(set);
    process.stdout.write(`${set.padEnd(24)}${String(problems).padStart(8)}  ${ours.toFixed(3).padStart(7)}  ${plain.toFixed(3).padStart(10)}\n`);
  }
}

if (require.main === module) main(process.argv.slice(2));
