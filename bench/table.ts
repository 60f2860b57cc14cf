/** One line of the table: how near we come to the bare limit measured in the same run. */
export interface Row {
  what: string;
  /** What design.md asks for; undefined where the figure is only reported. */
  bar?: number;
  ratio?: number;
  note: string;
}

export interface Compared {
  ours: number;
  bare: number;
  ratio: number;
}

/** Measures ours and the bare limit in turns, since a machine is not equally fast from one minute to the next: the round whose ratio is the middle one. */
export async function compare(ours: () => Promise<number>, bare: () => Promise<number>, rounds = 5): Promise<Compared> {
  const all: Compared[] = [];
  for (let round = 0; round < rounds; round++) {
    const [limit, figure] = [await bare(), await ours()];
    all.push({ ours: figure, bare: limit, ratio: figure / limit });
  }
  return all.sort((a, b) => a.ratio - b.ratio)[Math.floor(rounds / 2)]!;
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
