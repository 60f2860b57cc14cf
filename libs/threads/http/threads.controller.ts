import { Body, Controller, Get, Param, Put, Query, Req, Res, Headers } from '@nestjs/common';
import { ApiHeader, ApiOkResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor, Id, SubmissionId } from '@app/kernel';
import { Sessions } from '@app/identity';
import { Access, Act, Fails, IdParam, LiveStreams, PageQuery, requestProblems, streamHeaders } from '@app/platform';
import { ThreadNews } from '../thread-news.service';
import { threadProblems as problems } from '../threads.problems';
import { ThreadsQueries } from '../threads.queries';
import { Threads } from '../threads.service';
import { ReadMarkDto } from './thread.dto';
import { ListedThreadView, SubmissionThreadView, ThreadPageView, ThreadView } from './thread.view';

const description = 'Events: `ready`; `message` with a message as you read it now, posted or changed, whose `id` is its `version`; `end` with `{"why"}`: `signed_out`, `no_access`, `replaced` by newer streams of yours, or `restarting`';

/** Conversations between both sides of a submission, from its results on */
@Controller('api/v1')
export class ThreadsController {
  constructor(
    private readonly threads: Threads,
    private readonly queries: ThreadsQueries,
    private readonly news: ThreadNews,
    private readonly streams: LiveStreams,
    private readonly sessions: Sessions,
  ) {}

  /** Your conversations in which somebody has said something, the last spoken in first */
  @Get('me/threads')
  @Access('person', { whileSuspended: true })
  @Fails(requestProblems.invalid)
  async listThreads(@Act() actor: Actor, @Query() page: PageQuery): Promise<ThreadPageView> {
    const { items, next } = await this.queries.mine(actor, page);
    return { items: items.map((one) => ListedThreadView.of(one)), next };
  }

  /** Whether there is a conversation about a submission, or you may begin it; for both its sides */
  @Get('submissions/:id/thread')
  @Access('person', { whileSuspended: true })
  @Fails(requestProblems.notFound)
  async readSubmissionThread(@Act() actor: Actor, @Param('id', IdParam('submission')) id: SubmissionId): Promise<SubmissionThreadView> {
    return SubmissionThreadView.of(await this.threads.about(actor, id));
  }

  /** Begin the conversation about a submission, or find the one there is */
  @Put('submissions/:id/thread')
  @Access('person')
  @Fails(requestProblems.notFound, problems.notOpen)
  async beginThread(@Act() actor: Actor, @Param('id', IdParam('submission')) id: SubmissionId): Promise<ThreadView> {
    const thread = await this.threads.begin(actor, id);
    return ThreadView.of(await this.queries.one(actor, thread.id));
  }

  /** One conversation, who takes part, and how far each has read */
  @Get('threads/:id')
  @Access('person', { whileSuspended: true })
  @Fails(requestProblems.notFound)
  async readThread(@Act() actor: Actor, @Param('id', IdParam('thread')) id: Id<'thread'>): Promise<ThreadView> {
    return ThreadView.of(await this.queries.one(actor, id));
  }

  /** Say how far you have read; everybody in the conversation sees it */
  @Put('threads/:id/read-mark')
  @Access('person', { whileSuspended: true })
  @Fails(requestProblems.notFound, requestProblems.invalid)
  async markThreadRead(@Act() actor: Actor, @Param('id', IdParam('thread')) id: Id<'thread'>, @Body() { number }: ReadMarkDto): Promise<ThreadView> {
    await this.threads.markRead(actor, id, number);
    return ThreadView.of(await this.queries.one(actor, id));
  }

  /** What is said, as it is said: an event stream that goes on after `Last-Event-ID`. Whether you take part is asked before each event */
  @Get('threads/:id/live')
  @Access('person')
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: '`id` of the last event you got; without it only what comes from now on', schema: { type: 'string', pattern: '^\\d{1,10}$' } })
  @ApiOkResponse({ description, content: { 'text/event-stream': { schema: { type: 'string' } } } })
  @Fails(requestProblems.notFound)
  async followThread(
    @Act() actor: Actor, @Param('id', IdParam('thread')) id: Id<'thread'>, @Headers('last-event-id') lastEventId: string | undefined,
    @Req() { method }: FastifyRequest, @Res() reply: FastifyReply,
  ): Promise<void> {
    const thing = await this.news.of(actor, id, lastEventId);
    if (method === 'HEAD') void reply.headers(streamHeaders).send();
    else this.streams.open({ personId: actor.personId!, isSignedIn: () => this.sessions.lasts(actor.credentialId!), thing }, reply);
  }
}
