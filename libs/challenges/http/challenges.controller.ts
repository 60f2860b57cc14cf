import { Controller, Get, Param, Query } from '@nestjs/common';
import { type Actor, pageOf } from '@app/kernel';
import { Access, Act, Db, Fails, requestProblems } from '@app/platform';
import { listPosition } from '../challenge.list';
import { ChallengeLists } from '../challenges.queries';
import { Challenges } from '../challenges.service';
import { draftParts } from '../draft-parts';
import { Drafts } from '../drafts.service';
import { Imports } from '../imports.service';
import { Reviews } from '../reviews.service';
import { CostView, ReadinessView, ReviewsView, ReviewView, SourceView } from './about.view';
import { ChallengeReader } from './challenge-reader';
import { ChallengeQuery } from './challenge.dto';
import { ChallengeView } from './challenge.view';
import { ChallengePageView, ListedChallengeView } from './listed-challenge.view';

/** Reading challenges */
@Controller('api/v1/challenges')
export class ChallengesController {
  constructor(
    private readonly db: Db,
    private readonly reader: ChallengeReader,
    private readonly lists: ChallengeLists,
    private readonly challenges: Challenges,
    private readonly drafts: Drafts,
    private readonly reviews: Reviews,
    private readonly imports: Imports,
  ) {}

  /** Challenges everybody may find */
  @Get()
  @Access('public', { scope: 'challenge:read' })
  @Fails(requestProblems.invalid)
  async listChallenges(@Query() query: ChallengeQuery): Promise<ChallengePageView> {
    return pageOf(await this.lists.listed(query), query.limit, listPosition(query.sort), (row) => ListedChallengeView.of(row)) as ChallengePageView;
  }

  /** One challenge, by id or slug */
  @Get(':id')
  @Access('public', { scope: 'challenge:read' })
  @Fails(requestProblems.notFound)
  async readChallenge(@Act() actor: Actor, @Param('id') id: string): Promise<ChallengeView> {
    return this.reader.view(actor, await this.reader.read(actor, id));
  }

  /** What is still missing, and what is unwise */
  @Get(':id/readiness')
  @Access('person', { scope: 'challenge:read' })
  @Fails(requestProblems.notFound)
  async readReadiness(@Act() actor: Actor, @Param('id') id: string): Promise<ReadinessView> {
    const full = await this.reader.readAll(actor, id);
    return ReadinessView.of(await this.drafts.readiness(full), await this.challenges.worstCaseOf(full, await this.db.now()));
  }

  /** Bounty and fee, before paying */
  @Get(':id/cost')
  @Access('person', { scope: 'challenge:read' })
  @Fails(requestProblems.notFound)
  async readCost(@Act() actor: Actor, @Param('id') id: string): Promise<CostView> {
    const full = await this.reader.readAll(actor, id);
    return CostView.of(full, await this.challenges.numbersOf(full.challenge.id));
  }

  /** What staff decided about the draft, oldest first */
  @Get(':id/reviews')
  @Access('person', { scope: 'challenge:read' })
  @Fails(requestProblems.notFound)
  async listReviews(@Act() actor: Actor, @Param('id') id: string): Promise<ReviewsView> {
    const full = await this.reader.readAll(actor, id);
    const now = draftParts(full);
    return { items: (await this.reviews.of(full.challenge.id)).map((review) => ReviewView.of(review, now)) };
  }

  /** The row it was imported from */
  @Get(':id/source')
  @Access('person', { scope: 'challenge:read' })
  @Fails(requestProblems.notFound)
  async readSource(@Act() actor: Actor, @Param('id') id: string): Promise<SourceView> {
    const { challenge } = await this.reader.readAll(actor, id);
    const source = await this.imports.sourceOf(challenge.id);
    if (!source) throw requestProblems.notFound();
    return { key: source.key, importedAt: source.importedAt.toISOString(), row: source.row };
  }
}
