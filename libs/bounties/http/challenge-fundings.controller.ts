import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import type { Actor, ChallengeId } from '@app/kernel';
import { Access, Act, Fails, IdParam, MoneyDto, requestProblems } from '@app/platform';
import { FundingView, paymentsProblems } from '@app/payments';
import { problems } from '../bounties.problems';
import { ChallengeFundings } from '../challenge-fundings.service';
import { CreateFundingDto } from './bounties.dto';
import { FundingListView, ProofOfFundingView } from './funding.view';

/** The money of a challenge. */
@Controller('api/v1/challenges')
export class ChallengeFundingsController {
  constructor(private readonly fundings: ChallengeFundings) {}

  /** Begins to pay a bounty in; then open the provider's page with the checkout of the funding */
  @Post(':id/fundings')
  @Access('person')
  @Fails(
    requestProblems.invalid, requestProblems.notFound, requestProblems.forbidden, problems.noBounty, problems.notApproved, problems.tooLate, problems.nothingLeft,
    problems.outOfRange, problems.otherCurrency, paymentsProblems.partlyPaid,
  )
  async createFunding(@Act() actor: Actor, @Param('id', IdParam('challenge')) id: ChallengeId, @Body() { amount }: CreateFundingDto): Promise<FundingView> {
    const { funding, charges } = await this.fundings.create(actor, id, amount && MoneyDto.toMoney(amount));
    return FundingView.of(funding, charges, actor);
  }

  /** What was and is being paid in, oldest first; for those who keep the sponsor's money */
  @Get(':id/fundings')
  @Access('person', { scope: 'funding:read', whileSuspended: true })
  @Fails(requestProblems.notFound, requestProblems.forbidden)
  async listFundings(@Act() actor: Actor, @Param('id', IdParam('challenge')) id: ChallengeId): Promise<FundingListView> {
    return FundingListView.of(await this.fundings.list(actor, id), actor);
  }

  /** That the money is there, what of it is left for each prize, and what happens if the sponsor stays silent */
  @Get(':id/proof-of-funding')
  @Access('public')
  @Fails(requestProblems.notFound)
  async readProofOfFunding(@Act() actor: Actor, @Param('id', IdParam('challenge')) id: ChallengeId): Promise<ProofOfFundingView> {
    return ProofOfFundingView.of(await this.fundings.proof(actor, id));
  }
}
