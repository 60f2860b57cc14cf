import { after, day, hour, latest } from '@app/kernel';
import type { AwardState } from './award.lifecycle';
import type { AwardKind } from './award.rules';

/** Numbers of the rule card that awards go by. */
export interface AwardNumbers {
  /** A reminder after the first span, lapsed after all of them. */
  responseDays: readonly number[];
  fallbacks: number;
  appealHours: number;
}

export interface AwardTimes {
  announcedAt: Date;
  /** The first instant that is too late to answer; null where nobody is asked. */
  respondBy: Date | null;
  /** Not released before. */
  releaseFrom: Date;
}

/** Winners answer; who gets a share of an unreached prize is only told, and has the appeal window from then on. */
export function timesOf(kind: AwardKind, announcedAt: Date, resultsAt: Date, { responseDays, appealHours }: AwardNumbers): AwardTimes {
  const isAsked = kind !== 'split' && kind !== 'compensation';
  const window = appealHours * hour;
  return {
    announcedAt,
    respondBy: isAsked ? after(announcedAt, responseDays.reduce((total, days) => total + days, 0) * day) : null,
    releaseFrom: after(isAsked ? resultsAt : latest(resultsAt, announcedAt), window),
  };
}

export interface ClockedAward extends AwardTimes {
  state: AwardState;
  remindedAt: Date | null;
}

export type AwardStep = 'remind' | 'lapse' | 'release';

/** What happens to an award by itself next, and when; nothing while somebody has to act first. */
export function nextStep({ state, announcedAt, respondBy, releaseFrom, remindedAt }: ClockedAward, { responseDays }: Pick<AwardNumbers, 'responseDays'>): { step: AwardStep; at: Date } | undefined {
  if (state === 'accepted') return { step: 'release', at: releaseFrom };
  if (state !== 'announced') return undefined;
  if (!respondBy) return { step: 'release', at: releaseFrom };
  const remindAt = after(announcedAt, responseDays[0]! * day);
  return remindedAt || remindAt >= respondBy ? { step: 'lapse', at: respondBy } : { step: 'remind', at: remindAt };
}
