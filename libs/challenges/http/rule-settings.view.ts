import type { RuleNumbers } from '../rule-numbers';
import type { RuleSettings } from '../rule-settings.entity';

export class RuleNumbersView implements RuleNumbers {
  feeBasisPoints: number;
  judgingDays: number;
  passMark: number;
  silentDays: number;
  fallbacks: number;
  appealHours: number;
  objectionDays: number;
  sponsorSignsDays: number;
  amendmentNoticeDays: number;
  normalisedFromScores: number;
  feeKeptWhenUnawardedPercent: number;
  cancellationShareBasisPoints: number;
  entriesPerMonth: number;
  silentReminderDays: number[];
  responseDays: number[];
}

export class RuleSettingsView {
  numbers: RuleNumbersView;
  /** Null while they are those the platform began with */
  changedAt: string | null;
  version: number;

  static of({ numbers, changedAt, version }: RuleSettings): RuleSettingsView {
    return Object.assign(new RuleSettingsView(), { numbers, changedAt: changedAt?.toISOString() ?? null, version });
  }
}
