import { m } from '@app/messages';
import { data, redirect } from 'react-router';
import { fieldName, isProblem, unavailable, type Problem } from './problems';

/** What a form's action answers when the API refused: the problem in the reader's language, and what was typed. */
export interface Refusal {
  problem: Problem;
  values: Readonly<Record<string, string>>;
}

/** Only here, on the server: looking texts up by code would send the whole catalogue to every browser. */
const texts = m as unknown as Readonly<Record<string, ((inputs?: Readonly<Record<string, string>>) => string) | undefined>>;
const text = (key: string, inputs?: Readonly<Record<string, string>>) => texts[key]?.(inputs);

/** The text of a key that is put together at run time, if there is one. */
export const translatedCode = text;

/** Codes become texts: `problem_<code>` for the whole, `field_<code>` for a field; English from the API where there is none. */
export function translated(problem: Problem): Problem {
  return {
    ...problem,
    title: (problem.code && text(`problem_${problem.code}`)) ?? problem.title ?? m.error_other_title(),
    detail: isOvertaken(problem) ? undefined : problem.detail,
    errors: problem.errors?.map((error) => ({ ...error, detail: text(`field_${error.code}`) ?? error.detail })),
  };
}

/** The API found another state than the page had shown: somebody was faster, or its time was over. */
export const isOvertaken = (body: unknown) => isProblem(body) && body.code === 'request_wrong_state';

/** Leads to the page as it stands now, which says why (`?overtaken`); by itself to the one the form was on (relative to its route: the address asked for may be that of its data). */
export const overtaken = (page = '.', headers?: Headers) => redirect(`${page}?overtaken`, { status: 303, headers });

/**
 * The answer to a form the API refused. A fault of the API itself becomes the error page instead, and a form that was
 * overtaken is of no use any more. Secrets are never typed back into a page.
 */
export function refused(response: Response, body: unknown, form: FormData) {
  if (isOvertaken(body)) throw overtaken();
  return refusedAsTyped(response, body, form);
}

/** The same where what was typed is worth keeping also when it was overtaken. */
export function refusedAsTyped(response: Response, body: unknown, form: FormData) {
  if (response.status >= 500) throw data(unavailable, { status: 503 });
  const problem = withEmptyNamed(translated({ ...(isProblem(body) ? body : {}), status: response.status }), form);
  return data<Refusal>({ problem, values: typedIn(form) }, { status: response.status, headers: retryAfter(response) });
}

/** What was typed, but secrets. */
export function typedIn(form: FormData): Refusal['values'] {
  return Object.fromEntries([...form].filter((pair): pair is [string, string] => typeof pair[1] === 'string' && !/password|token/i.test(pair[0])));
}

/** A form always sends its fields, so what the API finds too short or misshapen may simply not be filled in. */
function withEmptyNamed(problem: Problem, form: FormData): Problem {
  return { ...problem, errors: problem.errors?.map((error) => (form.get(fieldName(error.pointer)) === '' ? { ...error, detail: m.field_is_not_empty() } : error)) };
}

/** For loaders: what the API refused to show, as the page for that status. */
export function notShown(response: Response, body: unknown) {
  if (response.status >= 500) return data(unavailable, { status: 503 });
  return data(translated({ ...(isProblem(body) ? body : {}), status: response.status }), { status: response.status, headers: retryAfter(response) });
}

function retryAfter(response: Response): HeadersInit {
  const seconds = response.headers.get('retry-after');
  return seconds === null ? {} : { 'Retry-After': seconds };
}

/** One text field of a posted form; a missing or repeated one reads as the API would see it empty. */
export function field(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}
