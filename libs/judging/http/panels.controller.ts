import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import type { Actor } from '@app/kernel';
import { Access, Act, Fails, IdParam, requestProblems } from '@app/platform';
import { JudgingQueries } from '../judging.queries';
import { problems } from '../judging.problems';
import { Judges } from '../judges.service';
import { Panels } from '../panels.service';
import { ConflictsDto, InviteJudgeDto, ReplaceJudgeDto, SeatAnswerDto } from './judging.dto';
import { ConflictListView, OwnSeatListView, SeatCountView, SeatListView, SeatView } from './judging.view';

/** Who judges: asking, answering, declaring conflicts. */
@Controller('api/v1')
export class PanelsController {
  constructor(
    private readonly panels: Panels,
    private readonly judges: Judges,
    private readonly queries: JudgingQueries,
  ) {}

  /** The judges of a phase, for the sponsor and staff */
  @Get('challenges/:id/phases/:phaseId/judges')
  @Access('person')
  @Fails(requestProblems.notFound)
  async listJudges(@Act() actor: Actor, @Param('id', IdParam('challenge')) id: string, @Param('phaseId', IdParam('phase')) phaseId: string): Promise<SeatListView> {
    return SeatListView.of(await this.panels.seats(actor, id, phaseId));
  }

  /** Ask somebody to judge; they get a mail */
  @Post('challenges/:id/phases/:phaseId/judges')
  @Access('person')
  @Fails(requestProblems.notFound, problems.alreadyInvited, problems.ownPeople, problems.panelIsFull, problems.panelClosed, problems.alreadyDecided, problems.cancelled)
  async inviteJudge(@Act() actor: Actor, @Param('id', IdParam('challenge')) id: string, @Param('phaseId', IdParam('phase')) phaseId: string, @Body() { email }: InviteJudgeDto): Promise<SeatView> {
    return SeatView.of(await this.panels.invite(actor, id, phaseId, email));
  }

  /** Take a judge off the panel, with a reason */
  @Delete('challenges/:id/phases/:phaseId/judges/:seatId')
  @HttpCode(204)
  @Access('person')
  @Fails(requestProblems.notFound, requestProblems.wrongState, problems.panelClosed, problems.alreadyDecided, problems.cancelled)
  async replaceJudge(
    @Act() actor: Actor, @Param('id', IdParam('challenge')) id: string, @Param('phaseId', IdParam('phase')) phaseId: string,
    @Param('seatId', IdParam('panel')) seatId: string, @Body() { reason }: ReplaceJudgeDto,
  ): Promise<void> {
    await this.panels.replace(actor, id, phaseId, seatId, reason);
  }

  /** Where you judge, or are asked to */
  @Get('me/judging')
  @Access('person', { whileSuspended: true })
  async listMySeats(@Act() actor: Actor): Promise<OwnSeatListView> {
    return { items: await this.queries.ownSeats(await this.judges.seatsOf(actor)) };
  }

  /** On how many panels that still go on you sit, or are asked to */
  @Get('me/judging/count')
  @Access('person', { whileSuspended: true })
  async countMySeats(@Act() actor: Actor): Promise<SeatCountView> {
    return { seats: await this.queries.seatsThatGoOn(actor) };
  }

  /** Answer an invitation to judge; after a yes too you may step off, what you locked counts on */
  @Put('panel-seats/:id/answer')
  @Access('person')
  @Fails(requestProblems.notFound, requestProblems.wrongState, problems.mayNotJudge, problems.takesPart, problems.panelClosed, problems.alreadyDecided, problems.cancelled)
  async answerJudgeInvitation(@Act() actor: Actor, @Param('id', IdParam('panel')) id: string, @Body() { accepts }: SeatAnswerDto): Promise<SeatView> {
    return SeatView.of(await this.judges.answer(actor, id, accepts));
  }

  /** All who entered, in an order of your own, and the conflicts you declared or were found with them */
  @Get('panel-seats/:id/conflicts')
  @Access('person')
  @Fails(requestProblems.notFound, problems.notOpenYet)
  async listConflicts(@Act() actor: Actor, @Param('id', IdParam('panel')) id: string): Promise<ConflictListView> {
    return ConflictListView.of(await this.judges.entrants(actor, id));
  }

  /** Declare your conflicts, once; only then submissions are shown to you. Repeating what was declared changes nothing */
  @Put('panel-seats/:id/conflicts')
  @Access('person')
  @Fails(requestProblems.notFound, requestProblems.invalid, problems.mayNotJudge, problems.conflictsDeclared, problems.oneNameLeft, problems.notOpenYet, problems.panelClosed, problems.alreadyDecided, problems.cancelled)
  async declareConflicts(@Act() actor: Actor, @Param('id', IdParam('panel')) id: string, @Body() { conflicts }: ConflictsDto): Promise<SeatView> {
    return SeatView.of(await this.judges.declare(actor, id, conflicts.map(({ organisationId, note }) => ({ organisationId, note: note ?? null }))));
  }
}
