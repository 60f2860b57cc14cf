import { Body, Controller, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { type Actor, isMember, type OrganisationId } from '@app/kernel';
import { Access, Act, Fails, IdParam, requestProblems, RunsByItself } from '@app/platform';
import { Payees } from '../payees.service';
import { problems } from '../payments.problems';
import { PayeeDto } from './payee.dto';
import { OnboardingLinkView, PayabilityView, PayeeView } from './payee.view';

/** An organisation as somebody who is paid. */
@Controller('api/v1/organisations/:id/payee')
export class PayeesController {
  constructor(private readonly payees: Payees) {}

  /** Whether the organisation can be paid */
  @Get()
  @Access('person', { scope: 'payout:read', whileSuspended: true })
  @Fails(requestProblems.notFound)
  async readPayee(@Act() actor: Actor, @Param('id', IdParam('organisation')) id: OrganisationId): Promise<PayeeView> {
    return PayeeView.of(await this.payees.get(actor, id), actor);
  }

  /** Whether the organisation could be paid now and, if not, what is in the way; for all its members, so that they know before they work */
  @Get('payability')
  @Access('person', { whileSuspended: true })
  @Fails(requestProblems.notFound)
  async readPayability(@Act() actor: Actor, @Param('id', IdParam('organisation')) id: OrganisationId): Promise<PayabilityView> {
    if (!isMember(actor, id)) throw requestProblems.notFound();
    return PayabilityView.of(await this.payees.payability(id));
  }

  /** Say in which country and as what the organisation is paid; fixed once the provider knows the account */
  @Put()
  @Access('person', { whileSuspended: true })
  @Fails(requestProblems.notFound, requestProblems.invalid, problems.payeeFixed, problems.countryNotServed)
  async describePayee(@Act() actor: Actor, @Param('id', IdParam('organisation')) id: OrganisationId, @Body() input: PayeeDto): Promise<PayeeView> {
    return PayeeView.of(await this.payees.describe(actor, id, input), actor);
  }

  /** A page of the provider on which the payee proves who they are: one visit, within minutes, never to be mailed */
  @Post('onboarding-links')
  @HttpCode(201)
  @Access('person', { whileSuspended: true })
  @RunsByItself()
  @Fails(requestProblems.notFound, problems.payeeMissing, problems.refusedByProvider, problems.providerUnreachable)
  async createOnboardingLink(@Act() actor: Actor, @Param('id', IdParam('organisation')) id: OrganisationId): Promise<OnboardingLinkView> {
    return OnboardingLinkView.of(await this.payees.onboardingLink(actor, id));
  }
}
