import { Controller, Get, Param, Query } from '@nestjs/common';
import type { Actor, OrganisationId } from '@app/kernel';
import { Access, Act, Fails, IdParam, requestProblems } from '@app/platform';
import { Challenges } from '@app/challenges';
import { Statements } from '@app/payments';
import { StatementQuery } from './bounties.dto';
import { StatementLineView, StatementPage } from './statement.view';

@Controller('api/v1/organisations/:id')
export class StatementsController {
  constructor(
    private readonly statements: Statements,
    private readonly challenges: Challenges,
  ) {}

  /** Every movement of the organisation's money, newest first: what it paid, what it got back, what it was paid, what of it became the platform's fee, and for which challenge */
  @Get('statement')
  @Access('person', { scope: 'funding:read', whileSuspended: true })
  @Fails(requestProblems.notFound)
  async readStatement(@Act() actor: Actor, @Param('id', IdParam('organisation')) id: OrganisationId, @Query() { challengeId, ...page }: StatementQuery): Promise<StatementPage> {
    const { items, ...rest } = await this.statements.read(actor, id, page, challengeId);
    const named = await this.challenges.named(items.map(({ subjectId }) => subjectId));
    return { items: items.map((line) => StatementLineView.of(line, named.get(line.subjectId))), ...rest };
  }
}
