import multipart from '@fastify/multipart';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { fileLimits } from '@app/files';
import { requestProblems, sendProblem } from '@app/platform';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The route reads this kind of body itself, as a stream. */
    streams?: 'form' | 'bytes';
  }
}

const kinds = { 'multipart/form-data': 'form', 'application/offset+octet-stream': 'bytes' } as const;

/** Lets only the routes that ask for it take forms with files and raw bytes; no other route reads a multipart body. */
@Injectable()
export class UploadBodies implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {}

  onModuleInit(): void {
    const fastify = this.host.httpAdapter?.getInstance?.() as FastifyInstance | undefined;
    if (!fastify?.addContentTypeParser) return;
    fastify.addHook('preParsing', (request, reply, _payload, done) => {
      const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
      const kind = Object.hasOwn(kinds, type) ? kinds[type as keyof typeof kinds] : undefined;
      if (kind === undefined || request.routeOptions.config.streams === kind) return done();
      sendProblem(reply, requestProblems.unsupportedMediaType(), request.id);
    });
    fastify.addContentTypeParser('application/offset+octet-stream', (_request, _payload, done) => done(null));
    // not awaited: that would settle the routes before Nest has set its error handler on them
    void fastify.register(multipart, { throwFileSizeLimit: false, limits: { fileSize: fileLimits.fileBytes + 1, files: 1, fields: 5, parts: 6, fieldSize: 1000, fieldNameSize: 100, headerPairs: 50 } });
  }
}
