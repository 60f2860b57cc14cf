import { baseLocale, m } from '@app/messages';
import type { Ranked, Scored } from './scoring.rules';

/** It is kept as it was said with the results, in the language of the platform: what was once told does not change with its reader. */
const saying = { locale: baseLocale };

/** The sentence every entrant reads: what was scored, where it stood best and least if anywhere, and what the sponsor adds. */
export function reasonFor({ score, submission, judges }: Ranked, scored: readonly Scored[], criteria: readonly { id: string; title: string }[], feedback: string | null): string {
  const mine = scored.filter((one) => one.submission === submission);
  if (score === null || mine.length === 0) return feedback ?? m.result_unscored({}, saying);
  const averages = criteria.map(({ id, title }) => ({ title, average: mine.reduce((total, one) => total + (one.scores[id] ?? 0), 0) / mine.length }));
  const sorted = averages.sort((a, b) => b.average - a.average).map(({ title, average }) => ({ title, average: average.toFixed(1) }));
  const [best, least] = [sorted[0]!, sorted.at(-1)!];
  const summary = m.result_score({ score: score.toFixed(1), count: judges }, saying);
  const detail = best.average === least.average ? [] : [m.result_best_and_least({ best: best.title, high: best.average, least: least.title, low: least.average }, saying)];
  return [summary, ...detail, ...(feedback ? [feedback] : [])].join(' ');
}
