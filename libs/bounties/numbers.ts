import { type RuleCard, ruleNumbers } from '@app/challenges';
import type { AwardNumbers } from './award.clock.rules';

export interface BountyNumbers extends AwardNumbers {
  silentDays: number;
  silentReminderDays: readonly number[];
  feeKeptWhenUnawardedPercent: number;
  cancellationShareBasisPoints: number;
}

/** The numbers frozen in the rule card; before there is one, those that would be. */
export function numbersOf(card: RuleCard | undefined): BountyNumbers {
  return { ...ruleNumbers, ...(card?.terms.numbers as Partial<BountyNumbers> | undefined) };
}
