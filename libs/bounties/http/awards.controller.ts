import { Body, Controller, Get, Header, Param, Put, Query } from '@nestjs/common';
import { type Actor, type AwardId, type ChallengeId, pageOf } from '@app/kernel';
import { Access, Act, Db, Fails, IdParam, PageQuery, positionOf, requestProblems } from '@app/platform';
import { Challenges, mayRead } from '@app/challenges';
import { PayoutHolds, Payouts } from '@app/payments';
import { FullReceiptView } from '@app/provenance';
import { AwardLists, type AwardRow } from '../awards.queries';
import { Awards } from '../awards.service';
import { mayReadAwards, mayReadCompensations } from '../bounties.policy';
import { problems } from '../bounties.problems';
import { AwardDetailView, AwardPageView, AwardView } from './award.view';
import { ContestDecisionDto, RefusalDto } from './bounties.dto';

/** Who was awarded what, and what they make of it. */
@Controller('api/v1')
export class AwardsController {
  constructor(
    private readonly db: Db,
    private readonly awards: Awards,
    private readonly lists: AwardLists,
    private readonly payouts: Payouts,
    private readonly holds: PayoutHolds,
    private readonly challenges: Challenges,
  ) {}

  /** One award: for its recipients, the sponsor and staff */
  @Get('awards/:id')
  @Access('person', { scope: 'challenge:read', whileSuspended: true })
  @Fails(requestProblems.notFound)
  async readAward(@Act() actor: Actor, @Param('id', IdParam('award')) id: AwardId): Promise<AwardDetailView> {
    const [award, payouts] = [await this.awards.get(actor, id), await this.payouts.ofAward(this.db, id)];
    return AwardDetailView.withPayouts(award, actor, payouts, await this.holds.of(payouts));
  }

  /** Proof of what was awarded and when, to keep and to check without us; for both sides */
  @Get('awards/:id/receipt')
  @Header('content-disposition', 'attachment; filename="award-receipt.json"')
  @Access('person', { scope: 'challenge:read', whileSuspended: true })
  @Fails(requestProblems.notFound)
  async readAwardReceipt(@Act() actor: Actor, @Param('id', IdParam('award')) id: AwardId): Promise<FullReceiptView> {
    return FullReceiptView.of(await this.awards.receipt(actor, id));
  }

  /** Awards of your entries, newest first */
  @Get('me/awards')
  @Access('person', { whileSuspended: true })
  async listMyAwards(@Act() actor: Actor, @Query() page: PageQuery): Promise<AwardPageView> {
    return pageOfAwards(await this.lists.ofPerson(actor.personId!, positionOf(page, 2), page.limit), page, actor);
  }

  /** All awards of a challenge, for its sponsor and staff; who is compensated for a cancelled one staff only read */
  @Get('challenges/:id/awards')
  @Access('person', { scope: 'challenge:read' })
  @Fails(requestProblems.notFound, requestProblems.forbidden)
  async listAwards(@Act() actor: Actor, @Param('id', IdParam('challenge')) id: ChallengeId, @Query() page: PageQuery): Promise<AwardPageView> {
    const challenge = await this.challenges.find(id);
    if (!challenge || !mayRead(actor, challenge)) throw requestProblems.notFound();
    if (!mayReadAwards(actor, challenge.sponsorId)) throw requestProblems.forbidden();
    return pageOfAwards(await this.lists.ofChallenge(id, mayReadCompensations(actor, challenge.sponsorId), positionOf(page, 2), page.limit), page, actor);
  }

  /** Take an award: it is paid when the time for appeals is over */
  @Put('awards/:id/acceptance')
  @Access('person', { whileSuspended: true })
  @Fails(requestProblems.notFound, requestProblems.forbidden, requestProblems.wrongState, problems.responseTooLate)
  async acceptAward(@Act() actor: Actor, @Param('id', IdParam('award')) id: AwardId): Promise<AwardDetailView> {
    await this.awards.accept(actor, id);
    return this.readAward(actor, id);
  }

  /** Give an award up for good: the next in line is offered it */
  @Put('awards/:id/refusal')
  @Access('person', { whileSuspended: true })
  @Fails(requestProblems.invalid, requestProblems.notFound, requestProblems.forbidden, requestProblems.wrongState, problems.responseTooLate)
  async declineAward(@Act() actor: Actor, @Param('id', IdParam('award')) id: AwardId, @Body() { reason }: RefusalDto): Promise<AwardDetailView> {
    await this.awards.decline(actor, id, reason ?? null);
    return this.readAward(actor, id);
  }

  /** Awards that stopped and wait for staff, the longest waiting first */
  @Get('admin/awards')
  @Access('staff', { roles: ['moderator', 'finance', 'support'] })
  async listContestedAwards(@Act() actor: Actor, @Query() page: PageQuery): Promise<AwardPageView> {
    return pageOfAwards(await this.lists.contested(positionOf(page, 2), page.limit), page, actor);
  }

  /** Decide about a contested award */
  @Put('admin/awards/:id/contest')
  @Access('staff', { roles: ['moderator'] })
  @Fails(requestProblems.invalid, requestProblems.notFound, requestProblems.wrongState, problems.ownOrganisation)
  async decideContest(@Act() actor: Actor, @Param('id', IdParam('award')) id: AwardId, @Body() decision: ContestDecisionDto): Promise<AwardDetailView> {
    await this.awards.decideContest(actor, id, decision);
    return this.readAward(actor, id);
  }
}

function pageOfAwards(rows: readonly AwardRow[], { limit }: PageQuery, actor: Actor): AwardPageView {
  return pageOf(rows, limit, (row) => [row.announcedAt.toISOString(), row.id], (row) => AwardView.of(row, actor));
}
