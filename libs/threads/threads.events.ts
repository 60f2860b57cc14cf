import { defineEvent } from '@app/kernel';

interface OfQuestion {
  challengeId: string;
  questionId: string;
}

export const questionAsked = defineEvent<OfQuestion>('threads.question_asked');
/** `binding`: it is part of the rules' record from now on, and whoever entered must hear of it. */
export const questionAnswered = defineEvent<OfQuestion & { kind: 'informal' | 'binding' }>('threads.question_answered');
/** Staff took it from view, with a reason; moderation may listen. */
export const questionHidden = defineEvent<OfQuestion>('threads.question_hidden');
