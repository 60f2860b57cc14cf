import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { type Actor, type Id, type OrganisationId, pageOf } from '@app/kernel';
import { Access, Act, Fails, IdParam, IfMatch, PageQuery, requestProblems } from '@app/platform';
import { IdentityQueries } from '../identity.queries';
import { problems } from '../identity.problems';
import { Members } from '../members.service';
import { giveCookie } from '../session.cookie';
import { RolesDto } from './organisations.dto';
import { MemberPage, MemberRolesView, MemberView } from './organisations.view';

/** Who is in an organisation. To everybody outside there is no such list. */
@Controller('api/v1/organisations/:id/members')
export class MembersController {
  constructor(
    private readonly members: Members,
    private readonly queries: IdentityQueries,
  ) {}

  /** The members, first joined first */
  @Get()
  @Access('person', { whileSuspended: true })
  @Fails(requestProblems.notFound)
  async listMembers(@Act() actor: Actor, @Param('id', IdParam('organisation')) id: OrganisationId, @Query() page: PageQuery): Promise<MemberPage> {
    const rows = await this.queries.members(actor, id, page);
    return pageOf(rows, page.limit, (row) => [row.joinedAt.toISOString(), row.id], (row) => MemberView.of(row, actor, id)) as MemberPage;
  }

  /** Change a member's roles, in force on their next request; who gains rights is signed out, for yourself the cookie changes */
  @Patch(':memberId')
  @Access('person')
  @Fails(requestProblems.notFound, problems.mayNotGrant, problems.proveAgain, problems.lastOwner, problems.roleNotHere, requestProblems.preconditionFailed)
  async changeMemberRoles(
    @Act() actor: Actor,
    @Param('id', IdParam('organisation')) id: OrganisationId,
    @Param('memberId', IdParam('member')) memberId: Id<'member'>,
    @IfMatch() version: number,
    @Body() { roles }: RolesDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<MemberRolesView> {
    const { member, started } = await this.members.changeRoles(actor, id, memberId, version, roles);
    if (started) giveCookie(reply, started);
    return MemberRolesView.of(member);
  }

  /** Remove a member, or leave; in force on their next request */
  @Delete(':memberId')
  @HttpCode(204)
  @Access('person', { whileSuspended: true })
  @Fails(requestProblems.notFound, problems.mayNotGrant, problems.proveAgain, problems.lastOwner)
  async removeMember(@Act() actor: Actor, @Param('id', IdParam('organisation')) id: OrganisationId, @Param('memberId', IdParam('member')) memberId: Id<'member'>): Promise<void> {
    await this.members.remove(actor, id, memberId);
  }
}
