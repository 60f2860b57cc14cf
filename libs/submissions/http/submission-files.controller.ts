import { Controller, Delete, Get, HttpCode, Param, Post, Req, Res, type StreamableFile } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Actor, type Id, type SubmissionId } from '@app/kernel';
import { fileProblems, Files } from '@app/files';
import { Access, Act, Fails, IdParam, requestProblems, RunsByItself } from '@app/platform';
import { SubmissionFiles } from '../submission-files.service';
import { submissionProblems as problems } from '../submissions.problems';
import { fileOfForm } from './form-file';
import { AnswersFile, sendFile } from './send-file';
import { FileView } from './submission.view';

/** Files of a submission, for its author's side. */
@Controller('api/v1/submissions/:id/files')
export class SubmissionFilesController {
  constructor(
    private readonly submissionFiles: SubmissionFiles,
    private readonly files: Files,
  ) {}

  /** Add a file to the working version by a plain form; large files go on after a break by tus at `/files` */
  @Post()
  @RunsByItself()
  @RouteConfig({ streams: 'form' })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: { type: 'object', required: ['file'], properties: { file: { type: 'string', format: 'binary' } } } })
  @Access('person')
  @Fails(
    fileProblems.badName, fileProblems.typeRefused, fileProblems.contentRefused, fileProblems.empty, fileProblems.scanRefused, fileProblems.tooLarge, fileProblems.tooMany,
    problems.notOpen, problems.late, problems.notInPhase, problems.entryNotActive, requestProblems.notFound, requestProblems.forbidden, requestProblems.malformed, requestProblems.unsupportedMediaType,
  )
  async addSubmissionFile(@Act() actor: Actor, @Param('id', IdParam('submission')) id: SubmissionId, @Req() request: FastifyRequest): Promise<FileView> {
    const file = await fileOfForm(request, (name, content) => this.submissionFiles.add(actor, id, name, content));
    return FileView.of({ file, details: await this.files.details(file) });
  }

  /** The bytes, as they were sent */
  @Get(':fileId')
  @AnswersFile()
  @Access('person', { whileSuspended: true })
  @Fails(requestProblems.notFound)
  async readSubmissionFile(
    @Act() actor: Actor,
    @Param('id', IdParam('submission')) id: SubmissionId,
    @Param('fileId', IdParam('file')) fileId: Id<'file'>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    return sendFile(reply, await this.submissionFiles.read(actor, id, fileId));
  }

  /** Take a file out of the working version */
  @Delete(':fileId')
  @HttpCode(204)
  @Access('person')
  @Fails(requestProblems.notFound, requestProblems.forbidden, problems.notOpen, problems.late, problems.notInPhase, problems.entryNotActive)
  async removeSubmissionFile(@Act() actor: Actor, @Param('id', IdParam('submission')) id: SubmissionId, @Param('fileId', IdParam('file')) fileId: Id<'file'>): Promise<void> {
    await this.submissionFiles.remove(actor, id, fileId);
  }
}
