import { m } from '@app/messages';
import { questionAnswered, questionAsked } from '@app/threads';
import { defineKind, type Kind } from '../kind';
import { sides } from '../sides';
import { challengeColumns, occasionOf, type OfChallenge, subjectTitle } from './shared';

interface Answered extends OfChallenge {
  answeredAt: string;
}

/** What was asked and answered stands on the page, from where it can be taken; here it is not repeated. */
const questionFacts = `select ${challengeColumns}, q.answered_at as "answeredAt" from question q join challenge c on c.id = q.challenge_id where q.id = $1 and q.hidden_at is null`;
const questions = ({ slug }: OfChallenge) => `/challenges/${slug}#questions`;

/** Public questions and their answers. */
export const questionKinds: Record<string, Kind> = {
  question_asked: defineKind({
    on: questionAsked,
    of: ({ questionId }) => ({ subjectId: questionId }),
    to: sides.sponsorOfQuestion,
    mail: 'at_once', isDigestable: true, isBlind: true,
    about: (from, { subjectId }) => from.row<OfChallenge>(`${questionFacts} and q.state = 'open'`, subjectId),
    path: ({ slug }) => `/manage/${slug}/questions`,
    words: (facts, saying) => ({
      subject: m.mail_question_asked_subject({ title: subjectTitle(facts, saying) }, saying),
      paragraphs: [m.mail_question_asked_text(facts, saying), m.mail_question_asked_then({}, saying)],
      action: m.mail_question_asked_action({}, saying),
      reason: m.mail_manage_reason({}, saying),
    }),
  }),
  question_answered: defineKind({
    on: questionAnswered,
    of: ({ questionId }) => ({ subjectId: questionId }),
    to: sides.askerOfQuestion,
    mail: 'at_once', isDigestable: true, isBlind: false,
    about: (from, { subjectId }) => from.row<Answered>(`${questionFacts} and q.state = 'answered'`, subjectId),
    again: ({ answeredAt }) => occasionOf(answeredAt),
    path: questions,
    words: (facts, saying) => ({
      subject: m.mail_question_answered_subject({ title: subjectTitle(facts, saying) }, saying),
      paragraphs: [m.mail_question_answered_text(facts, saying)],
      action: m.mail_question_answered_action({}, saying),
      reason: m.mail_question_answered_reason({}, saying),
    }),
  }),
  rules_clarified: defineKind({
    on: questionAnswered,
    of: ({ questionId, kind }) => (kind === 'binding' ? { subjectId: questionId } : []),
    to: sides.entrantsOfQuestion,
    mail: 'always', isDigestable: false, isBlind: false,
    about: (from, { subjectId }) => from.row<Answered>(`${questionFacts} and q.clarification_id is not null`, subjectId),
    path: questions,
    words: (facts, saying) => ({
      subject: m.mail_clarified_subject({ title: subjectTitle(facts, saying) }, saying),
      paragraphs: [m.mail_clarified_text(facts, saying)],
      action: m.mail_question_answered_action({}, saying),
      reason: m.mail_extended_reason({}, saying),
    }),
  }),
};
