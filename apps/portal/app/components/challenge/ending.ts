import type { View } from '@app/api-client';
import { isLost } from '../../work/award-track';

/** How a decided challenge ends as things stand: with winners, with the bounty split among all who passed, or with nobody awarded; then how much was split, where it is money. */
export type Ending = { how: 'awarded' | 'nobody' } | { how: 'split'; shared: View<'AmountView'> };

type Award = Pick<View<'AwardView'>, 'kind' | 'state' | 'amount'>;

export function endingOf(result: View<'ChallengeView'>['result'], awards: readonly Award[]): Ending {
  const live = awards.filter(({ state }) => !isLost(state));
  if (live.length === 0) return { how: result === 'unawarded' || awards.length > 0 ? 'nobody' : 'awarded' };
  const shares = live.flatMap(({ kind, amount }) => (kind === 'split' && amount ? [amount] : []));
  if (shares.length < live.length) return { how: 'awarded' };
  return { how: 'split', shared: { ...shares[0]!, amount: shares.reduce((sum, { amount }) => sum + amount, 0) } };
}

/** What is released to recipients and not sent to them yet, in minor units. */
export const unsentOf = ({ released, paid }: Pick<View<'PrizeMoneyView'>, 'released' | 'paid'>) => released.amount - paid.amount;
