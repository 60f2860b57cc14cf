import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import type { Actor, Id } from '@app/kernel';
import { Access, Act, Fails, IdParam, PageQuery, requestProblems } from '@app/platform';
import { ModerationAppeals } from '../appeals.service';
import { ModerationQueries } from '../moderation.queries';
import { problems } from '../moderation.problems';
import { type ReportedKind, reportedKinds } from '../moderation.rules';
import { Reports } from '../reports.service';
import { Subjects } from '../subjects.service';
import { AppealDto, MakeReportDto, ReportAnswerDto } from './moderation.dto';
import { ListedReportView, MadeReportView, ReportableView, ReportPageView, ReportView } from './report.view';
import { DecisionPageView, ListedDecisionView, StatementView } from './statement.view';

/** Reports of what is not right, and the statements of reasons that follow */
@Controller('api/v1')
export class ReportsController {
  constructor(
    private readonly reports: Reports,
    private readonly subjects: Subjects,
    private readonly appeals: ModerationAppeals,
    private readonly queries: ModerationQueries,
  ) {}

  /** Something you may read, and on which grounds it can be reported */
  @Get('reportable/:kind/:id')
  @Access('person')
  @Fails(requestProblems.notFound)
  async readReportable(@Act() actor: Actor, @Param('kind') kind: string, @Param('id') id: string): Promise<ReportableView> {
    if (!(reportedKinds as readonly string[]).includes(kind)) throw requestProblems.notFound();
    return ReportableView.of(await this.subjects.readable(actor, kind as ReportedKind, id));
  }

  /** Report something you may read. Who reported is known to staff alone */
  @Post('reports')
  @Access('person')
  @Fails(requestProblems.notFound, requestProblems.invalid, problems.own, problems.ground, problems.noSuchReceipt, problems.reportedAlready, problems.tooManyReports)
  async makeReport(@Act() actor: Actor, @Body() body: MakeReportDto): Promise<MadeReportView> {
    return MadeReportView.of(await this.reports.make(actor, body));
  }

  /** What you reported, the newest first */
  @Get('me/reports')
  @Access('person', { whileSuspended: true })
  @Fails(requestProblems.invalid)
  async listMyReports(@Act() actor: Actor, @Query() page: PageQuery): Promise<ReportPageView> {
    const { items, next } = await this.queries.reportsOf(actor, page);
    return { items: items.map((one) => ListedReportView.of(one)), next };
  }

  /** A report, for who made it, and for the other side once staff have asked it */
  @Get('reports/:id')
  @Access('person', { whileSuspended: true })
  @Fails(requestProblems.notFound)
  async readReport(@Act() actor: Actor, @Param('id', IdParam('report')) id: Id<'report'>): Promise<ReportView> {
    return ReportView.of(await this.queries.report(actor, id));
  }

  /** Take your own report back while staff have not begun on it; what it said is gone for good */
  @Delete('reports/:id')
  @HttpCode(204)
  @Access('person', { whileSuspended: true })
  @Fails(requestProblems.notFound, requestProblems.wrongState)
  async withdrawReport(@Act() actor: Actor, @Param('id', IdParam('report')) id: Id<'report'>): Promise<void> {
    await this.reports.withdraw(actor, id);
  }

  /** Answer what staff ask you about a report, once and in time; staff alone read it */
  @Put('reports/:id/answer')
  @Access('person', { whileSuspended: true })
  @Fails(requestProblems.notFound, requestProblems.invalid, requestProblems.wrongState, problems.answerTooLate)
  async answerReport(@Act() actor: Actor, @Param('id', IdParam('report')) id: Id<'report'>, @Body() { text }: ReportAnswerDto): Promise<ReportView> {
    await this.reports.answer(actor, id, text);
    return ReportView.of(await this.queries.report(actor, id));
  }

  /** Statements of reasons addressed to you or an organisation of yours, the newest first */
  @Get('me/statements')
  @Access('person', { whileSuspended: true })
  @Fails(requestProblems.invalid)
  async listStatementsOfReasons(@Act() actor: Actor, @Query() page: PageQuery): Promise<DecisionPageView> {
    const { items, next } = await this.queries.statements(actor, page);
    return { items: items.map((one) => ListedDecisionView.of(one)), next };
  }

  /** One of them: what was decided, why, and until when you may appeal */
  @Get('me/statements/:id')
  @Access('person', { whileSuspended: true })
  @Fails(requestProblems.notFound)
  async readStatementOfReasons(@Act() actor: Actor, @Param('id', IdParam('moderationDecision')) id: Id<'moderationDecision'>): Promise<StatementView> {
    return StatementView.of(await this.queries.statement(actor, id));
  }

  /** Ask somebody new to look again; once, and in time */
  @Post('me/statements/:id/appeal')
  @Access('person', { whileSuspended: true })
  @Fails(requestProblems.notFound, requestProblems.invalid, problems.appealTooLate, problems.appealedAlready)
  async appealDecision(@Act() actor: Actor, @Param('id', IdParam('moderationDecision')) id: Id<'moderationDecision'>, @Body() { text }: AppealDto): Promise<StatementView> {
    await this.appeals.file(actor, id, text);
    return StatementView.of(await this.queries.statement(actor, id));
  }
}
