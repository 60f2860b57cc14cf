import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import type { Actor, ChallengeId, EntryId, OrganisationId } from '@app/kernel';
import { challengeProblems } from '@app/challenges';
import { Access, Act, Fails, IdParam, PageQuery, requestProblems } from '@app/platform';
import { Entries } from '../entries.service';
import { EntriesQueries } from '../entries.queries';
import { entryProblems as problems, submissionProblems } from '../submissions.problems';
import { JoinDto, OwnEntriesQuery } from './entry.dto';
import { EntryPageView, EntryView, ParticipationView } from './entry.view';

/** Solvers in challenges. */
@Controller('api/v1')
export class EntriesController {
  constructor(
    private readonly entries: Entries,
    private readonly queries: EntriesQueries,
  ) {}

  /** Enter a challenge, accepting its rules as they stand */
  @Post('challenges/:id/entries')
  @Access('person')
  @Fails(
    challengeProblems.paused,
    problems.notOpen, problems.invitedOnly, problems.otherRuleCard, problems.already, problems.judgesHere, problems.relatedParty, problems.notEligible, problems.quota, problems.notMember,
    requestProblems.notFound, requestProblems.invalid,
  )
  async joinChallenge(@Act() actor: Actor, @Param('id', IdParam('challenge')) id: ChallengeId, @Body() body: JoinDto): Promise<EntryView> {
    const entry = await this.entries.join(actor, id, body);
    return EntryView.of(await this.queries.details(actor, entry.id));
  }

  /** How many take part; nothing about who or what */
  @Get('challenges/:id/participation')
  @Access('public')
  @Fails(requestProblems.notFound)
  async readParticipation(@Act() actor: Actor, @Param('id', IdParam('challenge')) id: ChallengeId): Promise<ParticipationView> {
    return ParticipationView.of(await this.queries.participation(actor, id));
  }

  /** Your entries, the newest first; all, or that in one challenge */
  @Get('me/entries')
  @Access('person', { whileSuspended: true })
  async listMyEntries(@Act() actor: Actor, @Query() { challengeId, ...page }: OwnEntriesQuery): Promise<EntryPageView> {
    const { items, next } = await this.queries.mine(actor, page, challengeId);
    return { items: items.map((one) => EntryView.of(one)), next };
  }

  /** Entries made for an organisation, the newest first: for its owners and managers, and their programs */
  @Get('organisations/:id/entries')
  @Access('person', { scope: 'entry:read', whileSuspended: true })
  @Fails(requestProblems.notFound)
  async listOrganisationEntries(@Act() actor: Actor, @Param('id', IdParam('organisation')) id: OrganisationId, @Query() page: PageQuery): Promise<EntryPageView> {
    const { items, next } = await this.queries.ofOrganisation(actor, id, page);
    return { items: items.map((one) => EntryView.of(one)), next };
  }

  /** An entry, for those who are in it */
  @Get('entries/:id')
  @Access('person', { whileSuspended: true })
  @Fails(requestProblems.notFound)
  async readEntry(@Act() actor: Actor, @Param('id', IdParam('entry')) id: EntryId): Promise<EntryView> {
    return EntryView.of(await this.queries.details(actor, id));
  }

  /** Leave a challenge while its first phase is open, or the waiting list for it; what was written is erased for good */
  @Put('entries/:id/withdrawal')
  @Access('person', { whileSuspended: true })
  @Fails(requestProblems.notFound, requestProblems.forbidden, requestProblems.wrongState, submissionProblems.late)
  async withdrawEntry(@Act() actor: Actor, @Param('id', IdParam('entry')) id: EntryId): Promise<EntryView> {
    await this.entries.withdraw(actor, id);
    return EntryView.of(await this.queries.details(actor, id));
  }
}
