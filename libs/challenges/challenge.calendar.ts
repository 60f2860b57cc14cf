import { after, day, latest } from '@app/kernel';
import type { NoAwardRule } from './challenge.values';
import type { FrozenNumbers } from './rule-numbers';

export interface WorstCaseStep {
  name: 'judging' | 'extension' | 'silent_or_response' | 'appeal' | 'objection';
  days: number;
  endsAt: Date;
}

/** How long money may be held at worst, and whether the provider lets the platform hold it that long. */
export interface WorstCase {
  steps: readonly WorstCaseStep[];
  endsAt: Date;
  limitAt: Date;
  isWithin: boolean;
}

export interface JudgingTerms {
  judgingDays: number;
  noAwardRule: NoAwardRule | null;
}

/**
 * The longest way from the last close to the last payout: judging, where the no-award rule extends it once a silence and judging
 * again, then a silent sponsor or a winner who never answers and the fallbacks, then appeal and objection. Holding begins when the first money was captured; before that it is
 * counted from `heldFrom` = now. Undefined while a phase has no end.
 */
export function worstCase(closesAt: readonly (Date | null)[], { judgingDays, noAwardRule }: JudgingTerms, numbers: FrozenNumbers, heldFrom: Date): WorstCase | undefined {
  const [first, ...others] = closesAt;
  if (!first || others.some((at) => at === null)) return undefined;
  const extension: [WorstCaseStep['name'], number][] = noAwardRule === 'extend_once' ? [['extension', numbers.silentDays + judgingDays]] : [];
  const lengths: [WorstCaseStep['name'], number][] = [['judging', judgingDays], ...extension, ...afterJudging(numbers)];

  let endsAt = latest(first, ...(others as Date[]));
  const steps = lengths.map(([name, days]) => ({ name, days, endsAt: (endsAt = after(endsAt, days * day)) }));
  const limitAt = after(heldFrom, numbers.holdLimitDays * day);
  return { steps, endsAt, limitAt, isWithin: endsAt <= limitAt };
}

/** When the last judging may end at the latest, so that the money of a challenge is gone before the limit. */
export function lastJudgingEnd(numbers: FrozenNumbers, heldFrom: Date): Date {
  const days = afterJudging(numbers).reduce((total, [, length]) => total + length, 0);
  return after(heldFrom, (numbers.holdLimitDays - days) * day);
}

/** The sponsor signs in the time in which a delivery could be objected to. */
function afterJudging({ responseDays, silentDays, fallbacks, appealHours, objectionDays, sponsorSignsDays = 0 }: FrozenNumbers): [WorstCaseStep['name'], number][] {
  const answer = responseDays.reduce((total, days) => total + days, 0);
  return [['silent_or_response', Math.max(silentDays, answer * (1 + fallbacks))], ['appeal', appealHours / 24], ['objection', Math.max(objectionDays, sponsorSignsDays)]];
}
