/**
 * Trouble on demand, for the next requests that fit.
 *
 * - `error`  answers `status`. `before`: nothing ran, nothing is kept for the key. `during`: it failed halfway, no effect, the
 *            answer is kept for the key (v1). `after`: it took effect, the answer is an error all the same, and is kept (v1).
 * - `reset`  closes the connection without an answer, `before` or `after` execution.
 * - `hang`   never answers, `before` or `after` execution; the key stays in use while a request hangs before it.
 * - `truncate` executes and sends half of the answer's body.
 * - `latency` waits `ms` before executing, with the key in use.
 */
export interface Fault {
  id: string;
  /** `POST /v1/transfers`, `GET /v1/*`, `*`; a star stands for anything. */
  match: string;
  kind: 'error' | 'reset' | 'hang' | 'truncate' | 'latency';
  stage: 'before' | 'during' | 'after';
  status: number;
  code: string | null;
  ms: number;
  /** Let so many fitting requests pass first. */
  skip: number;
  /** How often it strikes; 0 is until it is removed. */
  times: number;
  /** 0 to 1, drawn for each fitting request. */
  probability: number;
  hits: number;
}

/** The switches; they are not kept over a restart, so that a forgotten one cannot haunt the next run. */
export class Faults {
  private readonly faults = new Map<string, Fault>();
  private made = 0;

  /** Throws an `Error` with a plain sentence for a switch that cannot be understood. */
  add(input: Record<string, unknown>): Fault {
    const fault: Fault = {
      id: `fault_${(this.made += 1)}`,
      match: text(input.match ?? '*', 'match'),
      kind: oneOf(input.kind, ['error', 'reset', 'hang', 'truncate', 'latency'], 'kind'),
      stage: oneOf(input.stage ?? 'before', ['before', 'during', 'after'], 'stage'),
      status: number(input.status ?? 500, 'status', 400, 599),
      code: input.code === undefined || input.code === null ? null : text(input.code, 'code'),
      ms: number(input.ms ?? 0, 'ms', 0, 600_000),
      skip: number(input.skip ?? 0, 'skip', 0, 1_000_000),
      times: number(input.times ?? 1, 'times', 0, 1_000_000),
      probability: number(input.probability ?? 1, 'probability', 0, 1, false),
      hits: 0,
    };
    this.faults.set(fault.id, fault);
    return fault;
  }

  list(): Fault[] {
    return [...this.faults.values()];
  }

  remove(id: string): boolean {
    return this.faults.delete(id);
  }

  clear(): void {
    this.faults.clear();
  }

  /** The fault that strikes this request, counted. A replayed answer executes nothing, so that an error of execution passes it by. */
  strike(method: string, path: string, isReplay: boolean): Fault | null {
    for (const fault of this.faults.values()) {
      if (!fits(fault.match, `${method} ${path}`) || (fault.times > 0 && fault.hits >= fault.times)) continue;
      if (isReplay && fault.kind === 'error' && fault.stage !== 'before') continue;
      if (fault.skip > 0) {
        fault.skip -= 1;
        continue;
      }
      if (Math.random() >= fault.probability) continue;
      fault.hits += 1;
      return fault;
    }
    return null;
  }
}

export function fits(pattern: string, subject: string): boolean {
  const [first, ...rest] = pattern.split('*') as [string, ...string[]];
  const last = rest.pop();
  if (last === undefined) return pattern === subject;
  if (!subject.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = subject.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return subject.length - last.length >= at && subject.endsWith(last);
}

export function text(value: unknown, name: string): string {
  if (typeof value !== 'string' || value === '') throw new Error(`${name} must be a text`);
  return value;
}

export function oneOf<T extends string>(value: unknown, words: readonly T[], name: string): T {
  if (!words.includes(value as T)) throw new Error(`${name} must be one of ${words.join(', ')}`);
  return value as T;
}

export function number(value: unknown, name: string, min: number, max: number, whole = true): number {
  if (typeof value !== 'number' || !(value >= min && value <= max) || (whole && !Number.isInteger(value))) {
    throw new Error(`${name} must be a ${whole ? 'whole ' : ''}number from ${min} to ${max}`);
  }
  return value;
}
