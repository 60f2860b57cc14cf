import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '@app/kernel';
import { Access, Act, LiveStreams, streamHeaders } from '@app/platform';
import { Sessions } from '../sessions.service';

const description = 'Events: `ready`; `hint` with `{"type","id"}` of something of yours that changed, which you read as ever; `end` with `{"why"}`: `signed_out`, `replaced` by newer streams of yours, or `restarting`';

/** Live updates for the person who is signed in. */
@Controller('api/v1/me')
export class LiveController {
  constructor(
    private readonly streams: LiveStreams,
    private readonly sessions: Sessions,
  ) {}

  /** What of yours changed, as it happens: an event stream of hints without content */
  @Get('live')
  @Access('person', { whileSuspended: true })
  @ApiOkResponse({ description, content: { 'text/event-stream': { schema: { type: 'string' } } } })
  followMe(@Act() { personId, credentialId }: Actor, @Req() { method }: FastifyRequest, @Res() reply: FastifyReply): void {
    if (method === 'HEAD') void reply.headers(streamHeaders).send();
    else this.streams.open({ personId: personId!, isSignedIn: () => this.sessions.lasts(credentialId!) }, reply);
  }
}
