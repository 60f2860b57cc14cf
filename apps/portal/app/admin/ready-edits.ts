import { m } from '@app/messages';

/** What staff often ask for, by the part of the draft it is about; to begin with and to change. */
const texts: Readonly<Record<string, () => string>> = {
  '/brief/need': m.review_ready_need, '/brief/context': m.review_ready_context, '/brief/limits': m.review_ready_limits, '/brief/tried': m.review_ready_tried, '/brief/metric': m.review_ready_metric,
  '/eligibility': m.review_ready_eligibility, '/phases/0': m.review_ready_dates, '/phases/0/criteria': m.review_ready_criteria, '/phases/0/prizes': m.review_ready_prizes,
};

export const readyParts = Object.keys(texts);

/** The parts named in an address, in their order and once each. */
export const partsAsked = (search: URLSearchParams): string[] => [...new Set(search.getAll('ask'))].filter((part) => part in texts);

/** Fields of the form as they begin when these parts are asked for. */
export function beginningOf(parts: readonly string[]): Record<string, string> {
  if (parts.length === 0) return {};
  const rows = parts.flatMap((part, row) => [[`edits.${row}.pointer`, part], [`edits.${row}.text`, texts[part]!()]]);
  return { outcome: 'request_changes', reason: m.review_ready_reason(), ...Object.fromEntries(rows) as Record<string, string> };
}
