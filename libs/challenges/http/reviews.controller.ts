import { Body, Controller, Get, Param, Put, Query } from '@nestjs/common';
import { type Actor, type ChallengeId, pageOf } from '@app/kernel';
import { Access, Act, Fails, IdParam, IfMatch, requestProblems } from '@app/platform';
import { challengeProblems } from '../challenges.problems';
import { ChallengeLists } from '../challenges.queries';
import { Reviews } from '../reviews.service';
import { ChallengeReader } from './challenge-reader';
import { ReviewQueueQuery } from './challenge.dto';
import { ChallengeView } from './challenge.view';
import { cursorOf } from './drafts.controller';
import { ChallengePageView, ListedChallengeView } from './listed-challenge.view';
import { ReviewDto } from './review.dto';

/** Staff look at drafts before money is asked for */
@Controller('api/v1/admin/challenges')
export class ReviewsController {
  constructor(
    private readonly lists: ChallengeLists,
    private readonly reviews: Reviews,
    private readonly reader: ChallengeReader,
  ) {}

  /** Challenges in one state, the longest waiting first */
  @Get()
  @Access('staff')
  @Fails(requestProblems.invalid)
  async listReviewQueue(@Query() query: ReviewQueueQuery): Promise<ChallengePageView> {
    const rows = await this.lists.inState(query.state, cursorOf(query), query.limit);
    return pageOf(rows, query.limit, (row) => [row.since, row.id], (row) => ListedChallengeView.of(row)) as ChallengePageView;
  }

  /** Approves a draft, or says what to change */
  @Put(':id/review')
  @Access('staff', { roles: ['moderator'] })
  @Fails(requestProblems.invalid, requestProblems.notFound, requestProblems.wrongState, requestProblems.preconditionFailed, challengeProblems.ownOrganisation, challengeProblems.notReady)
  async reviewChallenge(@Act() actor: Actor, @Param('id', IdParam('challenge')) id: ChallengeId, @IfMatch() version: number, @Body() review: ReviewDto): Promise<ChallengeView> {
    await this.reviews.decide(actor, id, version, review);
    return this.reader.viewOf(actor, id);
  }
}
