import type { IncomingMessage } from 'node:http';
import { Controller, Delete, Head, Options, Patch, Post, Req, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExcludeController } from '@nestjs/swagger';
import { Server } from '@tus/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Actor, readId } from '@app/kernel';
import { fileLimits, fileProblems, PartStore, uploadName } from '@app/files';
import { Access, problemBody, requestProblems, toProblem } from '@app/platform';
import { SubmissionFiles } from '../submission-files.service';

/** What the tus server hands to its hooks: a web request that knows Node's. */
type TusRequest = Request & { runtime?: { node?: { req: IncomingMessage } } };

/**
 * Resumable uploads by the tus protocol 1.0.0. POST with `Upload-Length` and `Upload-Metadata: submission <base64 of its id>,
 * filename <base64>`. Its rules are those of the plain form: an upload that is finished after the phase closed is late.
 */
@ApiExcludeController()
@Controller('files')
export class UploadsController {
  private readonly callers = new WeakMap<IncomingMessage, Actor>();
  private readonly server: Server;

  constructor(
    private readonly files: SubmissionFiles,
    store: PartStore,
  ) {
    this.server = new Server({
      path: '/files',
      datastore: store,
      relativeLocation: true,
      maxSize: fileLimits.fileBytes,
      disableTerminationForFinishedUploads: true,
      allowedOrigins: [],
      namingFunction: (request, metadata) => this.begin(request as TusRequest, metadata),
      onIncomingRequest: (request, id) => this.goOn(request as TusRequest, id),
      onUploadFinish: async (request, { id }) => {
        await this.files.finish(this.actorOf(request as TusRequest), fileIdOf(id));
        return {};
      },
      onResponseError: (_request, error) => {
        if ('status_code' in error) return undefined;
        const problem = toProblem(error);
        return { status_code: problem.status, body: JSON.stringify(problemBody(problem, 'upload')) };
      },
    });
  }

  @Options()
  @Access('person')
  describeUploads(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.handle(request, reply);
  }

  @Post()
  @RouteConfig({ streams: 'bytes' })
  @Access('person')
  beginUpload(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.handle(request, reply);
  }

  @Head(':id')
  @Access('person')
  resumeUpload(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.handle(request, reply);
  }

  @Patch(':id')
  @RouteConfig({ streams: 'bytes' })
  @Access('person')
  appendToUpload(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.handle(request, reply);
  }

  @Delete(':id')
  @Access('person')
  dropUpload(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.handle(request, reply);
  }

  private async handle(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    if (request.headers['idempotency-key'] !== undefined) throw requestProblems.malformed({ detail: 'An upload is resumed, not repeated: leave Idempotency-Key out.' });
    this.callers.set(request.raw, request.actor!);
    reply.hijack();
    for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) reply.raw.setHeader(name, value);
    try {
      await this.server.handle(request.raw, reply.raw);
    } catch {
      reply.raw.destroy();
    }
  }

  private async begin(request: TusRequest, metadata: Record<string, string | null> = {}): Promise<string> {
    const submissionId = readId('submission', metadata.submission);
    const size = Number(request.headers.get('upload-length'));
    if (submissionId === undefined) throw requestProblems.notFound();
    if (size === 0) throw fileProblems.empty();
    return uploadName(await this.files.begin(this.actorOf(request), submissionId, { name: metadata.filename ?? '', size }));
  }

  /** Only who may write the submission, and only until its phase closes. */
  private async goOn(request: TusRequest, id: string): Promise<void> {
    const file = await this.files.arriving(this.actorOf(request), fileIdOf(id));
    const hasBrokenOffAtTheEnd = request.method === 'HEAD' && file.state === 'receiving' && file.received === file.size;
    if (hasBrokenOffAtTheEnd) await this.files.finish(this.actorOf(request), file.id);
  }

  private actorOf(request: TusRequest): Actor {
    return this.callers.get(request.runtime!.node!.req)!;
  }
}

function fileIdOf(id: string): string {
  const fileId = readId('file', id);
  if (fileId === undefined) throw requestProblems.notFound();
  return fileId;
}
