import { Body, Controller, Get, Header, Param, Put } from '@nestjs/common';
import type { Actor } from '@app/kernel';
import { challengeProblems } from '@app/challenges';
import { Access, Act, Fails, IdParam, requestProblems } from '@app/platform';
import { FullReceiptView, Provenance } from '@app/provenance';
import { decisionManifest } from '../decision-record';
import { Decisions } from '../decisions.service';
import { JudgingQueries, type PhaseResults } from '../judging.queries';
import { problems } from '../judging.problems';
import { DecisionDto } from './judging.dto';
import { DecisionView, RankingView } from './judging.view';
import { ResultsView } from './results.view';

/** Ranking, decision and results of a phase. */
@Controller('api/v1/phases')
export class DecisionsController {
  constructor(
    private readonly decisions: Decisions,
    private readonly queries: JudgingQueries,
    private readonly provenance: Provenance,
  ) {}

  /** Open the panel's order, for the sponsor: when all scores are in, or, where the sponsor chooses, the deadline has passed; blind until results. From then on only staff change who judges, no submission is questioned, and judging is not extended */
  @Put(':id/ranking')
  @Access('person')
  @Fails(challengeProblems.paused, requestProblems.notFound, problems.rankingNotReady)
  async openRanking(@Act() actor: Actor, @Param('id', IdParam('phase')) id: string): Promise<RankingView> {
    return RankingView.of(await this.decisions.openRanking(actor, id));
  }

  /** The panel's order once the sponsor has opened it, or the phase is decided; for its owners and managers, while others of it learn that they decide */
  @Get(':id/ranking')
  @Access('person', { scope: 'judging:read' })
  @Fails(requestProblems.notFound, problems.rankingNotReady, problems.rankingNotOpened, problems.othersDecide)
  async readRanking(@Act() actor: Actor, @Param('id', IdParam('phase')) id: string): Promise<RankingView> {
    return RankingView.of(await this.decisions.ranking(actor, id));
  }

  /** Decide, where the rule card leaves the choice to the sponsor */
  @Put(':id/decision')
  @Access('person')
  @Fails(challengeProblems.paused, requestProblems.notFound, requestProblems.invalid, problems.rankingBinds, problems.rankingNotReady, problems.rankingNotOpened, problems.eligibilityOpen, problems.alreadyDecided, problems.cancelled, problems.choiceBlocked)
  async decidePhase(@Act() actor: Actor, @Param('id', IdParam('phase')) id: string, @Body() { places, reason, feedback }: DecisionDto): Promise<DecisionView> {
    const texts = new Map((feedback ?? []).map(({ submissionId, text }) => [submissionId, text]));
    return DecisionView.of(await this.decisions.choose(actor, id, { places, reason, feedback: texts }));
  }

  /** Who won, and how many reached which band; once the phase is decided */
  @Get(':id/results')
  @Access('public', { scope: 'judging:read' })
  @Fails(requestProblems.notFound)
  async readResults(@Act() actor: Actor, @Param('id', IdParam('phase')) id: string): Promise<ResultsView> {
    const results: PhaseResults = await this.queries.results(actor, id);
    return ResultsView.of(results);
  }

  /** The decision as it was hashed and recorded; for those who took part, staff and the sponsor */
  @Get(':id/decision-record')
  @Access('person', { scope: 'judging:read', whileSuspended: true })
  @Fails(requestProblems.notFound)
  async readDecisionRecord(@Act() actor: Actor, @Param('id', IdParam('phase')) id: string): Promise<DecisionView> {
    return DecisionView.of(await this.queries.decisionRecord(actor, id));
  }

  /** Proof of the decision, to keep and to check without us; for those who may read the record */
  @Get(':id/decision-record/receipt')
  @Header('content-disposition', 'attachment; filename="decision-receipt.json"')
  @Access('person', { whileSuspended: true })
  @Fails(requestProblems.notFound)
  async readDecisionReceipt(@Act() actor: Actor, @Param('id', IdParam('phase')) id: string): Promise<FullReceiptView> {
    const { seq, record } = await this.queries.decisionRecord(actor, id);
    return FullReceiptView.of(await this.provenance.receiptWith(seq, decisionManifest(record)));
  }
}
