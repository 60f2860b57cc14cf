import type { Route } from './+types/sitemap';
import { apiFor } from '~/api';

const pages = ['/', '/challenges', '/how-it-works/sponsors', '/how-it-works/solvers', '/how-it-works/universities', '/how-it-works/judges', '/legal/terms', '/legal/privacy', '/legal/ip', '/legal/accessibility', '/sign-up'];

/** Public pages and the newest open challenges; what else there is, the list links to. */
export async function loader(args: Route.LoaderArgs) {
  const { data } = await apiFor(args)
    .GET('/api/v1/challenges', { params: { query: { status: 'open', limit: 100 } } })
    .catch(() => ({ data: undefined }));
  const paths = [...pages, ...(data?.items ?? []).map(({ slug }) => `/challenges/${encodeURIComponent(slug)}`)];
  const urls = paths.map((path) => `  <url><loc>${escape(new URL(path, args.request.url).href)}</loc></url>`);
  const xml = ['<?xml version="1.0" encoding="UTF-8"?>', '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">', ...urls, '</urlset>', ''].join('\n');
  return new Response(xml, { headers: { 'Content-Type': 'application/xml; charset=utf-8', 'Cache-Control': 'public, max-age=300' } });
}

const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll("'", '&apos;');
