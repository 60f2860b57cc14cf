import type { ChallengeState, PhaseState } from '@app/challenges';

interface PhaseFacts {
  state: PhaseState;
  closesAt: Date | null;
  orderShownAt: Date | null;
}

/** Why nobody asks or answers now. */
export const askingEnds = ['not_open', 'order_shown', 'over'] as const;
export type AskingEnd = (typeof askingEnds)[number];

/** Questions a person may have waiting in one challenge. */
export const mostOpenQuestions = 5;

/** From its opening until it is decided; not while the sponsor knows an order that the answer could turn. */
export function askingEnd(state: ChallengeState, phases: readonly PhaseFacts[]): AskingEnd | undefined {
  if (state === 'decided' || state === 'completed' || state === 'cancelled') return 'over';
  if (state !== 'open') return 'not_open';
  return phases.some((phase) => phase.state === 'judging' && phase.orderShownAt !== null) ? 'order_shown' : undefined;
}

/** Rules are explained while everybody can still go by the explanation: never between closing and decision. `phases` in order. */
export function takesBinding(state: ChallengeState, phases: readonly PhaseFacts[], now: Date): boolean {
  const current = phases.find((phase) => phase.state !== 'decided');
  return state === 'open' && (current?.state === 'planned' || (current?.state === 'open' && now < current.closesAt!));
}
