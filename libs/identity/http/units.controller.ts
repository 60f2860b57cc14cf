import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Put } from '@nestjs/common';
import { type Actor, type Id, isMember, type OrganisationId } from '@app/kernel';
import { Access, Act, Fails, IdParam, IfMatch, requestProblems } from '@app/platform';
import { problems } from '../identity.problems';
import { Organisations } from '../organisations.service';
import { Units } from '../units.service';
import { PlaceDto, UnitDto } from './organisations.dto';
import { MemberUnitView, UnitListView, UnitView } from './organisations.view';

/** Faculties, laboratories, plants: the parts of an organisation. */
@Controller('api/v1/organisations/:id')
export class UnitsController {
  constructor(
    private readonly units: Units,
    private readonly organisations: Organisations,
  ) {}

  /** All of them, by name; to members of the organisation also how many work in each */
  @Get('units')
  @Access('public', { scope: 'organisation:read' })
  @Fails(requestProblems.notFound)
  async listUnits(@Act() actor: Actor, @Param('id', IdParam('organisation')) id: OrganisationId): Promise<UnitListView> {
    const organisation = await this.organisations.get(id);
    return UnitListView.of(await this.units.of(organisation.id), isMember(actor, organisation.id) ? await this.units.sizes(organisation.id) : undefined);
  }

  /** Add one; for owners and managers */
  @Post('units')
  @Access('person')
  @Fails(requestProblems.notFound, problems.noUnitsHere, problems.unitExists, problems.tooManyUnits)
  async createUnit(@Act() actor: Actor, @Param('id', IdParam('organisation')) id: OrganisationId, @Body() { name }: UnitDto): Promise<UnitView> {
    return UnitView.of(await this.units.create(actor, id, name));
  }

  /** Give it another name */
  @Patch('units/:unitId')
  @Access('person')
  @Fails(requestProblems.notFound, problems.unitExists, requestProblems.preconditionFailed)
  async renameUnit(@Act() actor: Actor, @Param('id', IdParam('organisation')) id: OrganisationId, @Param('unitId', IdParam('unit')) unitId: Id<'unit'>, @IfMatch() version: number, @Body() { name }: UnitDto): Promise<UnitView> {
    return UnitView.of(await this.units.rename(actor, id, unitId, version, name));
  }

  /** Remove it; its members stay in the organisation */
  @Delete('units/:unitId')
  @HttpCode(204)
  @Access('person')
  @Fails(requestProblems.notFound)
  async removeUnit(@Act() actor: Actor, @Param('id', IdParam('organisation')) id: OrganisationId, @Param('unitId', IdParam('unit')) unitId: Id<'unit'>): Promise<void> {
    await this.units.remove(actor, id, unitId);
  }

  /** Say in which unit a member works, or in none */
  @Put('members/:memberId/unit')
  @Access('person')
  @Fails(requestProblems.notFound, problems.noUnitsHere, requestProblems.preconditionFailed)
  async placeMember(@Act() actor: Actor, @Param('id', IdParam('organisation')) id: OrganisationId, @Param('memberId', IdParam('member')) memberId: Id<'member'>, @IfMatch() version: number, @Body() { unitId }: PlaceDto): Promise<MemberUnitView> {
    return MemberUnitView.of(await this.units.place(actor, id, memberId, version, unitId));
  }
}
