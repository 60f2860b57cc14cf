/** An RFC 9457 problem as the API answers it. */
export interface Problem {
  status: number;
  code?: string;
  title?: string;
  detail?: string;
  errors?: readonly { pointer: string; code: string; detail: string }[];
}

export const unavailable: Problem = { status: 503, code: 'portal_unavailable' };

export function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'status' in value && typeof value.status === 'number';
}

/** Field name to message: `/phases/0/closesAt` becomes `phases.0.closesAt`, as the form names it (RFC 6901 escapes undone). */
export function fieldErrors(problem: Problem | undefined): Readonly<Record<string, string>> {
  const name = (pointer: string) => pointer.replace(/^\//, '').replaceAll('/', '.').replaceAll('~1', '/').replaceAll('~0', '~');
  // Of several about one field the first is shown: the API puts the most basic one there.
  return Object.fromEntries([...(problem?.errors ?? [])].reverse().map((error) => [name(error.pointer), error.detail]).reverse());
}
