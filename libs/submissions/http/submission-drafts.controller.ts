import { Body, Controller, Get, Param, Patch, Put } from '@nestjs/common';
import type { Actor, EntryId, PhaseId } from '@app/kernel';
import { Files } from '@app/files';
import { Access, Act, Fails, IdParam, IfMatch, requestProblems } from '@app/platform';
import { Drafts } from '../drafts.service';
import { submissionProblems as problems } from '../submissions.problems';
import { DraftDto } from './submission.dto';
import { DraftView } from './submission.view';

/** The working version of a submission. */
@Controller('api/v1/entries/:id/submissions/:phaseId/draft')
export class SubmissionDraftsController {
  constructor(
    private readonly drafts: Drafts,
    private readonly files: Files,
  ) {}

  /** The working version and the form it fills in; `ETag: "0"` before anything was saved */
  @Get()
  @Access('person', { whileSuspended: true })
  @Fails(requestProblems.notFound, problems.notOpen, problems.late, problems.notInPhase)
  async readSubmissionDraft(@Act() actor: Actor, @Param('id', IdParam('entry')) id: EntryId, @Param('phaseId', IdParam('phase')) phaseId: PhaseId): Promise<DraftView> {
    return DraftView.of(await this.drafts.read(actor, id, phaseId), this.files.isScanned);
  }

  /** Save all answers; encrypted at once, seen by nobody else. What is left out is empty */
  @Put()
  @Access('person')
  @Fails(
    requestProblems.notFound, requestProblems.forbidden, requestProblems.invalid, requestProblems.wrongState, requestProblems.preconditionFailed, requestProblems.preconditionRequired,
    problems.notOpen, problems.late, problems.notInPhase, problems.entryNotActive,
  )
  async saveSubmissionDraft(
    @Act() actor: Actor,
    @Param('id', IdParam('entry')) id: EntryId,
    @Param('phaseId', IdParam('phase')) phaseId: PhaseId,
    @IfMatch() version: number,
    @Body() { answers }: DraftDto,
  ): Promise<DraftView> {
    return DraftView.of(await this.drafts.save(actor, id, phaseId, version, answers, 'empty'), this.files.isScanned);
  }

  /** Save some answers, as one writes; the others stay as they are */
  @Patch()
  @Access('person')
  @Fails(
    requestProblems.notFound, requestProblems.forbidden, requestProblems.invalid, requestProblems.wrongState, requestProblems.preconditionFailed, requestProblems.preconditionRequired,
    problems.notOpen, problems.late, problems.notInPhase, problems.entryNotActive,
  )
  async editSubmissionDraft(
    @Act() actor: Actor,
    @Param('id', IdParam('entry')) id: EntryId,
    @Param('phaseId', IdParam('phase')) phaseId: PhaseId,
    @IfMatch() version: number,
    @Body() { answers }: DraftDto,
  ): Promise<DraftView> {
    return DraftView.of(await this.drafts.save(actor, id, phaseId, version, answers, 'keep'), this.files.isScanned);
  }
}
