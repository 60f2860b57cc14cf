import { createCookie } from 'react-router';
import { returnTo } from './return-to';

/** Between signing up and the link in the mail the address of a page would be lost; this browser keeps it for a day. */
const kept = createCookie('__Host-return', { path: '/', httpOnly: true, secure: true, sameSite: 'lax', maxAge: 86_400 });

const asked = (request: Request) => new URL(request.url).searchParams.get('next');

/** The header that keeps where somebody wanted to go, if they said so. */
export async function keepReturn(request: Request): Promise<HeadersInit> {
  const next = asked(request);
  return next === null ? {} : { 'Set-Cookie': await kept.serialize(returnTo(next)) };
}

/** Where to go after signing in: what the address asks for, else what was kept, which is used up. */
export async function takeReturn(request: Request, headers: Headers): Promise<string> {
  const own: unknown = await kept.parse(request.headers.get('cookie'));
  if (own !== null) headers.append('Set-Cookie', await kept.serialize('', { maxAge: 0 }));
  return returnTo(asked(request) ?? (typeof own === 'string' ? own : null));
}
