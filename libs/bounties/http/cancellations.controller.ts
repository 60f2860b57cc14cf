import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import type { Actor, ChallengeId } from '@app/kernel';
import { Access, Act, Fails, IdParam, requestProblems } from '@app/platform';
import { problems } from '../bounties.problems';
import { Cancellations } from '../cancellations.service';
import { StaffCancellationDto } from './cancellation.dto';
import { CancellationView } from './cancellation.view';

/** Staff end a challenge before it is decided */
@Controller('api/v1/admin/challenges')
export class CancellationsController {
  constructor(private readonly cancellations: Cancellations) {}

  /** What cancelling would do now: what goes back, and what is split among how many */
  @Get(':id/cancellation')
  @Access('staff', { roles: ['moderator'] })
  @Fails(requestProblems.notFound)
  async previewCancellation(@Act() actor: Actor, @Param('id', IdParam('challenge')) id: ChallengeId): Promise<CancellationView> {
    return CancellationView.of(await this.cancellations.preview(actor, id));
  }

  /** Cancel it: who handed in is compensated, the rest goes back, and everybody is told why */
  @Put(':id/cancellation')
  @Access('staff', { roles: ['moderator'] })
  @Fails(requestProblems.invalid, requestProblems.notFound, requestProblems.wrongState, problems.ownOrganisation)
  async cancelAsStaff(@Act() actor: Actor, @Param('id', IdParam('challenge')) id: ChallengeId, @Body() { reason, note }: StaffCancellationDto): Promise<CancellationView> {
    return CancellationView.of(await this.cancellations.cancel(actor, id, reason, note));
  }
}
