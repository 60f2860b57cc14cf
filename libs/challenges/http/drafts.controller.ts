import { Body, Controller, Get, Param, Patch, Post, Put, Query } from '@nestjs/common';
import { type Actor, type ChallengeId, type OrganisationId, pageOf } from '@app/kernel';
import { Access, Act, Fails, IdParam, IfMatch, type PageQuery, positionOf, requestProblems } from '@app/platform';
import { isInstant, isUuid } from '../challenge.list';
import { challengeProblems } from '../challenges.problems';
import { ChallengeLists } from '../challenges.queries';
import { Drafts } from '../drafts.service';
import { ChallengeReader } from './challenge-reader';
import { CancellationDto, CreateChallengeDto, EditChallengeDto, OwnChallengesQuery } from './challenge.dto';
import { ChallengeView } from './challenge.view';
import { ChallengePageView, ListedChallengeView } from './listed-challenge.view';

/** What a sponsor does with its challenges until they open */
@Controller('api/v1')
export class DraftsController {
  constructor(
    private readonly drafts: Drafts,
    private readonly lists: ChallengeLists,
    private readonly reader: ChallengeReader,
  ) {}

  /** Begins a draft */
  @Post('organisations/:id/challenges')
  @Access('person', { scope: 'challenge:write' })
  @Fails(requestProblems.invalid, requestProblems.notFound, requestProblems.forbidden)
  async createChallenge(@Act() actor: Actor, @Param('id', IdParam('organisation')) id: OrganisationId, @Body() { title }: CreateChallengeDto): Promise<ChallengeView> {
    const challenge = await this.drafts.create(actor, id, title);
    return this.reader.viewOf(actor, challenge.id);
  }

  /** Challenges of one organisation, newest first; strangers see the public ones */
  @Get('organisations/:id/challenges')
  @Access('public', { scope: 'challenge:read' })
  @Fails(requestProblems.invalid)
  async listOwnChallenges(@Act() actor: Actor, @Param('id', IdParam('organisation')) id: OrganisationId, @Query() query: OwnChallengesQuery): Promise<ChallengePageView> {
    const rows = await this.lists.of(actor, id, query.state, cursorOf(query), query.limit);
    return pageOf(rows, query.limit, (row) => [row.since, row.id], (row) => ListedChallengeView.of(row)) as ChallengePageView;
  }

  /** Changes a draft; what is left out stays as it is. An approved one becomes a draft again */
  @Patch('challenges/:id')
  @Access('person', { scope: 'challenge:write' })
  @Fails(requestProblems.invalid, requestProblems.notFound, requestProblems.forbidden, requestProblems.wrongState, requestProblems.preconditionFailed, challengeProblems.alreadyFunded)
  async editChallenge(@Act() actor: Actor, @Param('id', IdParam('challenge')) id: ChallengeId, @IfMatch() version: number, @Body() edits: EditChallengeDto): Promise<ChallengeView> {
    await this.drafts.edit(actor, id, version, edits);
    return this.reader.viewOf(actor, id);
  }

  /** Asks staff to look at it */
  @Put('challenges/:id/review-request')
  @Access('person', { scope: 'challenge:write' })
  @Fails(requestProblems.notFound, requestProblems.forbidden, requestProblems.wrongState, challengeProblems.notReady)
  async requestReview(@Act() actor: Actor, @Param('id', IdParam('challenge')) id: ChallengeId): Promise<ChallengeView> {
    await this.drafts.requestReview(actor, id);
    return this.reader.viewOf(actor, id);
  }

  /** Publishes it: it opens by itself at the opening of its first phase. The prizes of that phase must be paid in */
  @Put('challenges/:id/schedule')
  @Access('person', { scope: 'challenge:write' })
  @Fails(requestProblems.notFound, requestProblems.forbidden, requestProblems.wrongState, challengeProblems.notReadyToOpen)
  async scheduleChallenge(@Act() actor: Actor, @Param('id', IdParam('challenge')) id: ChallengeId): Promise<ChallengeView> {
    await this.drafts.schedule(actor, id);
    return this.reader.viewOf(actor, id);
  }

  /** Gives it up, before any money is paid in and before it opens */
  @Put('challenges/:id/cancellation')
  @Access('person', { scope: 'challenge:write' })
  @Fails(requestProblems.invalid, requestProblems.notFound, requestProblems.forbidden, requestProblems.wrongState, challengeProblems.alreadyFunded)
  async cancelChallenge(@Act() actor: Actor, @Param('id', IdParam('challenge')) id: ChallengeId, @Body() { reason, note }: CancellationDto): Promise<ChallengeView> {
    await this.drafts.cancel(actor, id, reason, note ?? null);
    return this.reader.viewOf(actor, id);
  }
}

/** A cursor of lists ordered by time. @throws invalid */
export function cursorOf(query: PageQuery): (string | number)[] | undefined {
  const after = positionOf(query, 2);
  if (after && !(isInstant(after[0]) && isUuid(after[1]))) throw requestProblems.invalid({ errors: [{ pointer: '/after', code: 'cursor', detail: 'must be the `next` of an earlier page' }] });
  return after;
}
