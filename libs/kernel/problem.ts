/** One field that is wrong: where (RFC 6901), a stable code, and an English sentence. */
export interface FieldError {
  pointer: string;
  code: string;
  detail: string;
}

/** What a module declares about a problem: HTTP status and an English title. Its code is `module.name` in snake case. */
export interface ProblemType {
  status: number;
  title: string;
}

/** A refusal with a stable code, answered as RFC 9457 `application/problem+json`. `extra` is shown to the caller. */
export class Problem extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    readonly title: string,
    readonly extra: Readonly<Record<string, unknown>> = {},
    readonly errors: readonly FieldError[] = [],
  ) {
    super(title);
  }
}

export interface ProblemFactory {
  (extra?: Record<string, unknown> & { detail?: string; errors?: FieldError[] }): Problem;
  readonly code: string;
  readonly status: number;
  readonly title: string;
}

const declared = new Map<string, ProblemFactory>();

/** Every problem any module has declared, for docs and for the guard that looks for its text in the message catalogue. */
export function allProblems(): readonly ProblemFactory[] {
  return [...declared.values()];
}

/** `defineProblems('challenge', { notReadyToOpen: { status: 409, title: '…' } })` → `problems.notReadyToOpen({ blockers })`. */
export function defineProblems<const T extends Record<string, ProblemType>>(module: string, types: T): { readonly [Name in keyof T]: ProblemFactory } {
  const entries = Object.entries(types).map(([name, { status, title }]) => {
    const code = `${module}_${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;
    const create = ({ errors, ...extra }: Record<string, unknown> & { errors?: FieldError[] } = {}) => new Problem(code, status, title, extra, errors);
    const factory = Object.assign(create, { code, status, title }) as ProblemFactory;
    declared.set(code, factory);
    return [name, factory] as const;
  });
  return Object.fromEntries(entries) as { readonly [Name in keyof T]: ProblemFactory };
}
