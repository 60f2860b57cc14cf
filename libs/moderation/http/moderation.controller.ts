import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import type { Actor, Id } from '@app/kernel';
import { challengeProblems } from '@app/challenges';
import { identityProblems } from '@app/identity';
import { paymentsProblems } from '@app/payments';
import { Access, Act, Fails, IdParam, PageQuery, requestProblems } from '@app/platform';
import { questionProblems } from '@app/threads';
import { ModerationAppeals } from '../appeals.service';
import { ModerationDecisions } from '../decisions.service';
import { ModerationQueries } from '../moderation.queries';
import { problems } from '../moderation.problems';
import { type SubjectKind, subjectKinds } from '../moderation.rules';
import { Reports } from '../reports.service';
import { AskReportedDto, DecideAppealDto, DecideDto, DecideReportDto, DecisionsQuery, LiftDto, ReportsQuery } from './moderation.dto';
import { AdminReportView, DecidableView, ListedReportView, ReportPageView } from './report.view';
import { AdminDecisionView, DecisionPageView, ListedDecisionView } from './statement.view';

/** Why what a decision stops cannot be stopped there. */
const refusedByModules = [
  questionProblems.bindingStands, challengeProblems.notPausable, identityProblems.suspendsOwn, identityProblems.alreadySuspended, identityProblems.lastOperator, paymentsProblems.onItsWay, paymentsProblems.alreadyHeld,
];

/** Staff decide on reports, on what they found themselves, and on appeals; never where they are on a side */
@Controller('api/v1/admin')
export class ModerationController {
  constructor(
    private readonly reports: Reports,
    private readonly decisions: ModerationDecisions,
    private readonly appeals: ModerationAppeals,
    private readonly queries: ModerationQueries,
  ) {}

  /** Reports that wait for staff, the oldest first */
  @Get('reports')
  @Access('staff', { roles: ['moderator'] })
  @Fails(requestProblems.invalid)
  async listReports(@Act() actor: Actor, @Query() query: ReportsQuery): Promise<ReportPageView> {
    const { items, next } = await this.queries.queue(actor, query, query);
    return { items: items.map((one) => ListedReportView.of(one)), next };
  }

  /** One report with what was reported; that you opened it is kept */
  @Get('reports/:id')
  @Access('staff', { roles: ['moderator'] })
  @Fails(requestProblems.notFound, problems.ownMatter)
  async readReportedMatter(@Act() actor: Actor, @Param('id', IdParam('report')) id: Id<'report'>): Promise<AdminReportView> {
    return AdminReportView.of(await this.queries.adminReport(actor, id));
  }

  /** Ask the other side, once; it has 72 hours to answer */
  @Put('reports/:id/answer-request')
  @Access('staff', { roles: ['moderator'] })
  @Fails(requestProblems.notFound, requestProblems.invalid, requestProblems.wrongState, problems.ownMatter, problems.askedBefore)
  async askReported(@Act() actor: Actor, @Param('id', IdParam('report')) id: Id<'report'>, @Body() { text }: AskReportedDto): Promise<AdminReportView> {
    await this.reports.ask(actor, id, text);
    return AdminReportView.of(await this.queries.adminReport(actor, id));
  }

  /** Decide on it, with a statement of reasons for whoever it hits, or for the reporter where it is refused */
  @Put('reports/:id/decision')
  @Access('staff', { roles: ['moderator'] })
  @Fails(requestProblems.notFound, requestProblems.invalid, requestProblems.wrongState, problems.ownMatter, problems.notHeard, problems.sameDecider, problems.measure, problems.measureInForce, ...refusedByModules)
  async decideReport(@Act() actor: Actor, @Param('id', IdParam('report')) id: Id<'report'>, @Body() reasons: DecideReportDto): Promise<AdminDecisionView> {
    return this.decision(actor, (await this.decisions.onReport(actor, id, reasons)).id);
  }

