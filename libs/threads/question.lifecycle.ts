import { defineLifecycle, type StateOf } from '@app/kernel';

/** An informal answer may be given anew; a binding one stands, which its rules see to. */
export const questionLifecycle = defineLifecycle('question', {
  open: { answer: 'answered', withdraw: 'withdrawn' },
  answered: { answer: 'answered' },
  withdrawn: {},
});

export type QuestionState = StateOf<typeof questionLifecycle>;

export const answerKinds = ['informal', 'binding'] as const;
export type AnswerKind = (typeof answerKinds)[number];
