import { applyDecorators, type CanActivate, createParamDecorator, type ExecutionContext, Inject, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { ApiBearerAuth, ApiCookieAuth } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { actingAs, type Actor, anonymous, isStaff, type StaffRole } from '@app/kernel';
import { suspendedProblem } from '../suspended';
import { requestProblems } from './problems';

/** Who may call a route at all; what they may do there is the module's policy. */
export interface AccessRule {
  who: 'public' | 'person' | 'staff';
  /** Any of these staff roles. */
  roles?: readonly StaffRole[];
  /** A token needs this scope; without one the route takes sessions only. */
  scope?: string;
  /** Also for people and organisations that are suspended: reading what is one's own, taking what is owed, leaving. */
  whileSuspended?: true;
}

declare module 'fastify' {
  interface FastifyRequest {
    actor: Actor | null;
  }
}

/** Finds out who is calling, fresh on every request. Implemented by identity. */
export interface ActorSource {
  actorOf(request: FastifyRequest): Promise<Actor>;
}

export const ACTOR_SOURCE = Symbol('ACTOR_SOURCE');
const accessKey = 'guildhall:access';

/** `@Access('public')`, `@Access('person', { scope: 'challenge:read' })`, `@Access('staff', { roles: ['moderator'] })`. A route without it is closed to all. */
export function Access(who: AccessRule['who'], options: Omit<AccessRule, 'who'> = {}) {
  const described = who === 'public' ? [] : [ApiCookieAuth(), ...(options.scope === undefined ? [] : [ApiBearerAuth()])];
  return applyDecorators(SetMetadata(accessKey, { who, ...options } satisfies AccessRule), ...described);
}

export function accessOf(reflector: Reflector, context: { getHandler(): unknown; getClass(): unknown }): AccessRule | undefined {
  return reflector.getAllAndOverride<AccessRule | undefined>(accessKey, [context.getHandler() as () => void, context.getClass() as () => void]);
}

/** Global and deny by default: it depends on the route's own rule, never on the path. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(ACTOR_SOURCE) private readonly source: ActorSource,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const rule = accessOf(this.reflector, context);
    if (!rule) throw requestProblems.forbidden();
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const isReading = request.method === 'GET' || request.method === 'HEAD';
    const actor = { ...(await this.source.actorOf(request)), mayWhileSuspended: rule.whileSuspended ?? isReading };
    request.actor = rule.who === 'staff' ? actingAs(actor, 'staff') : actor;
    if (actor.scopes && (!rule.scope || !actor.scopes.includes(rule.scope))) {
      if (rule.who === 'public') {
        request.actor = { ...anonymous, requestId: actor.requestId, address: actor.address };
        return true;
      }
      throw requestProblems.forbidden({ detail: rule.scope ? `The token lacks the scope ${rule.scope}.` : 'Tokens cannot be used here.' });
    }
    if (rule.who === 'public') return true;
    if (actor.capacity === 'anonymous') throw requestProblems.unauthenticated();
    if (actor.suspended && !rule.whileSuspended) throw suspendedProblem('person', actor.suspended);
    const [of] = actor.serviceAccountId ? actor.memberships : [];
    if (of?.suspended && !actor.mayWhileSuspended) throw suspendedProblem('organisation', of.suspended);
    if (rule.who === 'staff' && !isStaff(actor, ...(rule.roles ?? []))) throw requestProblems.forbidden();
    return true;
  }
}

/** The actor of this request. */
export const Act = createParamDecorator((_: unknown, context: ExecutionContext): Actor => context.switchToHttp().getRequest<FastifyRequest>().actor!);
