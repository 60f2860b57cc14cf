import { Controller, Get, Param, Query } from '@nestjs/common';
import type { Actor, OrganisationId } from '@app/kernel';
import { Access, Act, Fails, IdParam, requestProblems } from '@app/platform';
import { Challenges } from '@app/challenges';
import { Statements } from '@app/payments';
import { AwardLists } from '../awards.queries';
import { StatementQuery } from './bounties.dto';
import { StatementLineView, StatementPage, StatementTotalView } from './statement.view';

@Controller('api/v1/organisations/:id')
export class StatementsController {
  constructor(
    private readonly statements: Statements,
    private readonly challenges: Challenges,
    private readonly awards: AwardLists,
  ) {}

  /** Every movement of the organisation's money, newest first: what it paid, what it got back, what it was paid, what of it became the platform's fee or went to an award, for which challenge and prize, and the totals */
  @Get('statement')
  @Access('person', { scope: 'funding:read', whileSuspended: true })
  @Fails(requestProblems.notFound)
  async readStatement(@Act() actor: Actor, @Param('id', IdParam('organisation')) id: OrganisationId, @Query() { challengeId, ...page }: StatementQuery): Promise<StatementPage> {
    const { items, ...rest } = await this.statements.read(actor, id, page, challengeId);
    const totals = await this.statements.totals(actor, id, challengeId);
    const named = await this.challenges.named(items.map(({ subjectId }) => subjectId));
    const awards = await this.awards.named(items.flatMap(({ awardId }) => awardId ?? []));
    return { items: items.map((line) => StatementLineView.of(line, named.get(line.subjectId), line.awardId ? awards.get(line.awardId) : undefined)), totals: totals.map((total) => StatementTotalView.of(total)), ...rest };
  }
}
