/** For each field what it must satisfy, and the same in words. */
export type Shape<T> = { [K in keyof T]-?: [(value: unknown) => boolean, string] };

/**
 * What keeps a value from having exactly these fields, in words; empty if it has. A field too many is a problem as
 * well: nothing would prove it.
 */
export function shapeProblems<T>(name: string, value: unknown, shape: Shape<T>): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${name} must be an object`];
  const fields = new Map(Object.entries(value));
  const known = new Map(Object.entries(shape) as [string, Shape<T>[keyof T]][]);
  return [
    ...[...known].filter(([key, [fits]]) => !fits(fields.get(key))).map(([key, [, words]]) => `${name}.${key} must be ${words}`),
    ...[...fields.keys()].filter((key) => !known.has(key)).map((key) => `${name} has a field nobody knows: ${JSON.stringify(key)}`),
  ];
}
