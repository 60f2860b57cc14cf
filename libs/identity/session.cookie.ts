import '@fastify/cookie';
import type { FastifyReply } from 'fastify';
import type { Started } from './sessions.service';

/** Bound to this host, sent over safe connections only (browsers count loopback as safe), never readable by scripts. */
export const sessionCookie = '__Host-sid';

const attributes = { path: '/', httpOnly: true, secure: true, sameSite: 'lax' } as const;

export function giveCookie(reply: FastifyReply, { secret, session }: Started): void {
  void reply.setCookie(sessionCookie, secret, { ...attributes, expires: session.expiresAt });
}

export function takeCookie(reply: FastifyReply): void {
  void reply.clearCookie(sessionCookie, attributes);
}
