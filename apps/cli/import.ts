import type { Command } from 'commander';
import { mostNodes, uncleanFields } from '@app/platform';
import { csvLines } from './import-csv';
import { send } from './import-sending';
import { readText } from './read-file';

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
export interface Line {
  line: number;
  row: unknown;
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
  const text = readText(options.file);
  const lines = options.file.toLowerCase().endsWith('.csv') ? csvLines(text, report) : jsonLines(text, report);
  for (const batch of batches(lines.filter((line) => isClean(line, report)), report)) {
    const { rows } = await send(options, batch.map(({ row }) => row));
    rows.forEach(({ outcome, refusals }, index) => {
      if (outcome === 'refused') report.refused.push({ line: batch[index]!.line, reasons: refusals.map(({ field, detail }) => `${field} ${detail}`.trim()) });
      else report[outcome]++;
    });
  }
  report.refused.sort((a, b) => a.line - b.line);
  return report;
}

/** What the API would refuse the whole request for, said of its row. */
function isClean({ line, row }: Line, report: ImportReport): boolean {
  const envelope = { rows: [row] };
  const reasons = uncleanFields(envelope, '').map(({ pointer, detail }) => `${pointer.replace('/rows/0', '').slice(1).slice(0, 100)} ${detail}`.trim());
  if (reasons.length > 0) report.refused.push({ line, reasons: [...new Set(reasons)] });
  return reasons.length === 0;
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

function* batches(lines: readonly Line[], report: ImportReport): Generator<Line[]> {
  let batch: Line[] = [];
  let [bytes, nodes] = [0, 0];
  for (const line of lines) {
    const json = JSON.stringify(line.row);
    const size = Buffer.byteLength(json) + 1;
    // more than there are: each value stands behind one of these
    const parts = (json.match(/[[{,:]/g)?.length ?? 0) + 1;
    if (size > mostBytes) {
      report.refused.push({ line: line.line, reasons: ['is larger than 100 kB'] });
      continue;
    }
    if (batch.length > 0 && (bytes + size > wantedBytes || nodes + parts > mostNodes - 10 || batch.length === mostRows)) {
      yield batch;
      [batch, bytes, nodes] = [[], 0, 0];
    }
    batch.push(line);
    bytes += size;
    nodes += parts;
  }
  if (batch.length > 0) yield batch;
}
