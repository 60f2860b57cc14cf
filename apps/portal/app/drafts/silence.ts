import type { View } from '@app/api-client';
import { m } from '@app/messages';

/** What becomes of the fee where nobody decides: only what can be split earns it. Null where there is none. */
export function silentFeeText({ bounty, noAwardRule }: Pick<View<'ChallengeView'>, 'bounty' | 'noAwardRule'>, percent: number): string | null {
  if (bounty === 'none') return null;
  return (noAwardRule === 'split' || noAwardRule === 'extend_once' ? m.fund_silent_fee_split : m.fund_silent_fee)({ percent });
}
