import type { Route } from './+types/robots';

/** Everything public may be indexed; pages of one person and machine doors are not for crawlers. */
const closed = ['/api/', '/files/', '/home', '/inbox', '/messages', '/settings', '/agreements', '/drafts', '/manage', '/work', '/teams', '/awards', '/judging', '/admin', '/verify', '/reset', '/invite'];

export function loader({ request }: Route.LoaderArgs) {
  const lines = ['User-agent: *', ...closed.map((path) => `Disallow: ${path}`), '', `Sitemap: ${new URL('/sitemap.xml', request.url).href}`, ''];
  return new Response(lines.join('\n'), { headers: { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'public, max-age=3600' } });
}
