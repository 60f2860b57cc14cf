import type { View } from '@app/api-client';

export type StepName = 'announced' | 'answer' | 'appeal' | 'release' | 'payment';
export interface Step {
  name: StepName;
  state: 'done' | 'now' | 'ahead' | 'stopped';
  /** When it happened, or when it is due; null where no date is known. */
  at: string | null;
}

type Award = Pick<View<'AwardDetailView'>, 'state' | 'announcedAt' | 'respondBy' | 'releaseFrom' | 'acceptedAt' | 'releasedAt' | 'payouts' | 'amount'>;

const lost = ['declined', 'lapsed', 'annulled'];

/** Its money is still to be sent on its way: so long it matters whether the winner can be paid. A payout says that for itself. */
export const awaitsPayee = ({ state, amount, payouts }: Pick<Award, 'state' | 'amount' | 'payouts'>) => amount !== null && payouts.length === 0 && !lost.includes(state);

/**
 * The way of an award from announcement to payment, with exactly one step whose turn it is until all are done.
 * An award that was lost or is contested stops where it is. Nobody is asked where `respondBy` is null.
 */
export function trackOf({ state, announcedAt, respondBy, releaseFrom, acceptedAt, releasedAt, payouts, amount }: Award): Step[] {
  const isPaid = payouts.length > 0 && payouts.every((payout) => payout.state === 'sent');
  const steps: { name: StepName; isDone: boolean; at: string | null }[] = [
    { name: 'announced', isDone: true, at: announcedAt },
    ...(respondBy === null ? [] : [{ name: 'answer' as const, isDone: acceptedAt !== null, at: acceptedAt ?? respondBy }]),
    { name: 'appeal', isDone: releasedAt !== null, at: releaseFrom },
    { name: 'release', isDone: releasedAt !== null, at: releasedAt },
    ...(amount === null ? [] : [{ name: 'payment' as const, isDone: isPaid, at: null }]),
  ];
  const turn = steps.findIndex(({ isDone }) => !isDone);
  const isStopped = lost.includes(state) || state === 'contested';
  return steps.map(({ name, isDone, at }, index) => ({ name, at, state: index === turn ? (isStopped ? 'stopped' : 'now') : isDone ? 'done' : 'ahead' }));
}
