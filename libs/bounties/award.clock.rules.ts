import { after, day, hour, latest } from '@app/kernel';
import type { AwardState } from './award.lifecycle';
import type { AwardKind } from './award.rules';

/** Numbers of the rule card that awards go by. */
export interface AwardNumbers {
  /** A reminder after the first span, lapsed after all of them. */
  responseDays: readonly number[];
  /** For so long a sponsor may sign once the recipient has; without it nothing is signed for. */
  sponsorSignsDays?: number;
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
  kind: AwardKind;
  state: AwardState;
  remindedAt: Date | null;
  /** When its recipient signed the agreement about it. */
  signedAt: Date | null;
  /** When staff put it back: the sponsor has the whole time again. */
  clearedAt: Date | null;
}

export type AwardStep = 'remind' | 'lapse' | 'bind' | 'release';

/** What happens to an award by itself next, and when; nothing while staff look at it. Placements are accepted and signed for in the same time. */
export function nextStep(award: ClockedAward, numbers: Pick<AwardNumbers, 'responseDays' | 'sponsorSignsDays'>): { step: AwardStep; at: Date } | undefined {
  const { kind, state, respondBy, releaseFrom, signedAt, clearedAt } = award;
  const release = { step: 'release', at: releaseFrom } as const;
  if (state === 'signed') return release;
  if (state === 'accepted') {
    if (kind !== 'placement' || numbers.sponsorSignsDays === undefined) return release;
    return signedAt ? { step: 'bind', at: after(latest(signedAt, clearedAt ?? signedAt), numbers.sponsorSignsDays * day) } : whileAsked(award, respondBy!, numbers);
  }
  if (state !== 'announced') return undefined;
  return respondBy ? whileAsked(award, respondBy, numbers) : release;
}

function whileAsked({ announcedAt, remindedAt }: ClockedAward, respondBy: Date, { responseDays }: Pick<AwardNumbers, 'responseDays'>): { step: AwardStep; at: Date } {
  const remindAt = after(announcedAt, responseDays[0]! * day);
  return remindedAt || remindAt >= respondBy ? { step: 'lapse', at: respondBy } : { step: 'remind', at: remindAt };
}
