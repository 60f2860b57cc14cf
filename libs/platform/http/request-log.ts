import { Logger } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { withLogFields } from '../log/log-context';
import type { Metrics } from '../metrics/metrics';

/** Asked so often by machines, or so many for one page, that a line each would hide the others. */
const quiet = /^\/(?:health\/|metrics$|assets\/)/;

/**
 * One line an answered request, and its time counted. It names the route, never the address as it was called: tokens and
 * words of a search are in there.
 */
export function addRequestLog(fastify: FastifyInstance, metrics: Metrics): void {
  const log = new Logger('Requests');
  fastify.addHook('onRequest', (request, _, done) => withLogFields(() => whose(request), done));
  fastify.addHook('onResponse', (request, reply, done) => {
    const [method, route, status] = [request.method, request.routeOptions.url ?? 'none', reply.statusCode];
    metrics.requests.observe({ method, route, status }, reply.elapsedTime / 1000);
    const line = { method, route, status, ms: Math.round(reply.elapsedTime), ...whose(request) };
    if (quiet.test(route)) log.debug(line);
    else log.log(line);
    done();
  });
}

function whose({ id, actor }: FastifyRequest) {
  return { requestId: id, capacity: actor?.capacity, personId: actor?.personId, serviceAccountId: actor?.serviceAccountId };
}
