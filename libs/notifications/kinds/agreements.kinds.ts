import { showId } from '@app/kernel';
import { agreementReady, agreementSealed } from '@app/agreements';
import { m } from '@app/messages';
import { asking } from '../asking';
import { defineKind, type Kind } from '../kind';
import { sides } from '../sides';
import { challengeColumns, type OfChallenge, subjectTitle } from './shared';

interface Agreed extends OfChallenge {
  agreementId: string;
  sponsor: string;
  recipient: string;
}

/** By the words of the agreement itself, whose names both sides know. */
const agreedFacts = `
  select ${challengeColumns}, a.id as "agreementId", a.terms -> 'sponsor' ->> 'name' as sponsor, a.terms -> 'recipient' ->> 'name' as recipient
  from agreement a join challenge c on c.id = a.challenge_id where a.id = $1`;
const agreementPath = ({ agreementId }: Agreed) => `/agreements/${showId('agreement', agreementId)}`;

/** What both sides sign. */
export const agreementKinds: Record<string, Kind> = {
  agreement_ready: defineKind({
    on: agreementReady,
    of: ({ agreementId }) => ({ subjectId: agreementId }),
    to: sides.agreement,
    mail: 'always', isDigestable: false, isBlind: false,
    asks: asking.signing,
    about: (from, { subjectId }) => from.row<Agreed>(`${agreedFacts} and a.state in ('ready', 'signing')`, subjectId),
    path: agreementPath,
    words: (facts, saying) => ({
      subject: m.mail_agreement_ready_subject({ title: subjectTitle(facts, saying) }, saying),
      paragraphs: [m.mail_agreement_ready_text(facts, saying), m.mail_agreement_ready_then({}, saying)],
      action: m.mail_agreement_action({}, saying),
      reason: m.mail_agreement_reason({}, saying),
    }),
  }),
  agreement_in_force: defineKind({
    on: agreementSealed,
    of: ({ agreementId }) => ({ subjectId: agreementId }),
    to: sides.agreement,
    mail: 'always', isDigestable: false, isBlind: false,
    about: (from, { subjectId }) => from.row<Agreed>(agreedFacts, subjectId),
    path: agreementPath,
    words: (facts, saying) => ({
      subject: m.mail_agreement_force_subject({ title: subjectTitle(facts, saying) }, saying),
      paragraphs: [m.mail_agreement_force_text(facts, saying), m.mail_agreement_force_then({}, saying)],
      action: m.mail_agreement_action({}, saying),
      reason: m.mail_agreement_reason({}, saying),
    }),
  }),
};
