import type { FrozenNumbers } from '@app/challenges';

/** Numbers of the rule card that bounties go by. */
export type BountyNumbers = Pick<FrozenNumbers, 'responseDays' | 'sponsorSignsDays' | 'fallbacks' | 'appealHours' | 'silentDays' | 'silentReminderDays' | 'feeKeptWhenUnawardedPercent' | 'cancellationShareBasisPoints'>;
