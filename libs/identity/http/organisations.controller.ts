import { Body, Controller, Get, Param, Patch, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type Actor, type OrganisationId, readId } from '@app/kernel';
import { Access, Act, Fails, IdParam, IfMatch, requestProblems } from '@app/platform';
import { mayEditOrganisation } from '../identity.policy';
import { IdentityQueries } from '../identity.queries';
import { Organisations } from '../organisations.service';
import { giveCookie } from '../session.cookie';
import { CreateOrganisationDto, EditOrganisationDto } from './organisations.dto';
import { OrganisationFindingView, OrganisationView } from './organisations.view';

@Controller('api/v1/organisations')
export class OrganisationsController {
  constructor(
    private readonly organisations: Organisations,
    private readonly queries: IdentityQueries,
  ) {}

  /** Register an organisation; you become its owner, and the cookie changes, since the session gains rights */
  @Post()
  @Access('person')
  @Fails(requestProblems.invalid)
  async createOrganisation(@Act() actor: Actor, @Body() body: CreateOrganisationDto, @Res({ passthrough: true }) reply: FastifyReply): Promise<OrganisationView> {
    const { organisation, started } = await this.organisations.create(actor, body);
    giveCookie(reply, started);
    const owned: Actor = { ...actor, memberships: [...actor.memberships, { organisationId: organisation.id, roles: ['owner'] }] };
    return OrganisationView.of(organisation, owned);
  }

  /** What everybody may know of an organisation, by id or slug */
  @Get(':id')
  @Access('public', { scope: 'organisation:read' })
  @Fails(requestProblems.notFound)
  async readOrganisation(@Act() actor: Actor, @Param('id') idOrSlug: string): Promise<OrganisationView> {
    const id = readId('organisation', idOrSlug);
    return OrganisationView.of(await (id ? this.organisations.get(id) : this.organisations.getBySlug(idOrSlug)), actor);
  }

  /** What staff found when they checked it last, and why; for owners and managers. Not there where they never did */
  @Get(':id/finding')
  @Access('person')
  @Fails(requestProblems.notFound)
  async readOrganisationFinding(@Act() actor: Actor, @Param('id', IdParam('organisation')) id: OrganisationId): Promise<OrganisationFindingView> {
    const finding = mayEditOrganisation(actor, id) ? await this.queries.finding(id) : undefined;
    if (!finding) throw requestProblems.notFound();
    return OrganisationFindingView.of(finding);
  }

  /** Change what it says of itself; a new name or country has to be verified again */
  @Patch(':id')
  @Access('person')
  @Fails(requestProblems.notFound, requestProblems.preconditionFailed, requestProblems.invalid)
  async editOrganisation(
    @Act() actor: Actor,
    @Param('id', IdParam('organisation')) id: OrganisationId,
    @IfMatch() version: number,
    @Body() body: EditOrganisationDto,
  ): Promise<OrganisationView> {
    return OrganisationView.of(await this.organisations.edit(actor, id, version, body), actor);
  }
}
