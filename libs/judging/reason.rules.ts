import type { Ranked, Scored } from './scoring.rules';

/** The sentence every entrant reads: what was scored, where it stood best and least if anywhere, and what the sponsor adds. */
export function reasonFor({ score, submission, judges }: Ranked, scored: readonly Scored[], criteria: readonly { id: string; title: string }[], feedback: string | null): string {
  const mine = scored.filter((one) => one.submission === submission);
  if (score === null || mine.length === 0) return feedback ?? 'No judge scored it before the judging deadline.';
  const averages = criteria.map(({ id, title }) => ({ title, average: mine.reduce((total, one) => total + (one.scores[id] ?? 0), 0) / mine.length }));
  const sorted = averages.sort((a, b) => b.average - a.average).map(({ title, average }) => ({ title, average: average.toFixed(1) }));
  const [best, least] = [sorted[0]!, sorted.at(-1)!];
  const summary = `${score.toFixed(1)} of 100 from ${judges} ${judges === 1 ? 'judge' : 'judges'}.`;
  const detail = best.average === least.average ? '' : ` Strongest: ${best.title} (${best.average} of 10). Weakest: ${least.title} (${least.average} of 10).`;
  return `${summary}${detail}${feedback ? ` ${feedback}` : ''}`;
}
