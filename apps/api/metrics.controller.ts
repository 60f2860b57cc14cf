import { BlockList, isIPv6 } from 'node:net';
import { Controller, Get, Header, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Access, Backlog, Metrics, requestProblems } from '@app/platform';
import { Gauge } from 'prom-client';

const near = new BlockList();
for (const [net, prefix] of [['127.0.0.0', 8], ['10.0.0.0', 8], ['172.16.0.0', 12], ['192.168.0.0', 16]] as const) near.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of [['::1', 128], ['fc00::', 7], ['fe80::', 10]] as const) near.addSubnet(net, prefix, 'ipv6');

/** What this process counts, and how much work waits on the whole platform, in the text format of Prometheus. */
@ApiExcludeController()
@Controller('metrics')
export class MetricsController {
  private readonly pending: Gauge;
  private readonly oldest: Gauge;
  private readonly givenUp: Gauge;
  private readonly jobs: Gauge<'queue' | 'state'>;

  constructor(
    private readonly backlog: Backlog,
    private readonly metrics: Metrics,
  ) {
    const registers = [metrics.registry];
    this.pending = new Gauge({ name: 'guildhall_outbox_pending', help: 'Rows whose work is not done yet', registers });
    this.oldest = new Gauge({ name: 'guildhall_outbox_oldest_seconds', help: 'Age of the oldest of them', registers });
    this.givenUp = new Gauge({ name: 'guildhall_outbox_given_up', help: 'Rows that failed so often that they wait for a person', registers });
    this.jobs = new Gauge({ name: 'guildhall_queue_jobs', help: 'Jobs in the queues', labelNames: ['queue', 'state'], registers });
  }

  /** For the host itself and its private network, asked directly: what came through the proxy came from anywhere. */
  @Get()
  @Access('public')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @Header('cache-control', 'no-store')
  async read(@Req() request: FastifyRequest): Promise<string> {
    if (!isNear(request)) throw requestProblems.notFound();
    await this.look();
    return this.metrics.registry.metrics();
  }

  private async look(): Promise<void> {
    const { pending, oldestSeconds, givenUp, queues } = await this.backlog.now();
    this.pending.set(pending);
    this.oldest.set(Math.round(oldestSeconds * 1000) / 1000);
    this.givenUp.set(givenUp);
    for (const [queue, counts] of Object.entries(queues)) {
      for (const [state, count] of Object.entries(counts)) this.jobs.set({ queue, state }, count);
    }
  }
}

function isNear({ socket: { remoteAddress = '' }, headers }: FastifyRequest): boolean {
  if (headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined) return false;
  const address = remoteAddress.replace(/^::ffff:(?=\d+\.)/, '');
  return near.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}
