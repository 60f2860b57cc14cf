import type { RuleNumbers } from '@app/challenges';

/** Numbers of the rule card that bounties go by. */
export type BountyNumbers = Pick<RuleNumbers, 'responseDays' | 'fallbacks' | 'appealHours' | 'silentDays' | 'silentReminderDays' | 'feeKeptWhenUnawardedPercent' | 'cancellationShareBasisPoints'>;