  /** Decisions with statements of reasons, the newest first */
  @Get('decisions')
  @Access('staff', { roles: ['moderator', 'finance'] })
  @Fails(requestProblems.invalid)
  async listDecisions(@Act() actor: Actor, @Query() query: DecisionsQuery): Promise<DecisionPageView> {
    const { items, next } = await this.queries.decided(actor, query, query);
    return { items: items.map((one) => ListedDecisionView.of(one)), next };
  }

  /** Something you may decide on, and what may be done about it */
  @Get('decidable/:kind/:id')
  @Access('staff', { roles: ['moderator', 'finance'] })
  @Fails(requestProblems.notFound, requestProblems.forbidden, problems.ownMatter)
  async readDecidable(@Act() actor: Actor, @Param('kind') kind: string, @Param('id') id: string): Promise<DecidableView> {
    if (!(subjectKinds as readonly string[]).includes(kind)) throw requestProblems.notFound();
    return DecidableView.of(await this.decisions.decidable(actor, kind as SubjectKind, id));
  }

  /** Decide on what you found yourself; finance on payouts, moderators on everything else */
  @Post('decisions')
  @Access('staff', { roles: ['moderator', 'finance'] })
  @Fails(requestProblems.notFound, requestProblems.forbidden, requestProblems.invalid, problems.ownMatter, problems.measure, problems.measureInForce, ...refusedByModules)
  async decideOnOwnInitiative(@Act() actor: Actor, @Body() { kind, id, ...reasons }: DecideDto): Promise<AdminDecisionView> {
    return this.decision(actor, (await this.decisions.onOwnInitiative(actor, kind, id, reasons)).id);
  }

  /** One decision */
  @Get('decisions/:id')
  @Access('staff', { roles: ['moderator', 'finance'] })
  @Fails(requestProblems.notFound, problems.ownMatter)
  async readDecision(@Act() actor: Actor, @Param('id', IdParam('moderationDecision')) id: Id<'moderationDecision'>): Promise<AdminDecisionView> {
    return this.decision(actor, id);
  }

  /** Take it back, with what it did */
  @Put('decisions/:id/lifting')
  @Access('staff', { roles: ['moderator', 'finance'] })
  @Fails(requestProblems.notFound, requestProblems.forbidden, requestProblems.invalid, requestProblems.wrongState, problems.ownMatter, problems.nothingToLift, paymentsProblems.releasedByAnother)
  async liftDecision(@Act() actor: Actor, @Param('id', IdParam('moderationDecision')) id: Id<'moderationDecision'>, @Body() { reason }: LiftDto): Promise<AdminDecisionView> {
    await this.decisions.lift(actor, id, reason);
    return this.decision(actor, id);
  }

  /** Decisions that are appealed, the oldest appeal first */
  @Get('appeals')
  @Access('staff', { roles: ['moderator', 'finance'] })
  @Fails(requestProblems.invalid)
  async listAppeals(@Act() actor: Actor, @Query() page: PageQuery): Promise<DecisionPageView> {
    const { items, next } = await this.queries.appealed(actor, page);
    return { items: items.map((one) => ListedDecisionView.of(one)), next };
  }

  /** Decide an appeal against what somebody else decided; reversing undoes it at once */
  @Put('decisions/:id/appeal')
  @Access('staff', { roles: ['moderator', 'finance'] })
  @Fails(requestProblems.notFound, requestProblems.forbidden, requestProblems.invalid, requestProblems.wrongState, problems.ownMatter, problems.sameDecider, paymentsProblems.releasedByAnother)
  async decideAppeal(@Act() actor: Actor, @Param('id', IdParam('moderationDecision')) id: Id<'moderationDecision'>, @Body() { outcome, reason }: DecideAppealDto): Promise<AdminDecisionView> {
    await this.appeals.decide(actor, id, outcome, reason);
    return this.decision(actor, id);
  }

  private async decision(actor: Actor, id: string): Promise<AdminDecisionView> {
    return AdminDecisionView.of(await this.queries.adminDecision(actor, id));
  }
}
