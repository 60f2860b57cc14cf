import { defineLifecycle, type StateOf } from '@app/kernel';

/** A seat on a panel: somebody is asked to judge, says yes, declares conflicts, and judges, or steps off; who turns out to take part is excluded. */
export const seatLifecycle = defineLifecycle('seat', {
  invited: { accept: 'accepted', decline: 'declined', replace: 'replaced' },
  accepted: { declare: 'ready', replace: 'replaced', decline: 'declined', exclude: 'excluded' },
  ready: { declare: 'ready', replace: 'replaced', decline: 'declined', exclude: 'excluded' },
  declined: {},
  replaced: {},
  excluded: {},
});

/** One judge's task to score one submission. A judge steps back until the scores are locked; afterwards only a conflict or staff void them. */
export const assignmentLifecycle = defineLifecycle('assignment', {
  assigned: { accept: 'accepted', decline: 'declined', recuse: 'recused', exclude: 'recused', replace: 'replaced' },
  accepted: { finish: 'done', decline: 'declined', recuse: 'recused', exclude: 'recused', replace: 'replaced' },
  done: { exclude: 'recused' },
  recused: {},
  declined: {},
  replaced: {},
});

export type SeatState = StateOf<typeof seatLifecycle>;
export type AssignmentState = StateOf<typeof assignmentLifecycle>;
