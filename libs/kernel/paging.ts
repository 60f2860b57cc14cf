/** A page of a list: what is on it, and where the next one starts (undefined at the end). */
export interface Page<T> {
  readonly items: T[];
  readonly next?: string;
}

export const defaultPageSize = 20;
export const maxPageSize = 100;

/** Cuts one row too many into a page; `position` gives the sort key of a row, which becomes the opaque cursor. */
export function pageOf<Row, T>(rows: readonly Row[], limit: number, position: (row: Row) => readonly (string | number)[], show: (row: Row) => T): Page<T> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(show), next: rows.length > limit && last !== undefined ? encodeCursor(position(last)) : undefined };
}

export function encodeCursor(position: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/** The sort key in a cursor, or undefined when it is not one of ours. */
export function decodeCursor(cursor: string, length: number): (string | number)[] | undefined {
  try {
    const position: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    const isOurs = Array.isArray(position) && position.length === length && position.every((part) => typeof part === 'string' || typeof part === 'number');
    return isOurs ? (position as (string | number)[]) : undefined;
  } catch {
    return undefined;
  }
}
