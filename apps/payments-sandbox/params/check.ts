import { badRequest, type Refusal, v2Invalid } from '../http/errors';
import type { FormTree, FormValue } from '../http/form';
import type { Schema } from './schema';
import table from './table.json';

const schemas = table as unknown as Record<string, Extract<Schema, { object: unknown }>>;

/**
 * Turns the text of a v1 form into typed values by the table of the endpoint.
 * Throws Stripe's 400 for what is unknown, missing or of another type; `''` stays '' where Stripe takes it as "unset".
 */
export function readForm(route: string, form: FormTree): Record<string, unknown> {
  refuseRemovedParameters(route, form);
  return readObject(schemaOf(route), form, '') as Record<string, unknown>;
}

/** Checks the JSON of a v2 request by the same table; refusals carry the v2 codes. */
export function readJson(route: string, body: unknown): Record<string, unknown> {
  const problem = firstProblem(schemaOf(route), body, '');
  if (problem) throw problem;
  return body as Record<string, unknown>;
}

function schemaOf(route: string) {
  const schema = schemas[route];
  if (!schema) throw new Error(`no parameters are known for ${route}`);
  return schema;
}

/** Removed in 2026-10-28.endive with an error of its own, so that integrators learn why. */
function refuseRemovedParameters(route: string, form: FormTree): void {
  if ('payment_method_types' in form && /^POST \/v1\/(checkout\/sessions|payment_intents|setup_intents)/.test(route)) {
    throw badRequest(
      'payment_method_types_no_longer_supported',
      'payment_method_types is no longer supported in this API version. Leave it out to use dynamic payment methods, or use allowed_payment_method_types or excluded_payment_method_types.',
      'payment_method_types',
    );
  }
}

function read(schema: Schema, value: FormValue, path: string): unknown {
  if (schema === 'string' || schema === 'integer' || schema === 'boolean' || schema === 'decimal') return readScalar(schema, text(value, path), path);
  if ('empty' in schema) return value === '' ? '' : read(schema.empty, value, path);
  if ('enum' in schema) return readEnum(schema.enum, text(value, path), path);
  if ('any' in schema) return readAny(schema.any, value, path);
  if ('array' in schema) return readArray(schema.array, value, path);
  if ('map' in schema) return readMap(value, path);
  return readObject(schema, value, path);
}

function text(value: FormValue, path: string): string {
  if (typeof value !== 'string') throw badRequest(undefined, `Invalid string: ${JSON.stringify(value)}`, path);
  return value;
}

function readScalar(kind: 'string' | 'integer' | 'boolean' | 'decimal', value: string, path: string): unknown {
  if (value === '') {
    throw badRequest(
      'parameter_invalid_empty',
      `You passed an empty string for '${path}'. We assume empty values are an attempt to unset a parameter; however '${path}' cannot be unset. You should remove '${path}' from your request or supply a non-empty value.`,
      path,
    );
  }
  if (kind === 'integer') {
    const number = Number(value);
    if (!/^-?\d+$/.test(value) || !Number.isSafeInteger(number)) throw badRequest('parameter_invalid_integer', `Invalid integer: ${value}`, path);
    return number;
  }
  if (kind === 'boolean') {
    if (value !== 'true' && value !== 'false') throw badRequest(undefined, `Invalid boolean: ${value}`, path);
    return value === 'true';
  }
  if (kind === 'decimal' && !/^-?\d+(\.\d{1,12})?$/.test(value)) throw badRequest(undefined, `Invalid decimal: ${value}`, path);
  return value;
}

function readEnum(words: string[], value: string, path: string): string {
  if (words.includes(value)) return value;
  const list = words.length > 1 ? `${words.slice(0, -1).join(', ')}, or ${words.at(-1)}` : words[0];
  throw badRequest(undefined, `Invalid ${path}: must be ${words.length > 1 ? 'one of ' : ''}${list}`, path);
}

function readAny(choices: Schema[], value: FormValue, path: string): unknown {
  const wantsObject = typeof value !== 'string';
  const fits = choices.find((c) => (typeof c === 'object') === wantsObject) ?? choices[0]!;
  return read(fits, value, path);
}

function readArray(element: Schema, value: FormValue, path: string): unknown[] {
  if (typeof value === 'string' || !Object.keys(value).every((key) => /^\d+$/.test(key))) throw badRequest(undefined, 'Invalid array', path);
  return Object.keys(value)
    .sort((a, b) => Number(a) - Number(b))
    .map((key) => read(element, value[key]!, `${path}[${key}]`));
}

function readMap(value: FormValue, path: string): Record<string, string> {
  if (typeof value === 'string') throw badRequest(undefined, 'Invalid object', path);
  return Object.fromEntries(Object.entries(value).map(([key, v]) => [key, text(v, `${path}[${key}]`)]));
}

function readObject(schema: Extract<Schema, { object: unknown }>, value: FormValue, path: string): Record<string, unknown> {
  if (typeof value === 'string') throw badRequest(undefined, 'Invalid object', path);
  const at = (name: string) => (path === '' ? name : `${path}[${name}]`);
  const unknown = Object.keys(value).filter((name) => !Object.hasOwn(schema.object, name));
  if (unknown.length > 0) {
    throw badRequest('parameter_unknown', `Received unknown parameter${unknown.length > 1 ? 's' : ''}: ${unknown.map(at).join(', ')}`, at(unknown[0]!));
  }
  for (const name of schema.required ?? []) {
    if (!Object.hasOwn(value, name)) throw badRequest('parameter_missing', `Missing required param: ${at(name)}.`, at(name));
  }
  return Object.fromEntries(Object.entries(value).map(([name, v]) => [name, read(schema.object[name]!, v, at(name))]));
}

function firstProblem(schema: Schema, value: unknown, path: string): Refusal | undefined {
  const wrong = (what: string) => v2Invalid('invalid_fields', `Invalid value for ${path || 'the request body'}: expected ${what}.`);
  if (schema === 'string' || schema === 'decimal') return typeof value === 'string' ? undefined : wrong('a string');
  if (schema === 'boolean') return typeof value === 'boolean' ? undefined : wrong('a boolean');
  if (schema === 'integer') return Number.isSafeInteger(value) ? undefined : wrong('an integer');
  if ('empty' in schema) return value === null || value === '' ? undefined : firstProblem(schema.empty, value, path);
  if ('enum' in schema) return schema.enum.includes(value as string) ? undefined : wrong(`one of ${schema.enum.join(', ')}`);
  if ('any' in schema) return schema.any.some((s) => !firstProblem(s, value, path)) ? undefined : wrong('another type');
  if ('array' in schema) {
    if (!Array.isArray(value)) return wrong('an array');
    return first(value.map((item, i) => firstProblem(schema.array, item, `${path}[${i}]`)));
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return wrong('an object');
  if ('map' in schema) return first(Object.entries(value).map(([key, v]) => (v === null || typeof v === 'string' ? undefined : firstProblem('string', v, `${path}.${key}`))));
  const at = (name: string) => (path === '' ? name : `${path}.${name}`);
  for (const name of Object.keys(value)) {
    if (!Object.hasOwn(schema.object, name)) return v2Invalid('unknown_field', `Unknown field: ${at(name)}.`);
  }
  for (const name of schema.required ?? []) {
    if (!Object.hasOwn(value, name)) return v2Invalid('invalid_fields', `Missing required field: ${at(name)}.`);
  }
  return first(Object.entries(value).map(([name, v]) => firstProblem(schema.object[name]!, v, at(name))));
}

const first = (problems: (Refusal | undefined)[]) => problems.find((p) => p !== undefined);
