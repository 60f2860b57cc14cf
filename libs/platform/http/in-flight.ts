import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Config } from '../config';
import { sendProblem } from './problem.filter';
import { requestProblems } from './problems';
import { visitorAddress } from './visitor';

/** Requests of one session, token or address that may be under way at once in one process; addresses are shared by whole campuses. */
const mostOfOne = 32;
const mostOfAddress = 256;

const leaving = new WeakMap<ServerResponse, () => void>();

/** From here on this request waits rather than works (an event stream), and keeps nobody else out. */
export function notUnderWay(response: ServerResponse): void {
  leaving.get(response)?.();
}

/** Nobody keeps a process busy alone: who has too much under way waits for that first. Made-up sessions still share one address. */
export function addInFlightLimits(fastify: FastifyInstance, config: Pick<Config, 'portalSecret'>): void {
  const underWay = new Map<string, number>();
  const add = (key: string, change: 1 | -1) => {
    const count = (underWay.get(key) ?? 0) + change;
    if (count > 0) underWay.set(key, count);
    else underWay.delete(key);
  };

  fastify.addHook('onRequest', (request, reply, done) => {
    const limits = [[`address ${visitorAddress(request, config)}`, mostOfAddress], ...credentialOf(request).map((key) => [key, mostOfOne] as const)] as [string, number][];
    if (limits.some(([key, most]) => (underWay.get(key) ?? 0) >= most)) {
      void reply.header('retry-after', 1);
      return sendProblem(reply, requestProblems.tooMany(), request.id);
    }
    for (const [key] of limits) add(key, 1);
    const leave = () => {
      if (leaving.delete(reply.raw)) limits.forEach(([key]) => add(key, -1));
    };
    leaving.set(reply.raw, leave);
    reply.raw.once('close', leave);
    done();
  });
}

function credentialOf({ headers }: FastifyRequest): string[] {
  const sid = /(?:^|;\s*)__Host-sid=([^;]+)/.exec(headers.cookie ?? '')?.[1];
  return [headers.authorization, sid].flatMap((secret) => (secret ? [`credential ${createHash('sha256').update(secret).digest('base64')}`] : []));
}
