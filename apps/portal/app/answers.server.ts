import { notShown } from './problems.server';

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** What the API answered; what it refused becomes the page for that status. */
export function found<T>({ data, error, response }: Answer<T>): T {
  if (!response.ok) throw notShown(response, error);
  return data as T;
}

/** The same for a part a page can do without: nothing where it is not there, or not for this reader. */
export function foundOrNothing<T>(answer: Answer<T>): T | undefined {
  if ([401, 403, 404, 409].includes(answer.response.status)) return undefined;
  return found(answer);
}

/** For a POST that creates: pressed twice, it is done once. */
export const once = (form: FormData) => ({ 'Idempotency-Key': String(form.get('idempotencyKey') ?? '') || crypto.randomUUID() });

export const ifMatch = (version: number | string) => ({ 'If-Match': `"${version}"` });
