import { m } from '@app/messages';

/** What staff often ask for, by the part of the draft it is about; to begin with and to change. */
const texts: Readonly<Record<string, () => string>> = {
  '/brief/need': m.review_ready_need, '/brief/context': m.review_ready_context, '/brief/limits': m.review_ready_limits, '/brief/tried': m.review_ready_tried, '/brief/metric': m.review_ready_metric,
  '/eligibility': m.review_ready_eligibility, '/phases/0': m.review_ready_dates, '/phases/0/criteria': m.review_ready_criteria, '/phases/0/prizes': m.review_ready_prizes,
};

const readyParts = Object.keys(texts);

/** Rows of the form for edits. */
export const editRows = [0, 1, 2, 3, 4];

type Values = Readonly<Record<string, string>>;

const isWritten = (values: Values, row: number) => (values[`edits.${row}.text`] ?? '').trim() !== '';

/** Parts nothing is asked about yet, while a row is left to ask in. */
export function partsLeft(values: Values = {}): string[] {
  const written = editRows.filter((row) => isWritten(values, row)).map((row) => values[`edits.${row}.pointer`]);
  return written.length < editRows.length ? readyParts.filter((part) => !written.includes(part)) : [];
}

/** What was typed, and what is often asked about `part` in the first row nothing is written in; nothing where all are. */
export function beginAsking(values: Values, part: string): { values: Values; row: number } | undefined {
  const row = editRows.find((one) => !isWritten(values, one));
  if (row === undefined || !readyParts.includes(part)) return undefined;
  const reason = values.reason?.trim() ? values.reason : m.review_ready_reason();
  return { row, values: { ...values, outcome: 'request_changes', reason, [`edits.${row}.pointer`]: part, [`edits.${row}.text`]: texts[part]!() } };
}
