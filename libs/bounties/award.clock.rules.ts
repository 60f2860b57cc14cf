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
    respondBy: isAsked ? after(announcedAt, daysOf(responseDays) * day) : null,
    releaseFrom: after(isAsked ? resultsAt : latest(resultsAt, announcedAt), window),
  };
}

export interface ClockedAward extends AwardTimes {
  kind: AwardKind;
  state: AwardState;
  remindedAt: Date | null;
  /** When its recipient signed the agreement about it. */
  signedAt: Date | null;
  /** When staff put it back: who is asked has the whole time again. */
  clearedAt: Date | null;
  /** From when the sponsor's days to sign count, where a pause moved that. */
  signsFrom: Date | null;
}

export type AwardStep = 'remind' | 'lapse' | 'bind' | 'release';

/** What happens to an award by itself next, and when; nothing while staff look at it. Placements are accepted and signed for in the same time. */
export function nextStep(award: ClockedAward, numbers: Pick<AwardNumbers, 'responseDays' | 'sponsorSignsDays'>): { step: AwardStep; at: Date } | undefined {
  const { kind, state, respondBy, releaseFrom, signedAt } = award;
  const release = { step: 'release', at: releaseFrom } as const;
  if (state === 'signed') return release;
  if (state === 'accepted') {
    if (kind !== 'placement' || numbers.sponsorSignsDays === undefined) return release;
    return signedAt ? { step: 'bind', at: after(sponsorAskedAt(award, signedAt), numbers.sponsorSignsDays * day) } : whileAsked(award, respondBy!, numbers);
  }
  if (state !== 'announced') return undefined;
  return respondBy ? whileAsked(award, respondBy, numbers) : release;
}

/** What is later for a pause that is over: the time to answer and sign, and from when the sponsor's days to sign count. Who is put back has the whole time again. */
export function timesAfterPause(award: ClockedAward, { since, until }: { since: Date; until: Date }): Partial<Pick<ClockedAward, 'respondBy' | 'signsFrom'>> {
  const { state, announcedAt, clearedAt, respondBy, signedAt } = award;
  const waited = (from: Date) => Math.max(0, until.getTime() - latest(since, from).getTime());
  if (state !== 'announced' && state !== 'accepted') return {};
  if (signedAt) return { signsFrom: after(sponsorAskedAt(award, signedAt), waited(sponsorAskedAt(award, signedAt))) };
  const isAhead = respondBy && respondBy > since;
  return { signsFrom: until, respondBy: isAhead ? after(respondBy, waited(latest(announcedAt, clearedAt ?? announcedAt))) : respondBy };
}

function sponsorAskedAt({ signsFrom }: ClockedAward, signedAt: Date): Date {
  return latest(signedAt, signsFrom ?? signedAt);
}

/** The reminder leaves the later spans: it moves with the end. */
function whileAsked({ remindedAt }: ClockedAward, respondBy: Date, { responseDays: [, ...later] }: Pick<AwardNumbers, 'responseDays'>): { step: AwardStep; at: Date } {
  const remindAt = after(respondBy, -daysOf(later) * day);
  return remindedAt || remindAt >= respondBy ? { step: 'lapse', at: respondBy } : { step: 'remind', at: remindAt };
}

function daysOf(spans: readonly number[]): number {
  return spans.reduce((total, days) => total + days, 0);
}
