import { field } from '~/problems.server';

/** Rows of the form for requested edits: `edits.0.pointer` and `edits.0.text`; empty rows count for nothing. */
export function editsIn(form: FormData): { pointer: string; text: string; row: number }[] {
  const rows = [...form.keys()].flatMap((name) => /^edits\.(\d+)\.text$/.exec(name)?.[1] ?? []);
  const text = (name: string) => field(form, name).trim();
  return rows.map((row) => ({ row: Number(row), pointer: text(`edits.${row}.pointer`), text: text(`edits.${row}.text`) })).filter((edit) => edit.text !== '');
}
