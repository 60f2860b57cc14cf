import { Controller, Get, Param } from '@nestjs/common';
import type { Actor, ChallengeId } from '@app/kernel';
import { Access, Act, Fails, IdParam, requestProblems } from '@app/platform';
import { judgingProblems } from '@app/judging';
import { Rests } from '../rests.service';
import { RestIfNobodyView, RestView } from './rest.view';

/** What of a bounty nobody is awarded, told before it moves. */
@Controller('api/v1')
export class RestsController {
  constructor(private readonly rests: Rests) {}

  /** What goes back to the sponsor of a challenge that is over, what of the fee is kept, and what it waits for; for the sponsor's people who manage, sign or keep its money, and for finance, moderators and support who do not belong to it */
  @Get('challenges/:id/rest')
  @Access('person', { scope: 'funding:read', whileSuspended: true })
  @Fails(requestProblems.notFound)
  async readRest(@Act() actor: Actor, @Param('id', IdParam('challenge')) id: ChallengeId): Promise<RestView> {
    return RestView.of(await this.rests.read(actor, id));
  }

  /** Where the sponsor chooses, and before they do: what becomes of the money if nobody gets a placement of this phase; once the order is open */
  @Get('phases/:id/rest-if-nobody')
  @Access('person')
  @Fails(requestProblems.notFound, judgingProblems.rankingNotReady, judgingProblems.rankingNotOpened, judgingProblems.othersDecide)
  async readRestIfNobody(@Act() actor: Actor, @Param('id', IdParam('phase')) id: string): Promise<RestIfNobodyView> {
    return RestIfNobodyView.of(await this.rests.ifNobody(actor, id));
  }
}
