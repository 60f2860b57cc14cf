/** Where to go after signing in: a path of this site, or home. Anything a browser could read as another host is refused. */
export function returnTo(next: string | null): string {
  if (next === null || !/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(next)) return '/home';
  return next;
}
