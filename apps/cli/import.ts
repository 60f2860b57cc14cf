import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { parse } from 'csv-parse/sync';
import { BadSetting } from '@app/platform';

export interface ImportOptions {
  file: string;
  api: string;
  token: string;
  /** `org_…` */
  organisation: string;
  /** IANA zone of times in rows that name none */
  timezone: string;
}

export interface ImportReport {
  created: number;
  exists: number;
  refused: { line: number; reasons: string[] }[];
}

/** One row of the file, and the line it begins on (from 1). */
interface Line {
  line: number;
  row: unknown;
}

interface Answer {
  rows: { outcome: 'created' | 'exists' | 'refused'; refusals: { field: string; detail: string }[] }[];
}

/** A request must stay below 100 kB; the rest is room for the envelope. */
const mostBytes = 100 * 1024 - 200;
const wantedBytes = 64 * 1024;
const mostRows = 100;

/** `guildhall import challenges FILE`: a client of the API, and nothing more. */
export function addImport(program: Command): void {
  program
    .command('import')
    .description('take over what was written elsewhere')
    .command('challenges <file>')
    .description('make drafts of challenges in JSON lines, or in CSV when the name ends in .csv; safe to repeat')
    .requiredOption('--api <url>', 'address of the API, e.g. http://localhost:3000')
    .requiredOption('--token <token>', 'token of a service account with the scope challenge:write', process.env.GUILDHALL_TOKEN)
    .requiredOption('--organisation <id>', 'the sponsor, org_…')
    .option('--timezone <zone>', 'IANA zone of times without one; challenge.gov means Eastern Time', 'America/New_York')
    .action(async (file: string, options: Omit<ImportOptions, 'file'>) => {
      const { created, exists, refused } = await importChallenges({ file, ...options });
      for (const { line, reasons } of refused) process.stdout.write(`line ${line} refused: ${reasons.join('; ')}\n`);
      process.stdout.write(`${created} created, ${exists} known already, ${refused.length} refused\n`);
      if (refused.length > 0) process.exitCode = 1;
    });
}

/** Sends the rows in batches that fit. @throws BadSetting when the API refuses a batch as a whole */
export async function importChallenges(options: ImportOptions): Promise<ImportReport> {
  const report: ImportReport = { created: 0, exists: 0, refused: [] };
  const text = readFileSync(options.file, 'utf8');
  const lines = options.file.toLowerCase().endsWith('.csv') ? csvLines(text) : jsonLines(text, report);
  for (const batch of batches(lines, report)) {
    const { rows } = await send(options, batch.map(({ row }) => row));
    rows.forEach(({ outcome, refusals }, index) => {
      if (outcome === 'refused') report.refused.push({ line: batch[index]!.line, reasons: refusals.map(({ field, detail }) => `${field} ${detail}`.trim()) });
      else report[outcome]++;
    });
  }
  report.refused.sort((a, b) => a.line - b.line);
  return report;
}

function jsonLines(text: string, report: ImportReport): Line[] {
  return text.split('\n').flatMap((source, index): Line[] => {
    if (source.trim() === '') return [];
    try {
      return [{ line: index + 1, row: JSON.parse(source) as unknown }];
    } catch {
      report.refused.push({ line: index + 1, reasons: ['is not JSON'] });
      return [];
    }
  });
}

/** The first line names the columns; an empty cell is nothing, `prize_amount` a number, `tags` separated by semicolons. */
function csvLines(text: string): Line[] {
  let records: { record: Record<string, string>; info: { lines: number } }[];
  try {
    records = parse(text, { columns: true, bom: true, info: true, skip_empty_lines: true, relax_column_count_less: true });
  } catch (error) {
    throw new BadSetting(`The file is not CSV: ${(error as Error).message}`);
  }
  return records.map(({ record, info }) => {
    const cells = Object.entries(record).filter(([, value]) => value !== '');
    const breaks = cells.reduce((sum, [, value]) => sum + (value.match(/\n/g)?.length ?? 0), 0);
    return { line: info.lines - breaks, row: Object.fromEntries(cells.map(([name, value]) => [name, cell(name, value)])) };
  });
}

function cell(name: string, value: string): unknown {
  if (name === 'prize_amount') return /^\d+$/.test(value) ? Number(value) : value;
  return name === 'tags' ? value.split(';').map((tag) => tag.trim()) : value;
}

function* batches(lines: readonly Line[], report: ImportReport): Generator<Line[]> {
  let batch: Line[] = [];
  let bytes = 0;
  for (const line of lines) {
    const size = Buffer.byteLength(JSON.stringify(line.row)) + 1;
    if (size > mostBytes) {
      report.refused.push({ line: line.line, reasons: ['is larger than 100 kB'] });
      continue;
    }
    if (batch.length > 0 && (bytes + size > wantedBytes || batch.length === mostRows)) {
      yield batch;
      [batch, bytes] = [[], 0];
    }
    batch.push(line);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

async function send({ api, token, organisation, timezone }: ImportOptions, rows: unknown[]): Promise<Answer> {
  const response = await fetch(`${api.replace(/\/$/, '')}/api/v1/organisations/${encodeURIComponent(organisation)}/challenge-imports`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ rows, timezone }),
  }).catch((error: Error) => {
    throw new BadSetting(`${api} cannot be reached: ${error.message}`);
  });
  if (!response.ok) {
    const problem = (await response.json().catch(() => ({}))) as { title?: string; detail?: string };
    throw new BadSetting(`The API answered ${response.status}: ${problem.detail ?? problem.title ?? response.statusText}`);
  }
  return (await response.json()) as Answer;
}
