import { type Actor, isMember } from '@app/kernel';

/** What is recommended to a solver is for its own people only: no staff, no tokens. */
export function maySeeRecommendations(actor: Actor, organisationId: string): boolean {
  return actor.personId !== undefined && isMember(actor, organisationId);
}

/** Turning matching on and off. */
export function maySwitchMatching(actor: Actor, organisationId: string): boolean {
  return actor.personId !== undefined && isMember(actor, organisationId, 'owner', 'manager');
}
