import { parse } from 'csv-parse/sync';
import { BadSetting } from '@app/platform';
import type { ImportReport, Line } from './import';

/**
 * The first line names the columns; an empty cell is nothing, `prize_amount` a number, `tags` separated by semicolons. A row
 * that is not CSV is refused, and reading goes on with the line after the one it begins on. @throws BadSetting when the names are not CSV
 */
export function csvLines(text: string, report: ImportReport): Line[] {
  const source = text.split('\n');
  const lines: Line[] = [];
  let columns: string[] | undefined;
  for (let from = 0; from < source.length; ) {
    let next = from;
    try {
      parse(source.slice(from).join('\n'), {
        bom: true, skip_empty_lines: true, relax_column_count_less: true,
        columns: columns ?? ((names: string[]) => {
          next = 1;
          return (columns = names);
        }),
        on_record: (record: Record<string, string>, { lines: ends }) => {
          const cells = Object.entries(record).filter(([, value]) => value !== '');
          const breaks = cells.reduce((sum, [, value]) => sum + (value.match(/\n/g)?.length ?? 0), 0);
          lines.push({ line: from + ends - breaks, row: Object.fromEntries(cells.map(([name, value]) => [name, cell(name, value)])) });
          next = from + ends;
          return null;
        },
      });
      return lines;
    } catch (error) {
      const what = (error as Error).message.split(':', 1)[0]!.toLowerCase();
      if (columns === undefined) throw new BadSetting(`The file is not CSV: ${what} in its first line.`);
      while (source[next]?.trim() === '') next++;
      report.refused.push({ line: next + 1, reasons: [`is not CSV: ${what}`] });
      from = next + 1;
    }
  }
  return lines;
}

function cell(name: string, value: string): unknown {
  if (name === 'prize_amount') return /^\d+$/.test(value) ? Number(value) : value;
  return name === 'tags' ? value.split(';').map((tag) => tag.trim()) : value;
}
