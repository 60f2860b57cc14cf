export interface Schema {
  $ref?: string;
  type?: string;
  enum?: (string | number | boolean | null)[];
  format?: string;
  example?: unknown;
  nullable?: boolean;
  required?: string[];
  items?: Schema;
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  allOf?: Schema[];
}

export type Schemas = Record<string, Schema>;

export interface Mutation {
  /** Of the field that is wrong. */
  pointer: string;
  what: string;
  body: unknown;
  /** By the description it can only be refused, and by the name of the field. */
  isRefused: boolean;
}

/** Wrong for most; what a field says to them is its own. */
const badValues: unknown[] = [{ $gt: '' }, [['a']], 'a\0b', '\ud800', -1, 1e308, 'x'.repeat(60_000), ''];
/** As long as the longest that has to be said. */
const blanks = ' '.repeat(30);
const publicId = /^[a-z]{3}(_[0-9a-f]{32})$/;

/** A body that passes the types, as far as the description tells. */
export function sampleOf(schema: Schema, schemas: Schemas, depth = 0): unknown {
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

/** The sample with one thing at a time wrong, at every depth: values, no value, none where one is needed, blanks, and ids of another kind. */
export function mutationsOf(schema: Schema, schemas: Schemas): Mutation[] {
  const sample = sampleOf(schema, schemas);
  return fieldsOf(schema, schemas, sample).flatMap(({ path, value, isNullable, presence }) => {
    const pointer = `/${path.join('/')}`;
    const put = (what: string, by: unknown, isRefused: boolean): Mutation => ({ pointer, what, body: replaced(sample, path, by), isRefused });
    const mutations = [put('null', null, !isNullable), put('blank', ' ', true), put('blank', blanks, true), ...badValues.map((bad) => put(String(JSON.stringify(bad)).slice(0, 40), bad, false))];
    if (presence !== 'item') mutations.push(put('left out', undefined, presence === 'required'));
    if (typeof value === 'string' && publicId.test(value)) mutations.push(put('of another kind', otherKind(value), true));
    const key = path.at(-1)!;
    if (presence === 'entry' && publicId.test(key)) mutations.push({ pointer: `/${[...path.slice(0, -1), otherKind(key)].join('/')}`, what: 'key of another kind', body: replaced(sample, path.slice(0, -1), { [otherKind(key)]: value }), isRefused: true });
    return mutations;
  });
}

interface Field {
  path: string[];
  value: unknown;
  isNullable: boolean;
  /** An item of a list and an entry of a map need not be there. */
  presence: 'required' | 'optional' | 'item' | 'entry';
}

function fieldsOf(schema: Schema, schemas: Schemas, value: unknown, path: string[] = []): Field[] {
  const whole = resolved(schema, schemas);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    const own = Array.isArray(value) ? whole.items! : (whole.properties?.[key] ?? (typeof whole.additionalProperties === 'object' ? whole.additionalProperties : {}));
    const presence = Array.isArray(value) ? 'item' : !whole.properties?.[key] ? 'entry' : whole.required?.includes(key) ? 'required' : 'optional';
    const field: Field = { path: [...path, key], value: child as unknown, isNullable: own.nullable === true, presence };
    return [field, ...fieldsOf(own, schemas, child, field.path)];
  });
}

function resolved(schema: Schema, schemas: Schemas): Schema {
  if (schema.$ref) return resolved(schemas[schema.$ref.split('/').at(-1)!]!, schemas);
  return schema.allOf ? resolved(schema.allOf[0]!, schemas) : schema;
}

function otherKind(id: string): string {
  return `${id.startsWith('per_') ? 'org' : 'per'}${publicId.exec(id)![1]}`;
}

/** `undefined` leaves it out. */
function replaced(value: unknown, [key, ...rest]: string[], by: unknown): unknown {
  if (key === undefined) return by;
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<string, unknown>;
  copy[key] = replaced(copy[key], rest, by);
  return copy;
}
