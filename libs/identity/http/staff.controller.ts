import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { type Actor, type Id, type OrganisationId, pageOf } from '@app/kernel';
import { Access, Act, Fails, IdParam, IfMatch, requestProblems } from '@app/platform';
import { IdentityQueries } from '../identity.queries';
import { problems } from '../identity.problems';
import { Organisations } from '../organisations.service';
import { Staff } from '../staff.service';
import { VerifyOrganisationDto } from './organisations.dto';
import { GrantStaffRoleDto, OrganisationsQuery, PeopleQuery, TakeStaffRoleDto } from './staff.dto';
import { OrganisationItemView, OrganisationPage, PersonPage, PersonView, StaffListView, StaffRoleGrantedView, VerificationView } from './staff.view';

/** What staff see and decide about people and organisations. */
@Controller('api/v1/admin')
export class StaffController {
  constructor(
    private readonly staff: Staff,
    private readonly organisations: Organisations,
    private readonly queries: IdentityQueries,
  ) {}

  /** People, oldest account first; every look is kept in the audit trail */
  @Get('people')
  @Access('staff', { roles: ['support', 'operator'] })
  async listPeople(@Act() actor: Actor, @Query() page: PeopleQuery): Promise<PersonPage> {
    const rows = await this.staff.lookUp(actor, page.q, page);
    return pageOf(rows, page.limit, (row) => [row.createdAt.toISOString(), row.id], (row) => PersonView.of(row)) as PersonPage;
  }

  /** Organisations, the oldest first; by part of a name, kind, and whether staff checked them */
  @Get('organisations')
  @Access('staff', { roles: ['moderator', 'support', 'operator'] })
  async listOrganisations(@Query() query: OrganisationsQuery): Promise<OrganisationPage> {
    const { q, kind, verification } = query;
    const rows = await this.queries.organisations({ q, kind, isVerified: verification && verification === 'verified' }, query);
    return pageOf(rows, query.limit, (row) => [row.createdAt.toISOString(), row.id], (row) => OrganisationItemView.of(row)) as OrganisationPage;
  }

  /** Whether an organisation is verified, what staff found last, and at which universities its members have addresses */
  @Get('organisations/:id/verification')
  @Access('staff')
  @Fails(requestProblems.notFound)
  async readVerification(@Param('id', IdParam('organisation')) id: OrganisationId): Promise<VerificationView> {
    return this.verification(id);
  }

  /** Say that an organisation is what it says, or that it is not, and why: its owners are told; never your own */
  @Put('organisations/:id/verification')
  @Access('staff', { roles: ['moderator', 'operator'] })
  @Fails(requestProblems.notFound, problems.ownOrganisation, requestProblems.preconditionFailed)
  async verifyOrganisation(
    @Act() actor: Actor, @Param('id', IdParam('organisation')) id: OrganisationId, @IfMatch() version: number, @Body() { isVerified, reason }: VerifyOrganisationDto,
  ): Promise<VerificationView> {
    await this.organisations.verify(actor, id, version, isVerified, reason);
    return this.verification(id);
  }

  /** All staff roles, those that ran out too */
  @Get('staff')
  @Access('staff', { roles: ['operator'] })
  async listStaff(): Promise<StaffListView> {
    return StaffListView.of(await this.queries.staff());
  }

  /** Grant a role you hold to somebody else, who is told why, or confirm it for another year */
  @Post('staff')
  @Access('staff', { roles: ['operator'] })
  @Fails(problems.personUnknown, problems.ownStaffRoles, problems.mayNotGrant, problems.proveAgain)
  async grantStaffRole(@Act() actor: Actor, @Body() { email, role, reason }: GrantStaffRoleDto): Promise<StaffRoleGrantedView> {
    const { grant, person, isNew } = await this.staff.grant(actor, email, role, reason);
    return StaffRoleGrantedView.of({ ...grant, name: person.name, email: person.email, isNew });
  }

  /** Take a role away; the person is signed out and told why */
  @Delete('staff/:id')
  @HttpCode(204)
  @Access('staff', { roles: ['operator'] })
  @Fails(requestProblems.notFound, problems.ownStaffRoles, problems.mayNotGrant, problems.proveAgain)
  async takeStaffRole(@Act() actor: Actor, @Param('id', IdParam('staffGrant')) id: Id<'staffGrant'>, @Body() { reason }: TakeStaffRoleDto): Promise<void> {
    await this.staff.take(actor, id, reason);
  }

  private async verification(id: OrganisationId): Promise<VerificationView> {
    return VerificationView.of(await this.organisations.get(id), await this.queries.finding(id), await this.queries.academicDomains(id));
  }
}
