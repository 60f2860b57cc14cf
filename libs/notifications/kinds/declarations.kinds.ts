import { declarationAsked, declarationReminded, declarationSigned } from '@app/bounties';
import { m } from '@app/messages';
import { asking } from '../asking';
import { defineKind, type Kind, type Saying } from '../kind';
import { sides } from '../sides';
import { challengeColumns, noRest, type OfChallenge, type RestFacts, restFacts, restText, subjectTitle } from './shared';

interface Declared extends OfChallenge {
  sponsor: string;
}

interface Asked extends Declared, RestFacts {}

const declared = (state: 'asked' | 'signed') => `
  select ${challengeColumns}, o.name as sponsor from non_use_declaration d join challenge c on c.id = d.challenge_id join organisation o on o.id = d.organisation_id
  where d.id = $1 and d.state = '${state}'`;
const declarationPath = ({ slug }: Declared) => `/challenges/${slug}/declaration`;

/** What asking and reminding have in common. */
const asked = {
  to: sides.signersOfDeclaration,
  mail: 'always', isDigestable: false, isBlind: true,
  asks: asking.declaring,
  about: async (from, { subjectId }) => {
    const about = await from.row<Declared>(declared('asked'), subjectId);
    return about && { ...about, ...noRest };
  },
  more: (from, { id }) => restFacts(from, id),
  path: declarationPath,
} satisfies Partial<Kind<Asked>>;
const askedWords = (saying: Saying) => ({ action: m.mail_declaration_action({}, saying), reason: m.mail_declaration_reason({}, saying) });

/** What a sponsor signs before money goes back to it. */
export const declarationKinds: Record<string, Kind> = {
  declaration_asked: defineKind({
    ...asked,
    on: declarationAsked,
    of: ({ declarationId }) => ({ subjectId: declarationId }),
    words: (facts, saying) => ({ ...askedWords(saying), subject: m.mail_declaration_subject({ title: subjectTitle(facts, saying) }, saying), paragraphs: [m.mail_declaration_text(facts, saying), ...restText(facts, saying), m.mail_declaration_then({}, saying)] }),
  }),
  declaration_reminded: defineKind({
    ...asked,
    on: declarationReminded,
    of: ({ declarationId, number }) => ({ subjectId: declarationId, occasion: String(number) }),
    words: (facts, saying) => ({
      ...askedWords(saying), subject: m.mail_declaration_reminder_subject({ title: subjectTitle(facts, saying) }, saying), paragraphs: [m.mail_declaration_reminder_text(facts, saying), ...restText(facts, saying), m.mail_declaration_then({}, saying)],
    }),
  }),
  declaration_signed: defineKind({
    on: declarationSigned,
    of: ({ declarationId }) => ({ subjectId: declarationId }),
    to: sides.authorsOfDeclared,
    mail: 'at_once', isDigestable: true, isBlind: false,
    about: (from, { subjectId }) => from.row<Declared>(declared('signed'), subjectId),
    path: declarationPath,
    words: (facts, saying) => ({
      subject: m.mail_declared_subject({ title: subjectTitle(facts, saying) }, saying),
      paragraphs: [m.mail_declared_text(facts, saying), m.mail_declared_then({}, saying)],
      action: m.mail_declared_action({}, saying),
      reason: m.mail_declared_reason({}, saying),
    }),
  }),
};
