import type { FastifyReply, FastifyRequest } from 'fastify';
import { Readable, Transform } from 'node:stream';

const lingerMs = 2_000;

/** A web `Request` over one Fastify request; `tooLarge()` tells whether its body passed the limit while being read. */
export interface PortalRequest {
  request: Request;
  tooLarge(): boolean;
}

/**
 * Reads address and scheme as Fastify's proxy settings see them. Throws for an address no URL can be made of.
 * The body stays a stream: a page that never reads it costs nothing, and `bodyLimit` (bytes) cuts one that lies.
 */
export function toRequest(req: FastifyRequest, reply: FastifyReply, bodyLimit: number): PortalRequest {
  const url = new URL(`${req.protocol}://${req.host}`);
  // `//evil.example` would be read as another host.
  const target = new URL((req.raw.url ?? '/').replace(/^[/\\]+/, '/'), url);
  if (target.origin !== url.origin) throw new Error('an address of another host');
  decodeURI(target.pathname);

  const gone = new AbortController();
  const init: RequestInit & { duplex?: 'half' } = { method: req.method, headers: headersOf(req), signal: gone.signal };
  let exceeded = false;
  if (req.method !== 'GET' && req.method !== 'HEAD') {
    let seen = 0;
    const limit = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        seen += chunk.length;
        exceeded = seen > bodyLimit;
        if (exceeded) gone.abort();
        done(exceeded ? new Error('body over the limit') : null, chunk);
      },
    });
    // Without a listener a cut or abandoned upload would be an uncaught error.
    limit.on('error', () => undefined);
    init.body = Readable.toWeb(req.raw.pipe(limit)) as ReadableStream<Uint8Array>;
    init.duplex = 'half';
    req.raw.once('close', () => req.raw.complete || limit.destroy(new Error('upload abandoned')));
    discardRest(req, reply, limit);
  }
  reply.raw.once('close', () => reply.raw.writableFinished || gone.abort());
  return { request: new Request(target, init), tooLarge: () => exceeded };
}

/** Once answered, a body nobody reads would hold its connection for ever: it is drained for a moment, then cut. */
export function discardRest(req: FastifyRequest, reply: FastifyReply, reader?: Transform): void {
  reply.raw.once('finish', () => {
    if (req.raw.complete) return;
    if (reader) req.raw.unpipe(reader);
    req.raw.resume();
    setTimeout(() => req.raw.complete || req.raw.destroy(), lingerMs).unref();
  });
}

function headersOf(req: FastifyRequest): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(req.headers)) {
    for (const one of Array.isArray(value) ? value : [value]) if (one !== undefined && !name.startsWith(':')) headers.append(name, one);
  }
  return headers;
}
