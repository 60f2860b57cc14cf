import { createHash } from 'node:crypto';
import { Refusal } from './errors';
import type { KeptAnswer } from '../store/rows';
import type { World } from '../store/world';

const HOUR = 60 * 60 * 1000;
/** How long an answer is kept, by the stand-in's clock: a day for v1, thirty days for v2. */
const KEPT_MS = { v1: 24 * HOUR, v2: 30 * 24 * HOUR };

export type ApiMode = keyof typeof KEPT_MS;

/** What identifies one intent to do something: the key within the account, and what was asked. */
export interface Keyed {
  mode: ApiMode;
  row: string;
  method: string;
  path: string;
  fingerprint: string;
}

/** Answers kept by `Idempotency-Key`. v1 keeps the first result of an execution whatever it was; v2 keeps successes only. */
export class Idempotency {
  private readonly running = new Set<string>();

  constructor(private readonly world: World) {}

  keyed(mode: ApiMode, owner: string, key: string | undefined, method: string, path: string, params: unknown): Keyed | null {
    if (key === undefined || method === 'GET') return null;
    if (key.length > 255) throw new Refusal(400, { message: 'Idempotency keys can be at most 255 characters.', type: 'idempotency_error' });
    return { mode, row: `${mode}:${owner}:${key}`, method, path, fingerprint: createHash('sha256').update(stable(params)).digest('hex') };
  }

  /** The kept answer, or null to execute (the key is then in use until `release`). Throws 400 for other parameters, 409 while running. */
  begin(keyed: Keyed): KeptAnswer | null {
    if (this.running.has(keyed.row)) {
      throw new Refusal(409, {
        code: 'idempotency_key_in_use',
        message: `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${keyed.row.split(':').slice(2).join(':')}. If you retry, use the same parameters.`,
        type: 'idempotency_error',
      });
    }
    const kept = this.world.get('key', keyed.row);
    if (kept && this.world.now() - kept.at < KEPT_MS[keyed.mode]) {
      if (kept.method !== keyed.method || kept.path !== keyed.path) throw mismatch(`Keys for idempotent requests can only be used for the same endpoint they were first used for ('${keyed.path}' vs '${kept.path}').`);
      if (kept.fingerprint !== keyed.fingerprint) throw mismatch('Keys for idempotent requests can only be used with the same parameters they were first used with.');
      return kept;
    }
    this.running.add(keyed.row);
    return null;
  }

  /** Keeps the answer; called inside the change that made it, so that effect and answer are kept together or not at all. */
  keep(keyed: Keyed, status: number, body: string, requestId: string): void {
    const { row, method, path, fingerprint } = keyed;
    this.world.put('key', row, { at: this.world.now(), method, path, fingerprint, status, body, requestId });
  }

  release(keyed: Keyed | null): void {
    if (keyed) this.running.delete(keyed.row);
  }
}

function mismatch(message: string): Refusal {
  return new Refusal(400, { message: `${message} Try using a key other than this one if you meant to execute a different request.`, type: 'idempotency_error' });
}

/** JSON with sorted names, so that the order in which parameters were written does not matter. */
function stable(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(stable).join(',')}]`;
  return `{${Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([k, v]) => `${JSON.stringify(k)}:${stable(v)}`).join(',')}}`;
}
