import type { View } from '@app/api-client';
import { data } from 'react-router';
import { findingText } from './findings.server';
import { field, notShown, translatedCode, type refused } from './problems.server';

export interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** What the API answered; what it refused becomes the page for that status. */
export function found<T>({ data: body, error, response }: Answer<T>): T {
  if (!response.ok) throw notShown(response, error);
  return body as T;
}

/** The same for a part a page can do without: nothing where it is not there, or not for this reader. */
export function foundOrNothing<T>(answer: Answer<T>): T | undefined {
  if ([401, 403, 404, 409].includes(answer.response.status)) return undefined;
  return found(answer);
}

/** For a POST that creates: pressed twice, it is done once. The page that shows the form makes the key. @throws 400 for a form that sends none */
export function once(form: FormData) {
  const key = field(form, 'idempotencyKey');
  if (key === '') throw data(null, { status: 400, statusText: 'The form has no idempotencyKey' });
  return { 'Idempotency-Key': key };
}

export const ifMatch = (version: number | string) => ({ 'If-Match': `"${version}"` });

/** What stands in the way, said below the problem's title: findings of readiness and plain codes, both by the catalogue. */
export function withBlockers(refusal: ReturnType<typeof refused>, body: unknown): ReturnType<typeof refused> {
  const { blockers = [], missing = [] } = (body ?? {}) as { blockers?: (string | View<'FindingView'>)[]; missing?: View<'FindingView'>[] };
  const lines = [...blockers, ...missing].map((one) => (typeof one === 'string' ? translatedCode(`blocker_${one}`) ?? one.replaceAll('_', ' ') : findingText(one)));
  return lines.length === 0 ? refusal : data({ ...refusal.data, problem: { ...refusal.data.problem, detail: lines.join(' ') } }, refusal.init ?? undefined);
}

/** For a page with several forms, whose fields have names of their own: `/email` of the API is `/email/phs_1` there. */
export function atField(refusal: ReturnType<typeof refused>, pointer: string, own: string): ReturnType<typeof refused> {
  const errors = refusal.data.problem.errors?.map((error) => (error.pointer === pointer ? { ...error, pointer: own } : error));
  return data({ ...refusal.data, problem: { ...refusal.data.problem, errors } }, refusal.init ?? undefined);
}
