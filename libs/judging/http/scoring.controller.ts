import { Body, Controller, Get, HttpCode, Param, Put, Res, StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Actor, SubmissionId } from '@app/kernel';
import { Access, Act, Fails, IdParam, IfMatch, requestProblems } from '@app/platform';
import { AnswersFile, sendFile, submissionProblems } from '@app/submissions';
import { JudgingQueries } from '../judging.queries';
import { problems } from '../judging.problems';
import { Scoring } from '../scoring.service';
import { byCriterion, RecusalDto, ReplaceJudgeDto, ScorecardDto } from './judging.dto';
import { AssignmentListView, JudgedSubmissionView, ScorecardView } from './judging.view';
import { SubmissionFeedbackView } from './results.view';

const longestComment = 4000;

/** What a judge does: read blind, score, lock. */
@Controller('api/v1')
export class ScoringController {
  constructor(
    private readonly scoring: Scoring,
    private readonly queries: JudgingQueries,
  ) {}

  /** For its author's side: scores and comments by criterion, after the results; judges are numbers */
  @Get('submissions/:id/feedback')
  @Access('person', { whileSuspended: true })
  @Fails(requestProblems.notFound)
  async readFeedback(@Act() actor: Actor, @Param('id', IdParam('submission')) id: SubmissionId): Promise<SubmissionFeedbackView> {
    return SubmissionFeedbackView.of(await this.queries.feedback(actor, id));
  }

  /** What you have to score, blind */
  @Get('panel-seats/:id/assignments')
  @Access('person')
  @Fails(requestProblems.notFound, problems.declareFirst)
  async listAssignments(@Act() actor: Actor, @Param('id', IdParam('panel')) id: string): Promise<AssignmentListView> {
    return AssignmentListView.of(await this.scoring.assignments(actor, id));
  }

  /** One submission to score, without names, until nobody may object to the decision any more; its author sees that it was opened */
  @Get('assignments/:id')
  @Access('person')
  @Fails(requestProblems.notFound, problems.declareFirst, problems.takesPart, problems.readingOver, submissionProblems.notReadAnyMore)
  async readAssignment(@Act() actor: Actor, @Param('id', IdParam('assignment')) id: string): Promise<JudgedSubmissionView> {
    const { submission, criteria, ...row } = await this.scoring.open(actor, id);
    return JudgedSubmissionView.ofOpened(row, submission, criteria);
  }

  /** One file of a submission you score, for as long as you may read that */
  @Get('assignments/:id/files/:fileId')
  @AnswersFile()
  @Access('person')
  @Fails(requestProblems.notFound, problems.declareFirst, submissionProblems.opensLater, submissionProblems.notReadAnyMore, problems.takesPart, problems.readingOver)
  async readJudgedFile(@Act() actor: Actor, @Param('id', IdParam('assignment')) id: string, @Param('fileId', IdParam('file')) fileId: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<StreamableFile> {
    return sendFile(reply, await this.scoring.openFile(actor, id, fileId));
  }

  /** Save your scores, or lock them for good. If-Match is the version of the scorecard, "0" at first */
  @Put('assignments/:id/scorecard')
  @Access('person')
  @Fails(requestProblems.notFound, requestProblems.preconditionFailed, problems.mayNotJudge, problems.scoresAreLocked, problems.scoresIncomplete, problems.alreadyDecided, problems.cancelled, problems.panelClosed, problems.takesPart)
  async saveScorecard(@Act() actor: Actor, @Param('id', IdParam('assignment')) id: string, @IfMatch() version: number, @Body() { action, scores, comments }: ScorecardDto): Promise<ScorecardView> {
    const input = { scores: byCriterion(scores, '/scores', 'number'), comments: byCriterion(comments ?? {}, '/comments', 'string', longestComment) };
    return ScorecardView.of(await this.scoring.save(actor, id, input, action === 'lock', version));
  }

  /** Step back from one submission, until your scores for it are locked */
  @Put('assignments/:id/recusal')
  @HttpCode(204)
  @Access('person')
  @Fails(requestProblems.notFound, requestProblems.wrongState, problems.alreadyDecided, problems.cancelled, problems.panelClosed, problems.takesPart)
  async recuse(@Act() actor: Actor, @Param('id', IdParam('assignment')) id: string, @Body() { reason }: RecusalDto): Promise<void> {
    await this.scoring.recuse(actor, id, reason);
  }

  /** Void what one judge scored for one submission, with a reason. Where the judge told you a name, take them off the panel first: what leaves a judge’s list tells whose it is */
  @Put('admin/panel-seats/:id/exclusions/:submissionId')
  @HttpCode(204)
  @Access('staff', { roles: ['moderator'] })
  @Fails(requestProblems.notFound, requestProblems.wrongState, problems.alreadyDecided, problems.cancelled)
  async excludeScores(@Act() actor: Actor, @Param('id', IdParam('panel')) id: string, @Param('submissionId', IdParam('submission')) submissionId: SubmissionId, @Body() { reason }: ReplaceJudgeDto): Promise<void> {
    await this.scoring.exclude(actor, id, submissionId, reason);
  }
}
