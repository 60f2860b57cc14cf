import { after, latest } from '@app/kernel';
import type { Challenge } from './challenge.entity';
import type { Pause } from './pause.entity';
import type { Phase } from './phase.entity';

type Dated = Pick<Phase, 'state' | 'opensAt' | 'closesAt' | 'judgingEndsAt'>;

/** By which time the deadlines of a challenge run: while it is paused it stands still. */
export function clockOf({ pausedAt }: Pick<Challenge, 'pausedAt'>, now: Date): Date {
  return pausedAt ?? now;
}

/** When a pause ends at the latest: judging moves with it, and must be over at `lastJudgingEnd` for the money to be gone in time. */
export function pauseLimit(since: Date, phases: readonly Dated[], lastJudgingEnd: Date | undefined): Date | null {
  const [first, ...others] = phases.filter(({ state }) => state !== 'decided').flatMap(({ judgingEndsAt }) => (judgingEndsAt ? [judgingEndsAt] : []));
  if (!lastJudgingEnd || !first) return null;
  return after(since, Math.max(0, lastJudgingEnd.getTime() - latest(first, ...others).getTime()));
}

/** How long it was, cut at its limit. */
export function pauseLength({ since, limitAt }: { since: Date; limitAt: Date | null }, now: Date): number {
  return Math.max(0, Math.min(now.getTime(), limitAt?.getTime() ?? Infinity) - since.getTime());
}

/** The dates of a phase that are later for having waited `ms`; what happened already stays when it was. */
export function movedDates({ state, opensAt, closesAt, judgingEndsAt }: Dated, ms: number): Partial<Dated> {
  const later = (at: Date | null) => at && after(at, ms);
  switch (state) {
    case 'planned':
      return { opensAt: later(opensAt), closesAt: later(closesAt), judgingEndsAt: later(judgingEndsAt) };
    case 'open':
      return { closesAt: later(closesAt), judgingEndsAt: later(judgingEndsAt) };
    case 'judging':
      return { judgingEndsAt: later(judgingEndsAt) };
    default:
      return {};
  }
}

/** An end that lies ahead moves by as much of each pause as passed after `from`; what ended before a pause stays. In the order of the pauses. */
export function endAfterPauses(end: Date, from: Date, pauses: readonly Pick<Pause, 'since' | 'movedMs'>[]): Date {
  return pauses.reduce((moved, pause) => (pause.since < moved ? after(moved, waitedIn(pause, from)) : moved), end);
}

/** When a clock that began at `from` would have begun, had it not stood still since. */
export function beginAfterPauses(from: Date, pauses: readonly Pick<Pause, 'since' | 'movedMs'>[]): Date {
  return pauses.reduce((begun, pause) => after(begun, waitedIn(pause, from)), from);
}

function waitedIn({ since, movedMs }: Pick<Pause, 'since' | 'movedMs'>, from: Date): number {
  return Math.max(0, after(since, Number(movedMs)).getTime() - latest(since, from).getTime());
}
