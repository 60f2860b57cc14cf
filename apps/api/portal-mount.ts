import compress from '@fastify/compress';
import fastifyStatic from '@fastify/static';
import { m } from '@app/messages';
import type { FastifyInstance } from 'fastify';
import { existsSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { constants } from 'node:zlib';
import { discardRest, toRequest } from './portal-request';

export interface PortalOptions {
  /** Absolute path of `apps/portal/build`. */
  buildDir: string;
  /** Where this server's own API answers over loopback; a function when the port is known only after listening. */
  apiOrigin: string | (() => string);
  /** Per-process secret; the API believes `x-guildhall-visitor` only beside it. */
  secret: string;
  /** Where a person answers; every page names it. */
  support: string;
  /** The address people use. Form posts from its origin are good even when a proxy rewrites Host. */
  publicUrl?: string;
  /** Further origins pages may talk to (`connect`) or post forms towards, redirects included (`forms`). */
  origins?: { connect?: readonly string[]; forms?: readonly string[] };
  /** Largest form body in bytes, files included. */
  bodyLimit?: number;
}

interface Visit {
  ip: string;
  apiOrigin: string;
  secret: string;
  support: string;
  nonce: string;
}

/** What `react-router build` wrote: its `entry.server` exports the handler beside the parts React Router needs. */
interface PortalBuild {
  entry: { module: { portalHandler(build: PortalBuild): (request: Request, visit: Visit) => Promise<Response> } };
  allowedActionOrigins?: string[];
}

/** Everything under these belongs to the API and answers in its own way, a miss too. */
const notPages = /^\/(api|docs|files|openapi\.json|health|metrics|provider-events|assets)(\/|$)/;
const defaultBodyLimit = 12 * 1024 * 1024;

/** Compression for pages and JSON: streamed HTML leaves at once, and an event stream is never held back. */
export const compression = {
  customTypes: (type: string) => type !== 'text/event-stream' && /^(text\/|application\/(json|problem\+json|javascript|xml)|image\/svg)/.test(type),
  zlibOptions: { flush: constants.Z_SYNC_FLUSH },
  brotliOptions: { flush: constants.BROTLI_OPERATION_FLUSH, params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
};

/** True when the portal was built; without it the API serves alone. */
export function isPortalBuilt(buildDir: string): boolean {
  return existsSync(join(buildDir, 'server/index.js'));
}

/**
 * Serves the portal's pages from a wildcard route in a scope of its own, whose bodies stay unread for the page's action.
 * Call before the server listens. Never through React Router's own listener: `GET //` would end the process.
 */
export async function mountPortal(fastify: FastifyInstance, options: PortalOptions): Promise<void> {
  const { buildDir, apiOrigin, secret, support, publicUrl, origins = {}, bodyLimit = defaultBodyLimit } = options;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- a path known only at run time; jest can load it this way too
  const built = require(join(buildDir, 'server/index.js')) as PortalBuild;
  const build = { ...built, allowedActionOrigins: publicUrl === undefined ? [] : [new URL(publicUrl).host] };
  const handle = build.entry.module.portalHandler(build);

  await fastify.register(async (scope) => {
    if (!scope.hasReplyDecorator('compress')) await scope.register(compress, compression);
    await scope.register(fastifyStatic, { root: join(buildDir, 'client/assets'), prefix: '/assets/', immutable: true, maxAge: '1y', preCompressed: true, decorateReply: false });

    // Pages and their `.data` show whoever asks their own things; what may be kept says so itself
    scope.addHook('onSend', async (_request, reply) => {
      if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'private, no-store');
    });
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    scope.route({
      method: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
      url: '/*',
      exposeHeadRoute: false,
      // Pages read forms with files themselves.
      config: { streams: 'form' },
      async handler(req, reply) {
        if (notPages.test(req.raw.url?.replace(/^\/+/, '/').split('?', 1)[0] ?? '')) return reply.callNotFound();
        const plain = (status: number, text: string) => reply.code(status).type('text/plain; charset=utf-8').send(text);
        const tooLarge = () => plain(413, m.portal_body_too_large({}, { locale: 'en' }));
        if (Number(req.headers['content-length'] ?? 0) > bodyLimit) {
          discardRest(req, reply);
          return tooLarge();
        }
        let page;
        try {
          page = toRequest(req, reply, bodyLimit);
        } catch {
          return plain(400, m.portal_bad_address({}, { locale: 'en' }));
        }

        const nonce = randomBytes(16).toString('base64');
        const visit = { ip: req.ip, apiOrigin: typeof apiOrigin === 'string' ? apiOrigin : apiOrigin(), secret, support, nonce };
        let response;
        try {
          response = await handle(page.request, visit);
        } catch (error) {
          if (!page.tooLarge()) throw error;
        }
        if (page.tooLarge() || response === undefined) return tooLarge();
        reply.headers({ 'content-security-policy': policy(nonce, origins), 'referrer-policy': 'same-origin', 'x-content-type-options': 'nosniff' });
        return reply.send(response);
      },
    });
  });
}

/** `same-origin` above, since with `no-referrer` browsers send `Origin: null`, and form posts would be refused as foreign. */
function policy(nonce: string, { connect = [], forms = [] }: NonNullable<PortalOptions['origins']>): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    // The component library positions by style attributes.
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data:",
    ["connect-src 'self'", ...connect].join(' '),
    ["form-action 'self'", ...forms].join(' '),
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
