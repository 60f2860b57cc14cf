import type { Drawing } from './drawing';
import type { Row } from './rows';

/** Who takes part in one challenge. Numbers are places in the lists of sponsors, judges and solvers. */
export interface PlannedChallenge {
  /** Of the source row; the same in every run. */
  key: string;
  row: Row;
  sponsor: number;
  judges: number[];
  /** Hand something in, in this order. */
  submitters: number[];
  /** Enter and never hand in. */
  onlookers: number[];
  decision: 'by_ranking' | 'sponsor_choice';
  /** Nobody who enters is good enough: the bounty goes back. */
  isHard: boolean;
}

export interface Plan {
  /** Names of sponsors, as the rows give them. */
  sponsors: string[];
  judges: number;
  solvers: number;
  /** One after another in the platform's time; the first opening of each is in a month of its own. */
  waves: PlannedChallenge[][];
}

export interface Wishes {
  rows: readonly Row[];
  solvers: number;
  submissions: number;
}

/** New accounts may enter so many challenges a month. */
export const entriesPerMonth = 3;
const largestWave = 48;
/** Staff roles last a year of the platform's time, and a wave takes five weeks of it at most. */
const mostWaves = 10;

/** Everything that is decided beforehand, from the seed alone. @throws Error when the quotas leave no room for so many submissions */
export function planJourney({ rows, solvers, submissions }: Wishes, drawing: Drawing): Plan {
  const sponsors = [...new Set(rows.map(sponsorOf))];
  // The quota leaves a tenth of its room for those who only look
  const waveCount = Math.max(Math.ceil(rows.length / largestWave), Math.ceil(submissions / (solvers * entriesPerMonth * 0.9)));
  if (waveCount > mostWaves) throw new Error(`${submissions} submissions of ${solvers} solvers would take ${waveCount} months; at most ${mostWaves} are possible, so name more solvers.`);
  const judges = Math.max(3, Math.min(12, Math.ceil(rows.length / 8)));

  const ordered = drawing.shuffled(rows, ({ id }) => id, 'order of challenges');
  const waves = Array.from({ length: waveCount }, (_, wave) => {
    const from = (at: number) => Math.floor((at * ordered.length) / waveCount);
    const share = (at: number) => Math.floor((at * submissions) / waveCount);
    const planned = ordered.slice(from(wave), from(wave + 1)).map((row, at) => plannedOf(row, at, sponsors, judges, drawing));
    fill(planned, { wave, solvers, submissions: share(wave + 1) - share(wave) }, drawing);
    return planned;
  });
  return { sponsors, judges, solvers, waves };
}

/** The second of a wave is surely left to its sponsor and the third surely hard, so that a short run meets both. */
function plannedOf(row: Row, at: number, sponsors: readonly string[], judges: number, drawing: Drawing): PlannedChallenge {
  const pool = drawing.shuffled(Array.from({ length: judges }, (_, judge) => judge), (judge) => judge, 'judges', row.id);
  return {
    key: row.id, row, sponsor: sponsors.indexOf(sponsorOf(row)), judges: pool.slice(0, drawing.whole(2, 3, 'judges', row.id)),
    submitters: [], onlookers: [], decision: at === 1 || drawing.happens(4, 'decision', row.id) ? 'sponsor_choice' : 'by_ranking', isHard: at === 2 || drawing.happens(12, 'hard', row.id),
  };
}

/** Some rows name nobody. */
function sponsorOf({ sponsor }: Row): string {
  return sponsor.trim() || 'An agency without a name';
}

/** Hands the submissions of a wave out: some challenges (the last surely) get none, the others a few or many; nobody enters more than the quota allows. */
function fill(planned: readonly PlannedChallenge[], { wave, solvers, submissions }: { wave: number; solvers: number; submissions: number }, drawing: Drawing): void {
  const weights = planned.map(({ key }, at) => (at > 2 && (at === planned.length - 1 || drawing.happens(12, 'silence', key)) ? 0 : drawing.whole(1, 6, 'interest', key)));
  const counts = spread(submissions, weights, solvers);
  const entered = Array<number>(solvers).fill(0);
  const pick = ({ key, submitters }: PlannedChallenge): number | undefined =>
    drawing.shuffled(entered.map((_, solver) => solver), (solver) => solver, 'entry', wave, key)
      .filter((solver) => entered[solver]! < entriesPerMonth && !submitters.includes(solver))
      .sort((a, b) => entered[a]! - entered[b]!)[0];

  planned.forEach((challenge, at) => {
    for (let missing = counts[at]!; missing > 0; missing--) {
      const solver = pick(challenge);
      if (solver === undefined) throw new Error(`wave ${wave + 1} has no solver left for ${challenge.key}; name more solvers.`);
      challenge.submitters.push(solver);
      entered[solver]!++;
    }
  });
  for (const challenge of planned.filter(({ key }) => drawing.happens(4, 'onlooker', key))) {
    const solver = pick(challenge);
    if (solver === undefined) continue;
    challenge.onlookers.push(solver);
    entered[solver]!++;
  }
}

/** `total` by weight, at most `most` for each; what is over goes to those with room. @throws Error when there is none */
function spread(total: number, weights: readonly number[], most: number): number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  let before = 0;
  const counts = weights.map((weight) => {
    const upTo = Math.floor(((before + weight) * total) / sum);
    const from = Math.floor((before * total) / sum);
    before += weight;
    return Math.min(most, upTo - from);
  });
  for (let left = total - counts.reduce((all, count) => all + count, 0); left > 0; left--) {
    const at = counts.findIndex((count, index) => weights[index]! > 0 && count < most);
    if (at < 0) throw new Error(`${total} submissions are too many for ${weights.length} challenges and ${most} solvers.`);
    counts[at]!++;
  }
  return counts;
}
