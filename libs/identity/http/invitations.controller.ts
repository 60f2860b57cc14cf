import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query, Res } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyReply } from 'fastify';
import { type Actor, type Id, type OrganisationId, pageOf } from '@app/kernel';
import { Access, Act, Fails, IdParam, PageQuery, requestProblems } from '@app/platform';
import { IdentityQueries } from '../identity.queries';
import { problems } from '../identity.problems';
import { Invitations } from '../invitations.service';
import { giveCookie } from '../session.cookie';
import { InviteDto } from './organisations.dto';
import { InvitationPage, InvitationView, InvitedView, MemberRolesView } from './organisations.view';

@Controller('api/v1')
export class InvitationsController {
  constructor(
    private readonly invitations: Invitations,
    private readonly queries: IdentityQueries,
  ) {}

  /** Invite somebody by mail; owners are made by changing a member's roles */
  @Post('organisations/:id/invitations')
  @Access('person')
  @RouteConfig({ rateLimit: { max: 60 } })
  @Fails(requestProblems.notFound, problems.mayNotGrant, problems.roleNotHere, problems.alreadyMember, problems.tooManyMails, problems.tooManyMailsSent)
  async invite(@Act() actor: Actor, @Param('id', IdParam('organisation')) id: OrganisationId, @Body() { email, roles }: InviteDto): Promise<InvitationView> {
    return InvitationView.of(await this.invitations.invite(actor, id, email, roles));
  }

  /** Open invitations, oldest first */
  @Get('organisations/:id/invitations')
  @Access('person')
  @Fails(requestProblems.notFound)
  async listInvitations(@Act() actor: Actor, @Param('id', IdParam('organisation')) id: OrganisationId, @Query() page: PageQuery): Promise<InvitationPage> {
    const rows = await this.queries.invitations(actor, id, page);
    return pageOf(rows, page.limit, (row) => [row.createdAt.toISOString(), row.id], (row) => InvitationView.of(row)) as InvitationPage;
  }

  /** Take an invitation back */
  @Delete('organisations/:id/invitations/:invitationId')
  @HttpCode(204)
  @Access('person')
  @Fails(requestProblems.notFound, requestProblems.wrongState)
  async revokeInvitation(
    @Act() actor: Actor,
    @Param('id', IdParam('organisation')) id: OrganisationId,
    @Param('invitationId', IdParam('invitation')) invitationId: Id<'invitation'>,
  ): Promise<void> {
    await this.invitations.revoke(actor, id, invitationId);
  }

  /** What the link of an invitation is about */
  @Get('invitations/:token')
  @Access('public')
  @RouteConfig({ rateLimit: { max: 120 } })
  @Fails(problems.linkNotValid)
  async readInvitation(@Act() actor: Actor, @Param('token') token: string): Promise<InvitedView> {
    const { invitation, organisation } = await this.invitations.look(token);
    return InvitedView.of(invitation, organisation, actor);
  }

  /** Become a member; the cookie changes, since the session gains rights */
  @Put('invitations/:token/acceptance')
  @Access('person')
  @Fails(problems.linkNotValid, problems.invitedOther, problems.alreadyMember)
  async acceptInvitation(@Act() actor: Actor, @Param('token') token: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<MemberRolesView> {
    const { member, started } = await this.invitations.accept(actor, token);
    giveCookie(reply, started);
    return MemberRolesView.of(member);
  }
}
