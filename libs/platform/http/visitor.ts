import { timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Config } from '../config';

/** The address of the person behind a request: the portal's loaders forward it under the secret of this process. */
export function visitorAddress(request: FastifyRequest, config: Pick<Config, 'portalSecret'>): string {
  const { 'x-guildhall-portal': secret, 'x-guildhall-visitor': visitor } = request.headers;
  const isPortal = config.portalSecret !== '' && typeof secret === 'string' && isSame(secret, config.portalSecret);
  return isPortal && typeof visitor === 'string' ? visitor : request.ip;
}

function isSame(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}
