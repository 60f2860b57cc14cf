import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { type Actor, type ChallengeId, type OrganisationId } from '@app/kernel';
import { Access, Act, Fails, IdParam, requestProblems } from '@app/platform';
import { Matching } from '../matching.service';
import { Recommendations } from '../recommendations.queries';
import { TurnMatchingDto } from './matching.dto';
import { MatchedView, MatchingView, RecommendationListView } from './matching.view';

@Controller('api/v1')
export class MatchingController {
  constructor(
    private readonly matching: Matching,
    private readonly recommendations: Recommendations,
  ) {}

  /** Open challenges that suit your organisation, with reasons; for its members only */
  @Get('organisations/:id/recommendations')
  @Access('person')
  @Fails(requestProblems.notFound)
  async listRecommendations(@Act() actor: Actor, @Param('id', IdParam('organisation')) id: OrganisationId): Promise<RecommendationListView> {
    return RecommendationListView.of(await this.recommendations.of(actor, id));
  }

  /** Turn matching on or off for your organisation */
  @Put('organisations/:id/matching')
  @Access('person')
  @Fails(requestProblems.notFound, requestProblems.forbidden, requestProblems.invalid)
  async turnMatching(@Act() actor: Actor, @Param('id', IdParam('organisation')) id: OrganisationId, @Body() { isOn }: TurnMatchingDto): Promise<MatchingView> {
    return MatchingView.of(await this.matching.turn(actor, id, isOn));
  }

  /** How many solvers a challenge was matched with; for the sponsor’s side and staff */
  @Get('challenges/:id/matched')
  @Access('person')
  @Fails(requestProblems.notFound)
  async countMatched(@Act() actor: Actor, @Param('id', IdParam('challenge')) id: ChallengeId): Promise<MatchedView> {
    return MatchedView.of(await this.recommendations.matched(actor, id));
  }
}
