/** One line of the table: how near we come to the bare limit measured in the same run. */
export interface Row {
  what: string;
  /** What design.md asks for; undefined where the figure is only reported. */
  bar?: number;
  ratio?: number;
  note: string;
}

export function tableOf(rows: readonly Row[]): string {
  const cells = rows.map(({ what, bar, ratio, note }) => [what, ratio === undefined ? 'skipped' : ratio.toFixed(2), bar === undefined ? '' : `>= ${bar}`, verdict(bar, ratio), note]);
  const all = [['what', 'ratio', 'bar', '', 'measured'], ...cells];
  const widths = all[0]!.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  return all.map((row) => row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ').trimEnd()).join('\n');
}

function verdict(bar: number | undefined, ratio: number | undefined): string {
  if (bar === undefined || ratio === undefined) return '';
  return ratio >= bar ? 'met' : 'MISSED';
}
