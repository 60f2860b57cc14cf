import type { View } from '@app/api-client';
import { m } from '@app/messages';

type Assignment = Pick<View<'AssignmentView'>, 'state'>;

/** How far one entry is for its judge; what is saved counts only once it is locked. */
export function standingOf({ state, scorecard }: Pick<View<'AssignmentView'>, 'state' | 'scorecard'>): string {
  if (state === 'done') return 'scores_locked';
  if (!isLeft({ state })) return state;
  return Object.keys(scorecard.scores).length > 0 ? 'scores_saved' : 'not_scored';
}

const isLeft = ({ state }: Assignment) => state === 'assigned' || state === 'accepted';

/** How many are still to score, of those one has not stepped back from. */
export function progressOf(assignments: readonly Assignment[]): { left: number; of: number } {
  return { left: assignments.filter(isLeft).length, of: assignments.filter(({ state }) => isLeft({ state }) || state === 'done').length };
}

/** Places (from 1) of the nearest ones before and after `n` that may be read. */
export function neighboursOf(assignments: readonly Pick<View<'AssignmentView'>, 'can'>[], n: number): { previous?: number; next?: number } {
  const places = assignments.flatMap(({ can }, index) => (can.includes('read') ? [index + 1] : []));
  return { previous: places.findLast((place) => place < n), next: places.find((place) => place > n) };
}

/** Why entries they have not stepped back from are not shown to a judge any more. */
export function unreadText({ panelState }: Pick<View<'OwnSeatView'>, 'panelState'>): string {
  return panelState === 'stopped' ? m.judging_cancelled() : m.problem_judging_reading_over();
}

/** Place (from 1) of the next one to score after `n`, going round; undefined when none is left. */
export function nextToScore(assignments: readonly Assignment[], n: number): number | undefined {
  const order = [...assignments.keys()].map((index) => ((index + n) % assignments.length) + 1);
  return order.find((place) => place !== n && isLeft(assignments[place - 1]!)) ?? (assignments[n - 1] && isLeft(assignments[n - 1]!) ? n : undefined);
}
