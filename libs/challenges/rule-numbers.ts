import type { FieldError } from '@app/kernel';

/** Numbers everybody's rules go by: settings of the platform, copied when staff approve a challenge, and shown in its rule card. */
export interface RuleNumbers {
  /** Fee on top of the bounty. */
  feeBasisPoints: number;
  /** Of new drafts; a sponsor may choose otherwise. */
  judgingDays: number;
  /** Of new drafts, 0 to 100. */
  passMark: number;
  silentReminderDays: number[];
  silentDays: number;
  /** A reminder after the first span, lapsed after both. */
  responseDays: number[];
  fallbacks: number;
  appealHours: number;
  objectionDays: number;
  /** For so long a sponsor may sign an agreement after the recipient; then the rule card binds it. */
  sponsorSignsDays: number;
  amendmentNoticeDays: number;
  /** From how many scored submissions of every judge on totals are normalised. */
  normalisedFromScores: number;
  feeKeptWhenUnawardedPercent: number;
  cancellationShareBasisPoints: number;
  /** How many challenges a new account enters in a calendar month. */
  entriesPerMonth: number;
}

/** As a rule card may have them: cards from before agreements were waited for say nothing of `sponsorSignsDays`. */
export type CardNumbers = Omit<RuleNumbers, 'sponsorSignsDays'> & Partial<Pick<RuleNumbers, 'sponsorSignsDays'>>;

/** As a challenge keeps them: `holdLimitDays` is how long its money may be held, by the provider's rules when it was approved. */
export type FrozenNumbers = CardNumbers & { holdLimitDays: number };

/** What a new platform begins with. */
export const defaultNumbers: Readonly<RuleNumbers> = {
  feeBasisPoints: 1000,
  judgingDays: 14,
  passMark: 50,
  silentReminderDays: [7, 14, 21],
  silentDays: 30,
  responseDays: [7, 7],
  fallbacks: 1,
  appealHours: 72,
  objectionDays: 14,
  sponsorSignsDays: 14,
  amendmentNoticeDays: 7,
  normalisedFromScores: 5,
  feeKeptWhenUnawardedPercent: 50,
  cancellationShareBasisPoints: 1000,
  entriesPerMonth: 3,
};

/** What does not go together: a sponsor who stays silent is reminded before the phase is decided without them, in the order of the days. */
export function ruleNumberFaults({ silentReminderDays, silentDays }: Pick<RuleNumbers, 'silentReminderDays' | 'silentDays'>): FieldError[] {
  const isOrdered = silentReminderDays.every((days, index) => days < (silentReminderDays[index + 1] ?? silentDays));
  return isOrdered ? [] : [{ pointer: '/numbers/silentReminderDays', code: 'order', detail: 'must ascend and end before the day on which a silent sponsor’s phase is decided' }];
}
