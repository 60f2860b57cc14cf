import { createHash } from 'node:crypto';
import MarkdownIt from 'markdown-it';
import sanitize from 'sanitize-html';

/** Raise it when the output for the same source changes. */
const renderer = 1;
const mostCached = 2000;

const parser = new MarkdownIt('default', { html: false, linkify: false, typographer: false, breaks: false });
parser.disable('image');

const allowed: sanitize.IOptions = {
  allowedTags: ['p', 'br', 'hr', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'li', 'blockquote', 'strong', 'em', 's', 'code', 'pre', 'a', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
  allowedAttributes: { a: ['href', 'rel'], ol: ['start'] },
  allowedSchemes: ['https', 'http', 'mailto'],
  allowProtocolRelative: false,
  // the page has its own first and second headings
  transformTags: { h1: 'h3', h2: 'h4', a: (name, attribs) => ({ tagName: name, attribs: { ...attribs, rel: 'nofollow noopener ugc' } }) },
};

/** Most recently used last. */
const cache = new Map<string, string>();

/** Safe HTML for Markdown somebody wrote: no raw HTML, no images, links to the web and to mail addresses only. */
export function markdown(source: string): string {
  const key = createHash('sha256').update(`${renderer}\n${source}`).digest('base64');
  const known = cache.get(key);
  if (known !== undefined) cache.delete(key);
  const html = known ?? sanitize(parser.render(source), allowed);
  cache.set(key, html);
  if (cache.size > mostCached) cache.delete(cache.keys().next().value!);
  return html;
}
