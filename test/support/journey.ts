import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = join(__dirname, '..', '..');
/** Real challenges, which lie beside the project and are not part of it. */
export const realChallenges = resolve(root, '../shared/data/challenges/challenges_gov.jsonl');
export const hasRealChallenges = existsSync(realChallenges);
/** Of our own and of the same shape, where those are not there. */
export const challengesFile = hasRealChallenges ? realChallenges : join(__dirname, 'challenges.jsonl');

interface ChallengeReport {
  state: string;
  result: string | null;
  entries: number;
  submissions: number;
  scores: number;
  bounty: number;
  fee: number;
  feeEarned: number;
  held: number;
  declared: boolean;
  awards: { kind: string; place: number | null; payee: string; amount: number; state: string }[];
  payouts: Record<string, number>;
}

export interface JourneyReport {
  seed: string;
  challenges: Record<string, ChallengeReport>;
  payees: Record<string, Record<string, number>>;
  totals: Record<'in' | 'out' | 'refunds' | 'held' | 'fee', Record<string, number>>;
  completed: Record<string, number>;
}

export interface JourneyRun {
  status: number | null;
  output: string;
  report: JourneyReport;
}

/** Runs scripts/journey.mjs, which starts a Guildhall of its own from the build. @throws Error with its output when it wrote no report */
export async function runJourney(...args: string[]): Promise<JourneyRun> {
  const directory = mkdtempSync(join(tmpdir(), 'guildhall-report-'));
  const file = join(directory, 'report.json');
  try {
    const child = spawn(process.execPath, [join(root, 'scripts/journey.mjs'), '--challenges', challengesFile, '--report', file, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    const status = await new Promise<number | null>((done) => child.once('close', done));
    if (!existsSync(file)) throw new Error(`the journey ended with ${status}:\n${output}`);
    return { status, output, report: JSON.parse(readFileSync(file, 'utf8')) as JourneyReport };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
