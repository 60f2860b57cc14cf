import { randomUUID } from 'node:crypto';
import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import { constants } from 'node:zlib';
import type { INestApplicationContext, LoggerService, Type, DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Config } from '../config';
import { Db } from '../db/db';
import { LiveStreams } from '../live/live-streams';
import { Metrics } from '../metrics/metrics';
import { AccessGuard } from './access';
import { EtagInterceptor } from './etag';
import { addHygiene } from './hygiene';
import { addRequestLog } from './request-log';
import { IdempotencyInterceptor } from './idempotency';
import { addInFlightLimits } from './in-flight';
import { PageInterceptor } from './paging';
import { ProblemFilter, sendProblem, toProblem } from './problem.filter';
import { addRateLimits } from './rate-limit';
import { validationPipe } from './validation';

const jsonLimit = 100 * 1024;
const compressible = /^(?!text\/event-stream)(?:text\/|application\/(?:json|problem\+json|javascript|xml|manifest\+json)|image\/svg)/;

/** Providers of the HTTP edge: put them into the root module of a process that serves HTTP. */
export const httpEdge = [
  { provide: APP_GUARD, useClass: AccessGuard },
  { provide: APP_FILTER, useClass: ProblemFilter },
  { provide: APP_INTERCEPTOR, useClass: IdempotencyInterceptor },
  { provide: APP_INTERCEPTOR, useClass: EtagInterceptor },
  { provide: APP_INTERCEPTOR, useClass: PageInterceptor },
];

/** A Nest application on Fastify with everything the edge insists on, not yet listening. `extend` adds what is not Nest's (the portal). */
export async function createHttpApp(
  root: Type | DynamicModule,
  config: Config,
  options: { logger?: LoggerService | false; extend?: (fastify: FastifyInstance, app: INestApplicationContext) => Promise<void> } = {},
): Promise<NestFastifyApplication> {
  const adapter = new FastifyAdapter({
    bodyLimit: jsonLimit,
    multipart: false,
    genReqId: () => randomUUID(),
    requestTimeout: 120_000,
    connectionTimeout: 0,
    keepAliveTimeout: 72_000,
    trustProxy: [...config.trustedProxies],
    forceCloseConnections: 'idle' as const,
    // what Fastify refuses before it finds a route (a path that cannot be decoded, a segment that is too long)
    frameworkErrors: (error: unknown, request: FastifyRequest, reply: FastifyReply) => sendProblem(reply, toProblem(error), request.id),
  });
  const app = await NestFactory.create<NestFastifyApplication>(root, adapter as never, { logger: options.logger ?? false, rawBody: true, bufferLogs: false, abortOnError: false });
  const fastify = adapter.getInstance() as unknown as FastifyInstance;

  app.useSecurityHeaders({ contentSecurityPolicy: { directives: { 'upgrade-insecure-requests': null } }, strictTransportSecurity: config.publicUrl.startsWith('https:') } as never);
  app.enableCsrfProtection({ trustedOrigins: [config.publicUrl] });
  fastify.decorateRequest('actor', null);
  await fastify.register(cookie as never);
  await fastify.register(compress as never, {
    global: true,
    threshold: 1024,
    customTypes: compressible,
    zlibOptions: { flush: constants.Z_SYNC_FLUSH, level: 6 },
    brotliOptions: { flush: constants.BROTLI_OPERATION_FLUSH, params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
  } as never);
  if (config.rateLimits) {
    await addRateLimits(fastify, app.get(Db), config);
    addInFlightLimits(fastify, config);
  }
  addHygiene(fastify);
  addRequestLog(fastify, app.get(Metrics));
  // while connections are still open: each is told that the server goes, and comes back to another
  fastify.addHook('preClose', async () => app.get(LiveStreams).endAll());
  fastify.addHook('onSend', async (request, reply) => {
    reply.header('x-request-id', request.id);
    if (request.url.startsWith('/api/') && !reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
  app.useGlobalPipes(validationPipe());
  app.enableShutdownHooks(undefined, { useProcessExit: true });
  await options.extend?.(fastify, app);
  await app.init();
  // A form on a foreign site can send these without being asked first; the API takes JSON only
  fastify.removeContentTypeParser(['application/x-www-form-urlencoded', 'text/plain']);
  await fastify.ready();
  return app;
}
