import { showId } from '@app/kernel';
import { m } from '@app/messages';
import { questionAnswered, questionAsked } from '@app/threads';
import { asking } from '../asking';
import { defineKind, type Kind } from '../kind';
import { sides } from '../sides';
import { at, challengeColumns, occasionOf, type OfChallenge, subjectTitle } from './shared';

interface Asked extends OfChallenge {
  questionId: string;
  /** By which it is told apart from others of the challenge. */
  number: number;
  askedAt: string;
}

interface Answered extends Asked {
  answeredAt: string;
}

/** What was asked and answered stands on the page, from where it can be taken; here it is not repeated. */
const questionFacts = `
  select ${challengeColumns}, q.id as "questionId", q.asked_at as "askedAt", q.answered_at as "answeredAt",
    (select count(*)::int from question o where o.challenge_id = q.challenge_id and (o.asked_at, o.id) <= (q.asked_at, q.id)) as number
  from question q join challenge c on c.id = q.challenge_id where q.id = $1 and q.hidden_at is null`;
const questions = ({ slug }: OfChallenge) => `/challenges/${slug}#questions`;

/** Public questions and their answers. */
export const questionKinds: Record<string, Kind> = {
  question_asked: defineKind({
    on: questionAsked,
    of: ({ questionId }) => ({ subjectId: questionId }),
    to: sides.sponsorOfQuestion,
    mail: 'at_once', isDigestable: true, isBlind: true,
    asks: asking.answeringQuestion,
    about: (from, { subjectId }) => from.row<Asked>(`${questionFacts} and q.state = 'open'`, subjectId),
    path: ({ slug, questionId }) => `/manage/${slug}/questions#${showId('question', questionId)}`,
    words: (facts, saying) => ({
      subject: m.mail_question_asked_subject({ number: facts.number, title: subjectTitle(facts, saying) }, saying),
      paragraphs: [m.mail_question_asked_text({ title: facts.title, at: at(facts.askedAt) }, saying), m.mail_question_asked_then({}, saying)],
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
      subject: m.mail_question_answered_subject({ number: facts.number, title: subjectTitle(facts, saying) }, saying),
      paragraphs: [m.mail_question_answered_text({ title: facts.title, at: at(facts.askedAt) }, saying)],
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
      subject: m.mail_clarified_subject({ number: facts.number, title: subjectTitle(facts, saying) }, saying),
      paragraphs: [m.mail_clarified_text({ title: facts.title, at: at(facts.askedAt) }, saying)],
      action: m.mail_question_answered_action({}, saying),
      reason: m.mail_extended_reason({}, saying),
    }),
  }),
};
