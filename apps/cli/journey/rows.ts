import { readFileSync } from 'node:fs';

/** One line of the challenges file, in the shape of challenge.gov's export; everything but id, title and sponsor may be missing. */
export interface Row {
  id: string;
  title: string;
  sponsor: string;
  summary: string | null;
  description: string | null;
  /** Whole units of `currency`. */
  prize_amount: number | null;
  currency: string | null;
  opens_at: string | null;
  closes_at: string | null;
  phases: unknown[];
  judging_criteria: string | null;
  rules: string | null;
  how_to_enter: string | null;
}

/** The rows of a JSON lines file; `limit` takes that many, evenly spread over the file. @throws Error for a file that has none */
export function readRows(file: string, limit?: number): Row[] {
  const rows = readFileSync(file, 'utf8').split('\n').filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as Row);
  if (rows.length === 0) throw new Error(`${file} holds no challenges`);
  if (limit === undefined || limit >= rows.length) return rows;
  return Array.from({ length: limit }, (_, at) => rows[Math.floor((at * rows.length) / limit)]!);
}
