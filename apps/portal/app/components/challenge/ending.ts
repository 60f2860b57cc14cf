import type { View } from '@app/api-client';
import { isLost } from '../../work/award-track';

/** How a decided challenge ends as things stand: with winners, with the bounty split among all who passed, or with nobody awarded; then how much was split: of as many awards as there are, so from the proof of funding. */
export type Ending = { how: 'awarded' | 'nobody' } | { how: 'split'; shared: View<'AmountView'> };

type Award = Pick<View<'AwardView'>, 'kind' | 'state'>;

export function endingOf(result: View<'ChallengeView'>['result'], awards: readonly Award[], money: Pick<View<'PrizeMoneyView'>, 'reserved' | 'released'> | null): Ending {
  const live = awards.filter(({ state }) => !isLost(state));
  if (live.length === 0) return { how: result === 'unawarded' || awards.length > 0 ? 'nobody' : 'awarded' };
  if (!money || live.some(({ kind }) => kind !== 'split')) return { how: 'awarded' };
  return { how: 'split', shared: { ...money.released, amount: money.reserved.amount + money.released.amount } };
}

/** What is released to recipients and not sent to them yet, in minor units. */
export const unsentOf = ({ released, paid }: Pick<View<'PrizeMoneyView'>, 'released' | 'paid'>) => released.amount - paid.amount;
