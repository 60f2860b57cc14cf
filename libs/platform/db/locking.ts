import 'reflect-metadata';

/** Roots are locked in this order everywhere, so that no two transactions can wait for one another. */
export const lockOrder = ['settings', 'person', 'organisation', 'challenge', 'phase', 'panel', 'seat', 'assignment', 'entry', 'submission', 'question', 'thread', 'award', 'agreement', 'funding', 'payout'] as const;

const rankKey = Symbol('lock rank');

/** Gives an entity its place in the lock order; `Tx.lock` refuses to go backwards. */
export function Lockable(place: (typeof lockOrder)[number]): ClassDecorator {
  return (entity) => Reflect.defineMetadata(rankKey, lockOrder.indexOf(place), entity);
}

export function lockRank(entity: object): number | undefined {
  return Reflect.getMetadata(rankKey, entity) as number | undefined;
}
