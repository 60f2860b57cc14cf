import { type Actor, isStaff } from '@app/kernel';
import { roleFor, type SubjectKind } from './moderation.rules';

/** The role that fits; nor anybody's side, which `Sides.isNeutral` tells. */
export function mayDecide(actor: Actor, kind: SubjectKind): boolean {
  return isStaff(actor, roleFor(kind));
}

interface AppealFacts {
  decidedBy: string;
  /** From when on the same person may decide, since there is nobody else. */
  aloneFrom: Date | null;
  hasOthers: boolean;
}

/** Somebody new; the same person only where there is nobody else, after the wait of which both sides were told. */
export function mayDecideAppeal(actor: Actor, { decidedBy, aloneFrom, hasOthers }: AppealFacts, now: Date): boolean {
  return actor.personId !== decidedBy || (!hasOthers && aloneFrom !== null && now >= aloneFrom);
}
