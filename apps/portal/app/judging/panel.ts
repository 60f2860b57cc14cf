import type { View } from '@app/api-client';
import { m } from '@app/messages';

export type NoJudge = 'uninvited' | 'unanswered' | 'gone';

/** Why nobody judges; null where somebody does, or did before they left. */
export function whyNobodyJudges(seats: readonly Pick<View<'ListedSeatView'>, 'state' | 'declaredAt'>[]): NoJudge | null {
  if (seats.length === 0) return 'uninvited';
  if (seats.some(({ state, declaredAt }) => state === 'accepted' || (declaredAt !== null && state !== 'excluded'))) return null;
  return seats.some(({ state }) => state === 'invited') ? 'unanswered' : 'gone';
}

const whys: Readonly<Record<NoJudge, () => string>> = { uninvited: m.panel_uninvited, unanswered: m.panel_unanswered, gone: m.panel_gone };

/** That nobody judges, and what comes of it. */
export function noJudgeText(why: NoJudge, { decisionRule }: Pick<View<'ChallengeView'>, 'decisionRule'>): string {
  return `${whys[why]()} ${decisionRule === 'sponsor_choice' ? m.panel_none_sponsor() : m.panel_none_ranking()}`;
}
