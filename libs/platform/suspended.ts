import { type Actor, type Suspended, suspensionOf } from '@app/kernel';
import { requestProblems } from './http/problems';

/** Where anybody reads why, and appeals. */
const statements = '/statements';

/** The refusal of what somebody suspended may not do. */
export function suspendedProblem(who: 'person' | 'organisation', { since, until }: Suspended) {
  return requestProblems.suspended({ who, since, until, readAt: statements });
}

/** Nothing is written in the name of an organisation that is suspended, but what stays open to everybody. @throws suspended */
export function refuseSuspended(actor: Actor): void {
  const { capacity, organisationId, mayWhileSuspended } = actor;
  if (capacity !== 'member' || organisationId === undefined || mayWhileSuspended) return;
  const suspended = suspensionOf(actor, organisationId);
  if (suspended) throw suspendedProblem('organisation', suspended);
}
