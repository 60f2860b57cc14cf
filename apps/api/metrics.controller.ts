import { BlockList, isIPv6 } from 'node:net';
import { Controller, Get, Header, Req } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { Access, Db, Queues, requestProblems } from '@app/platform';

const near = new BlockList();
for (const [net, prefix] of [['127.0.0.0', 8], ['10.0.0.0', 8], ['172.16.0.0', 12], ['192.168.0.0', 16]] as const) near.addSubnet(net, prefix, 'ipv4');
for (const [net, prefix] of [['::1', 128], ['fc00::', 7], ['fe80::', 10]] as const) near.addSubnet(net, prefix, 'ipv6');

/** A few gauges for whoever watches the platform, in the text format of Prometheus. */
@ApiExcludeController()
@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly db: Db,
    private readonly queues: Queues,
  ) {}

  /** For the host itself and its private network, asked directly: what came through the proxy came from anywhere. */
  @Get()
  @Access('public')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @Header('cache-control', 'no-store')
  async read(@Req() request: FastifyRequest): Promise<string> {
    if (!isNear(request)) throw requestProblems.notFound();
    const [outbox] = await this.db.query<{ pending: number; oldest: number; given_up: number }>(
      `select count(*) filter (where failed_at is null)::int as pending, count(*) filter (where failed_at is not null)::int as given_up,
         coalesce(extract(epoch from now() - min(created_at) filter (where failed_at is null)), 0)::float8 as oldest
       from outbox`,
    );
    const depths = Object.entries(await this.queues.counts()).flatMap(([queue, counts]) => Object.entries(counts).map(([state, count]) => [`{queue="${queue}",state="${state}"}`, count] as const));
    return [
      ...gauge('guildhall_outbox_pending', 'Rows whose work is not done yet', [['', outbox!.pending]]),
      ...gauge('guildhall_outbox_oldest_seconds', 'Age of the oldest of them', [['', Math.round(outbox!.oldest * 1000) / 1000]]),
      ...gauge('guildhall_outbox_given_up', 'Rows that failed so often that they wait for a person', [['', outbox!.given_up]]),
      ...gauge('guildhall_queue_jobs', 'Jobs in the queues', depths),
      '',
    ].join('\n');
  }
}

function isNear({ socket: { remoteAddress = '' }, headers }: FastifyRequest): boolean {
  if (headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined) return false;
  const address = remoteAddress.replace(/^::ffff:(?=\d+\.)/, '');
  return near.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

function gauge(name: string, help: string, values: readonly (readonly [labels: string, value: number])[]): string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, ...values.map(([labels, value]) => `${name}${labels} ${value}`)];
}
