import type { View } from '@app/api-client';
import { m } from '@app/messages';

export type NoJudge = 'uninvited' | 'unanswered' | 'locked' | 'gone';

type Seat = Pick<View<'ListedSeatView'>, 'state' | 'locked'>;

/** Why nobody judges (`locked`: whoever locked scores has left); null where somebody does. */
export function whyNobodyJudges(seats: readonly Seat[]): NoJudge | null {
  if (seats.length === 0) return 'uninvited';
  if (seats.some(({ state }) => state === 'accepted' || state === 'ready')) return null;
  if (!isNothingLocked(seats)) return 'locked';
  return seats.some(({ state }) => state === 'invited') ? 'unanswered' : 'gone';
}

/** Nobody has locked scores, whoever sits there. */
export function isNothingLocked(seats: readonly Seat[]): boolean {
  return seats.every(({ locked }) => locked === 0);
}

const whys: Readonly<Record<NoJudge, () => string>> = { uninvited: m.panel_uninvited, unanswered: m.panel_unanswered, locked: m.panel_locked, gone: m.panel_gone };

/** What is awaited while somebody judges; `mayRun`: by who runs the panel. */
export function judgingText({ decisionRule }: Pick<View<'ChallengeView'>, 'decisionRule'>, mayRun: boolean): string {
  if (decisionRule === 'by_ranking') return m.manage_now_judging_ranking();
  return mayRun ? m.manage_now_judging() : m.manage_now_judging_others();
}

/** That nobody judges, and what comes of it. */
export function noJudgeText(why: NoJudge, { decisionRule }: Pick<View<'ChallengeView'>, 'decisionRule'>): string {
  const isLocked = why === 'locked';
  const result = decisionRule === 'sponsor_choice' ? (isLocked ? m.panel_locked_sponsor : m.panel_none_sponsor) : isLocked ? m.panel_locked_ranking : m.panel_none_ranking;
  return `${whys[why]()} ${result()}`;
}
