import { createHash } from 'node:crypto';

const MAX_DEPTH = 100;

/**
 * One value, one text: canonical JSON after RFC 8785 (keys sorted by UTF-16 code unit, no spaces, numbers as
 * ECMAScript prints them). Stricter than JSON.stringify, because a hash must not hide a difference: whatever JSON
 * cannot say (undefined, a Date, a bigint, NaN, a lone surrogate) throws a TypeError that names the place.
 *
 * Written here since the package of that name cannot be loaded from CommonJS.
 */
export function canonicalJson(value: unknown): string {
  return write(value, '', 0);
}

/** SHA-256 of the parts joined; texts count as UTF-8. 32 bytes. */
export function sha256(...parts: (string | Uint8Array)[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function write(value: unknown, path: string, depth: number): string {
  if (depth > MAX_DEPTH) throw new TypeError(`nested deeper than ${MAX_DEPTH} levels`);
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (typeof value === 'string') return text(value, path);
  if (Array.isArray(value)) {
    const items: unknown[] = Array.from(value);
    return `[${items.map((item, at) => write(item, `${path}/${at}`, depth + 1)).join(',')}]`;
  }
  if (isPlainObject(value)) {
    const members = Object.keys(value).sort().map((key) => `${text(key, path)}:${write(value[key], `${path}/${key}`, depth + 1)}`);
    return `{${members.join(',')}}`;
  }
  throw new TypeError(`no canonical JSON for the ${typeof value} at "${path}"`);
}

function text(value: string, path: string): string {
  if (/\p{Surrogate}/u.test(value)) throw new TypeError(`no canonical JSON for the lone surrogate at "${path}"`);
  return JSON.stringify(value);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
