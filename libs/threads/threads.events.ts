import { defineEvent } from '@app/kernel';

interface OfQuestion {
  challengeId: string;
  questionId: string;
}

export const questionAsked = defineEvent<OfQuestion>('threads.question_asked');
/** `binding`: it is part of the rules' record from now on, and whoever entered must hear of it. */
export const questionAnswered = defineEvent<OfQuestion & { kind: 'informal' | 'binding' }>('threads.question_answered');

interface OfMessage {
  challengeId: string;
  submissionId: string;
  threadId: string;
  messageId: string;
}

/** `Participants.of` tells who takes part, when it is asked. */
export const messagePosted = defineEvent<OfMessage & { authorId: string; side: 'solver' | 'sponsor' }>('threads.message_posted');
/** These people were called by name, none of them twice for one message. */
export const peopleMentioned = defineEvent<OfMessage & { personIds: string[] }>('threads.people_mentioned');
