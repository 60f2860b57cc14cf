import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import type { Actor, FundingId } from '@app/kernel';
import { Access, Act, Fails, IdParam, requestProblems } from '@app/platform';
import { Fundings } from '../fundings.service';
import { problems } from '../payments.problems';
import { CheckoutDto } from './checkout.dto';
import { CheckoutView, FundingView } from './funding.view';

@Controller('api/v1/fundings')
export class FundingsController {
  constructor(private readonly fundings: Fundings) {}

  /** One funding with its charges */
  @Get(':id')
  @Access('person', { scope: 'funding:read', whileSuspended: true })
  @Fails(requestProblems.notFound)
  async readFunding(@Act() actor: Actor, @Param('id', IdParam('funding')) id: FundingId): Promise<FundingView> {
    const { funding, charges } = await this.fundings.get(actor, id);
    return FundingView.of(funding, charges, actor);
  }

  /** The provider's page on which the next charge is paid; asking again gives the same page while it is open */
  @Put(':id/checkout')
  @Access('person')
  @Fails(requestProblems.notFound, problems.nothingToPay, problems.underWay, problems.badReturnUrl, problems.refusedByProvider, problems.providerUnreachable)
  async openCheckout(@Act() actor: Actor, @Param('id', IdParam('funding')) id: FundingId, @Body() { returnUrl }: CheckoutDto): Promise<CheckoutView> {
    return CheckoutView.of(await this.fundings.openCheckout(actor, id, { returnUrl }));
  }
}
