import { defineLifecycle, type StateOf } from '@app/kernel';

/** `heard`: the other side has answered, or its time to answer is over. Opened again when an appeal shows that it was refused wrongly. */
export const reportLifecycle = defineLifecycle('report', {
  open: { ask: 'awaiting_answer', decide: 'decided', withdraw: 'withdrawn' },
  awaiting_answer: { answer: 'heard', lapse: 'heard' },
  heard: { decide: 'decided' },
  decided: { reopen: 'open' },
  withdrawn: {},
});

export type ReportState = StateOf<typeof reportLifecycle>;

/** `lifted` by staff, `reversed` by an appeal, `ended` by its time. What holds no more may still be appealed: it was said of somebody. */
export const moderationDecisionLifecycle = defineLifecycle('moderation decision', {
  in_force: { lift: 'lifted', reverse: 'reversed', end: 'ended' },
  lifted: { reverse: 'reversed' },
  ended: { reverse: 'reversed' },
  reversed: {},
});

export type ModerationDecisionState = StateOf<typeof moderationDecisionLifecycle>;

export const moderationAppealLifecycle = defineLifecycle('moderation appeal', {
  open: { uphold: 'upheld', reverse: 'reversed' },
  upheld: {},
  reversed: {},
});

export type ModerationAppealState = StateOf<typeof moderationAppealLifecycle>;
