import { m } from '@app/messages';

/** Where to go after signing in: a path of this site, or home. Anything a browser could read as another host is refused. */
export function returnTo(next: string | null): string {
  if (next === null || !/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(next)) return '/home';
  return next;
}

/** The same address asked of another page: signing in and signing up lead to each other, and back. */
export const withNext = (path: string, next: string | null) => (next === null ? path : `${path}?next=${encodeURIComponent(next)}`);

/** Why somebody who followed a link is asked to sign in first. */
export const whyToSignIn = (next: string | null) => (returnTo(next).startsWith('/judging?seat=') ? m.sign_in_to_judge() : null);

/** How somebody who comes from there takes part, where the page tells: whoever joins a challenge mostly is on their own. */
export function kindFrom(next: string | null): 'freelancer' | 'person' | undefined {
  const path = returnTo(next).split('?')[0]!;
  if (/^\/challenges\/[^/]+\/join$/.test(path)) return 'freelancer';
  return ['/post', '/judging'].includes(path) || path.startsWith('/invite/') ? 'person' : undefined;
}
