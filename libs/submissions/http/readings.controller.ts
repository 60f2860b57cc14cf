import { Controller, Get, Param, Query, Res, type StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Actor, SubmissionId } from '@app/kernel';
import { Access, Act, Fails, IdParam, PageQuery, requestProblems } from '@app/platform';
import { Readings } from '../readings.service';
import { submissionProblems as problems } from '../submissions.problems';
import { OpenedSubmissionView, PhaseSubmissionPageView, PhaseSubmissionView } from './blind.view';
import { AnswersFile, sendFile } from './send-file';

/** What was handed in, after its phase has closed: without names until the results. Authors see who opened it. */
@Controller('api/v1')
export class ReadingsController {
  constructor(private readonly readings: Readings) {}

  /** Everything handed in for a phase, for those who run the challenge; nothing is opened by this */
  @Get('phases/:id/submissions')
  @Access('person')
  @Fails(requestProblems.notFound, problems.sealed)
  async listPhaseSubmissions(@Act() actor: Actor, @Param('id', IdParam('phase')) id: string, @Query() page: PageQuery): Promise<PhaseSubmissionPageView> {
    const { items, next, closedBecause } = await this.readings.list(actor, id, page);
    return { items: items.map((row) => PhaseSubmissionView.of(row)), next, closedBecause };
  }

  /** One submission, for those who run the challenge; its author sees that it was opened, and by whom */
  @Get('phases/:id/submissions/:submissionId')
  @Access('person')
  @Fails(requestProblems.notFound, problems.notReadAnyMore)
  async readPhaseSubmission(@Act() actor: Actor, @Param('id', IdParam('phase')) id: string, @Param('submissionId', IdParam('submission')) submissionId: SubmissionId): Promise<OpenedSubmissionView> {
    return OpenedSubmissionView.ofOpened(await this.readings.open(actor, id, submissionId));
  }

  /** One file of it, as a copy that does not name its author while names are not out */
  @Get('phases/:id/submissions/:submissionId/files/:fileId')
  @AnswersFile()
  @Access('person')
  @Fails(requestProblems.notFound, problems.opensLater, problems.notReadAnyMore)
  async readPhaseSubmissionFile(
    @Act() actor: Actor, @Param('id', IdParam('phase')) id: string, @Param('submissionId', IdParam('submission')) submissionId: SubmissionId,
    @Param('fileId', IdParam('file')) fileId: string, @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    return sendFile(reply, await this.readings.openFile(actor, id, submissionId, fileId));
  }

  /** A submission whose eligibility is questioned, for staff who decide on it */
  @Get('admin/submissions/:id')
  @Access('staff', { roles: ['moderator'] })
  @Fails(requestProblems.notFound, problems.ownOrganisation)
  async readQuestionedSubmission(@Act() actor: Actor, @Param('id', IdParam('submission')) id: SubmissionId): Promise<OpenedSubmissionView> {
    return OpenedSubmissionView.ofOpened(await this.readings.openQuestioned(actor, id));
  }

  /** One file of it */
  @Get('admin/submissions/:id/files/:fileId')
  @AnswersFile()
  @Access('staff', { roles: ['moderator'] })
  @Fails(requestProblems.notFound, problems.ownOrganisation, problems.opensLater)
  async readQuestionedFile(@Act() actor: Actor, @Param('id', IdParam('submission')) id: SubmissionId, @Param('fileId', IdParam('file')) fileId: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<StreamableFile> {
    return sendFile(reply, await this.readings.openQuestionedFile(actor, id, fileId));
  }
}
