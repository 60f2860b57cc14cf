import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { type Actor, type Id, type OrganisationId, pageOf } from '@app/kernel';
import { Access, Act, AnswersWithSecret, Fails, IdParam, PageQuery, requestProblems } from '@app/platform';
import { IdentityQueries } from '../identity.queries';
import { problems } from '../identity.problems';
import { ServiceAccounts } from '../service-accounts.service';
import { CreateServiceAccountDto, CreateServiceTokenDto } from './organisations.dto';
import { NewServiceTokenView, ServiceAccountPage, ServiceAccountView } from './organisations.view';

/** Programs of an organisation. No route here names a scope, so no token can use one. */
@Controller('api/v1')
export class ServiceAccountsController {
  constructor(
    private readonly accounts: ServiceAccounts,
    private readonly queries: IdentityQueries,
  ) {}

  /** Create a service account; it needs a token to do anything */
  @Post('organisations/:id/service-accounts')
  @Access('person')
  @Fails(requestProblems.notFound)
  async createServiceAccount(@Act() actor: Actor, @Param('id', IdParam('organisation')) id: OrganisationId, @Body() { name }: CreateServiceAccountDto): Promise<ServiceAccountView> {
    return ServiceAccountView.of(await this.accounts.create(actor, id, name), []);
  }

  /** Service accounts with their tokens, oldest first */
  @Get('organisations/:id/service-accounts')
  @Access('person')
  @Fails(requestProblems.notFound)
  async listServiceAccounts(@Act() actor: Actor, @Param('id', IdParam('organisation')) id: OrganisationId, @Query() page: PageQuery): Promise<ServiceAccountPage> {
    const accounts = await this.queries.serviceAccounts(actor, id, page);
    const tokens = await this.accounts.tokensOf(accounts);
    return pageOf(accounts, page.limit, (one) => [one.createdAt.toISOString(), one.id], (one) => ServiceAccountView.of(one, tokens)) as ServiceAccountPage;
  }

  /** Remove a service account; its tokens stop working at once */
  @Delete('organisations/:id/service-accounts/:accountId')
  @HttpCode(204)
  @Access('person')
  @Fails(requestProblems.notFound)
  async removeServiceAccount(
    @Act() actor: Actor,
    @Param('id', IdParam('organisation')) id: OrganisationId,
    @Param('accountId', IdParam('serviceAccount')) accountId: Id<'serviceAccount'>,
  ): Promise<void> {
    await this.accounts.remove(actor, id, accountId);
  }

  /** Make a token; its secret is shown this once. To rotate, make a new one and remove the old */
  @Post('service-accounts/:id/tokens')
  @Access('person')
  @AnswersWithSecret()
  @Fails(requestProblems.notFound, problems.mayNotGrant, requestProblems.secretShownOnce)
  async createServiceToken(@Act() actor: Actor, @Param('id', IdParam('serviceAccount')) id: Id<'serviceAccount'>, @Body() { scopes, days }: CreateServiceTokenDto): Promise<NewServiceTokenView> {
    const { token, secret } = await this.accounts.addToken(actor, id, scopes, days);
    return NewServiceTokenView.with(token, secret);
  }

  /** Take a token back; it stops working at once */
  @Delete('service-accounts/:id/tokens/:tokenId')
  @HttpCode(204)
  @Access('person')
  @Fails(requestProblems.notFound)
  async revokeServiceToken(@Act() actor: Actor, @Param('id', IdParam('serviceAccount')) id: Id<'serviceAccount'>, @Param('tokenId', IdParam('token')) tokenId: Id<'token'>): Promise<void> {
    await this.accounts.revokeToken(actor, id, tokenId);
  }
}
