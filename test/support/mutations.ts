export interface Schema {
  $ref?: string;
  type?: string;
  enum?: unknown[];
  format?: string;
  example?: unknown;
  items?: Schema;
  properties?: Record<string, Schema>;
  allOf?: Schema[];
}

export interface Mutation {
  /** Of the field that is wrong. */
  pointer: string;
  value: unknown;
  body: unknown;
}

const badValues: unknown[] = [{ $gt: '' }, [['a']], 'a\0b', '\ud800', -1, 1e308, 'x'.repeat(60_000), ''];

/** A body that passes the types, as far as the description tells. */
export function sampleOf(schema: Schema, schemas: Record<string, Schema>, depth = 0): unknown {
  if (schema.$ref) return depth > 4 ? {} : sampleOf(schemas[schema.$ref.split('/').at(-1)!]!, schemas, depth + 1);
  if (schema.allOf) return sampleOf(schema.allOf[0]!, schemas, depth);
  if (schema.example !== undefined) return schema.example;
  if (schema.enum) return schema.enum[0];
  if (schema.format === 'date-time') return '2027-01-01T12:00:00Z';
  if (schema.type === 'array') return schema.items ? [sampleOf(schema.items, schemas, depth + 1)] : [];
  if (schema.type === 'object' || schema.properties) return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, child]) => [name, sampleOf(child, schemas, depth + 1)]));
  if (schema.type === 'number' || schema.type === 'integer') return 1;
  return schema.type === 'boolean' ? true : 'some text';
}

/** `sample` with one value at a time replaced, at every depth. */
export function mutationsOf(sample: unknown): Mutation[] {
  return fieldsOf(sample, []).flatMap((path) => badValues.map((value) => ({ pointer: `/${path.join('/')}`, value, body: replaced(sample, path, value) })));
}

function fieldsOf(value: unknown, path: string[]): string[][] {
  if (typeof value !== 'object' || value === null) return path.length > 0 ? [path] : [];
  const inside = Object.entries(value).flatMap(([key, child]) => fieldsOf(child, [...path, key]));
  return path.length > 0 ? [path, ...inside] : inside;
}

function replaced(value: unknown, [key, ...rest]: string[], by: unknown): unknown {
  if (key === undefined) return by;
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<string, unknown>;
  copy[key] = replaced(copy[key], rest, by);
  return copy;
}
