import { showId } from '@app/kernel';
import { m } from '@app/messages';
import { messagePosted, peopleMentioned } from '@app/threads';
import { asking } from '../asking';
import { defineKind, type Kind } from '../kind';
import { sides } from '../sides';
import { challengeColumns, type OfChallenge, subjectTitle } from './shared';

interface Said extends OfChallenge {
  threadId: string;
  author: string;
}

/** Who wrote, never what: it is sealed. */
const saidFacts = `
  select ${challengeColumns}, t.id as "threadId", p.name as author
  from message x join thread t on t.id = x.thread_id join challenge c on c.id = t.challenge_id join person p on p.id = x.author_id
  where x.id = $1 and x.deleted_at is null and x.hidden_at is null`;
const conversation = ({ threadId }: Said) => `/messages/${showId('thread', threadId)}#end`;

/** Conversations between both sides of a submission. */
export const threadKinds: Record<string, Kind> = {
  message_posted: defineKind({
    on: messagePosted,
    of: ({ messageId }) => ({ subjectId: messageId }),
    to: sides.readersOfMessage,
    mail: 'at_once', isDigestable: true, isBlind: false,
    asks: asking.readingMessage,
    about: (from, { subjectId }) => from.row<Said>(saidFacts, subjectId),
    path: conversation,
    words: (facts, saying) => ({
      subject: m.mail_message_subject({ title: subjectTitle(facts, saying) }, saying),
      paragraphs: [m.mail_message_text({ author: facts.author, title: facts.title }, saying), m.mail_message_then({}, saying)],
      action: m.mail_message_action({}, saying),
      reason: m.mail_message_reason({}, saying),
    }),
  }),
  person_mentioned: defineKind({
    on: peopleMentioned,
    of: ({ messageId }) => ({ subjectId: messageId }),
    to: sides.mentionedInMessage,
    mail: 'at_once', isDigestable: true, isBlind: false,
    asks: asking.readingMessage,
    about: (from, { subjectId }) => from.row<Said>(saidFacts, subjectId),
    path: conversation,
    words: (facts, saying) => ({
      subject: m.mail_mentioned_subject({ title: subjectTitle(facts, saying) }, saying),
      paragraphs: [m.mail_mentioned_text({ author: facts.author, title: facts.title }, saying)],
      action: m.mail_message_action({}, saying),
      reason: m.mail_mentioned_reason({}, saying),
    }),
  }),
};
