import { Controller, Headers, HttpCode, Post, type RawBodyRequest, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Access } from '@app/platform';
import { ProviderEvents } from '../provider-events.service';

/** Where the payment provider tells us things. Its signature over the raw bytes is the only credential. */
@ApiExcludeController()
@Controller('provider-events')
export class ProviderEventsController {
  constructor(private readonly events: ProviderEvents) {}

  @Post('stripe')
  @HttpCode(200)
  @Access('public')
  async receive(@Req() request: RawBodyRequest<FastifyRequest>, @Headers('stripe-signature') signature: string | undefined): Promise<{ received: true }> {
    await this.events.receive(request.rawBody, signature);
    return { received: true };
  }
}
