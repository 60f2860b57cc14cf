import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Api, Wire } from './api';

/** A bare Fastify that hands every body over as the text it was: forms and JSON are read, and refused, in Stripe's way. */
export function newServer(): FastifyInstance {
  const app = fastify({ forceCloseConnections: true, bodyLimit: 1024 * 1024, exposeHeadRoutes: false });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  app.addHook('onRequest', async (request, reply) => {
    // A page of somebody else's, open in the same browser, shall not press buttons here.
    if (request.method !== 'GET' && request.headers['sec-fetch-site'] === 'cross-site') await reply.code(403).type('text/plain').send('Not from another site.');
  });
  return app;
}

export function mountApi(app: FastifyInstance, api: Api): void {
  for (const url of ['/v1/*', '/v2/*']) {
    app.route({
      method: ['GET', 'POST', 'DELETE', 'PUT', 'PATCH'],
      url,
      handler: async (request, reply) => {
        const [pathname, query = ''] = request.raw.url!.split('?') as [string, string?];
        const gone = new Promise<void>((resolve) => reply.raw.once('close', resolve));
        const wire = await api.handle({ method: request.method, pathname, query, headers: request.headers, body: (request.body as string | undefined) ?? '', gone });
        return send(request, reply, wire);
      },
    });
  }
}

function send(request: FastifyRequest, reply: FastifyReply, wire: Wire): FastifyReply | void {
  if (wire.as === 'answer') return reply.code(wire.status).headers(wire.headers).send(wire.body);
  reply.hijack();
  if (wire.as === 'reset') request.raw.socket.resetAndDestroy();
  if (wire.as === 'half') {
    reply.raw.writeHead(wire.status, { ...wire.headers, 'content-length': Buffer.byteLength(wire.body) });
    reply.raw.write(wire.body.slice(0, Math.floor(wire.body.length / 2)), () => request.raw.socket.destroy());
  }
}
