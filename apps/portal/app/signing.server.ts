import { data, redirect } from 'react-router';
import { apiFor, cookiesOf, type PageArgs } from './api';
import { field, isOvertaken, overtaken, type Refusal, refused, typedIn } from './problems.server';
import { viewerOf } from './viewer';
import { isSameName } from './work/agreement';

interface Signature {
  hash: string;
  name: string;
  isAccepted: true;
}

/** Sends a signature; one under another name than the account's only after that was said (`typed` is the name it was said of). Where the API wants to know again who signs, the password comes with it; the session then goes on under another cookie. Leads to `page` once it is signed, also where nothing was left to sign (`?before`). */
export async function signAs(args: PageArgs, page: string, sign: (api: ReturnType<typeof apiFor>, body: Signature) => Promise<{ error?: unknown; response: Response }>) {
  const form = await args.request.formData();
  if (await isToBeSaid(args, form)) return data<{ values: Refusal['values']; problem?: undefined }>({ values: typedIn(form) });
  const confirmed = form.has('password') ? await apiFor(args).PUT('/api/v1/session', { body: { password: field(form, 'password') } }) : undefined;
  if (confirmed && !confirmed.response.ok) return refused(confirmed.response, confirmed.error, form);
  const cookies = confirmed ? cookiesOf(confirmed.response) : new Headers();
  const api = apiFor(confirmed ? { ...args, request: withCookies(args.request, cookies) } : args);
  const { error, response } = await sign(api, { hash: field(form, 'hash'), name: field(form, 'name').trim(), isAccepted: (field(form, 'isAccepted') === 'on') as true });
  if (response.ok) throw redirect(page, { status: 303, headers: cookies });
  if (isSigned.has((error as { code?: string } | undefined)?.code ?? '')) throw redirect(`${page}?before`, { status: 303, headers: cookies });
  if (isOvertaken(error)) throw overtaken(page, cookies);
  const refusal = refused(response, error, form);
  const headers = new Headers(refusal.init?.headers);
  for (const cookie of cookies.getSetCookie()) headers.append('Set-Cookie', cookie);
  return data(refusal.data, { ...refusal.init, headers });
}

/** The form is of no use any more: the page says what was done, and by whom. */
const isSigned: ReadonlySet<string> = new Set(['bounties_declaration_signed', 'agreements_signed_already']);

/** What the API would refuse anyway needs no warning. */
async function isToBeSaid(args: PageArgs, form: FormData): Promise<boolean> {
  const name = field(form, 'name').trim();
  if (name.length < 2 || name === field(form, 'typed') || field(form, 'isAccepted') !== 'on') return false;
  const viewer = await viewerOf(args);
  return viewer !== null && !isSameName(name, viewer.name);
}

function withCookies(request: Request, cookies: Headers): Request {
  const headers = new Headers(request.headers);
  headers.set('cookie', cookies.getSetCookie().map((cookie) => cookie.split(';')[0]).join('; '));
  return new Request(request.url, { headers, signal: request.signal });
}
