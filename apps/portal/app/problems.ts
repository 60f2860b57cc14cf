/** An RFC 9457 problem as the API answers it. */
export interface Problem {
  status: number;
  code?: string;
  title?: string;
  detail?: string;
  /** Of what came too late: when it came, and until when it could. */
  serverTime?: string;
  closesAt?: string;
  errors?: readonly { pointer: string; code: string; detail: string }[];
}

export const unavailable: Problem = { status: 503, code: 'portal_unavailable' };

export function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'status' in value && typeof value.status === 'number';
}

/** What a form calls the field of a pointer: `/phases/0/closesAt` is `phases.0.closesAt` (RFC 6901 escapes undone). */
export function fieldName(pointer: string): string {
  return pointer.replace(/^\//, '').replaceAll('/', '.').replaceAll('~1', '/').replaceAll('~0', '~');
}

/** Field name to message. Of several about one field the first is shown: the API puts the most basic one there. */
export function fieldErrors(problem: Problem | undefined): Readonly<Record<string, string>> {
  const first = new Map<string, string>();
  for (const { pointer, detail } of problem?.errors ?? []) if (!first.has(fieldName(pointer))) first.set(fieldName(pointer), detail);
  return Object.fromEntries(first);
}
