import { after, day, showId } from '@app/kernel';
import { agreementReady, agreementSealed, agreementSigned, type Side } from '@app/agreements';
import { m } from '@app/messages';
import { asking } from '../asking';
import { defineKind, type Kind } from '../kind';
import { sides } from '../sides';
import type { Sources } from '../sources.service';
import { at, challengeColumns, type OfChallenge, subjectTitle } from './shared';

interface Agreed extends OfChallenge {
  agreementId: string;
  sponsor: string;
  recipient: string;
}

interface Waiting extends Agreed {
  /** Until when the side that has not signed may do so. */
  by: string | null;
  /** For so long the sponsor may sign after the recipient; null where nothing waits for signatures. */
  days: number | null;
}

interface InForce extends Agreed {
  isBound: boolean;
}

/** By the words of the agreement itself, whose names both sides know. */
const agreedFacts = `
  select ${challengeColumns}, a.id as "agreementId", a.terms -> 'sponsor' ->> 'name' as sponsor, a.terms -> 'recipient' ->> 'name' as recipient,
    not exists (select from signature s where s.agreement_id = a.id and s.side = 'sponsor') as "isBound"
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
    about: (from, { subjectId }) => waiting(from, subjectId, 'recipient'),
    path: agreementPath,
    words: (facts, saying) => ({
      subject: m.mail_agreement_ready_subject({ title: subjectTitle(facts, saying) }, saying),
      paragraphs: [m.mail_agreement_ready_text(facts, saying), facts.days === null ? m.mail_agreement_ready_both({}, saying) : m.mail_agreement_ready_then({ ...facts, days: facts.days, by: at(facts.by) }, saying)],
      action: m.mail_agreement_action({}, saying),
      reason: m.mail_agreement_reason({}, saying),
    }),
  }),
  agreement_waits_sponsor: waitsFor('sponsor', sides.sponsorOfAgreement),
  agreement_waits_recipient: waitsFor('recipient', sides.recipientOfAgreement),
  agreement_in_force: defineKind({
    on: agreementSealed,
    of: ({ agreementId }) => ({ subjectId: agreementId }),
    to: sides.agreement,
    mail: 'always', isDigestable: false, isBlind: false,
    about: (from, { subjectId }) => from.row<InForce>(agreedFacts, subjectId),
    path: agreementPath,
    words: (facts, saying) => ({
      subject: m.mail_agreement_force_subject({ title: subjectTitle(facts, saying) }, saying),
      paragraphs: [(facts.isBound ? m.mail_agreement_bound_text : m.mail_agreement_force_text)(facts, saying), m.mail_agreement_force_then({}, saying)],
      action: m.mail_agreement_action({}, saying),
      reason: m.mail_agreement_reason({}, saying),
    }),
  }),
};

/** The other side has signed; this one is told until when it may. */
function waitsFor(side: Side, to: Kind['to']): Kind {
  return defineKind({
    on: agreementSigned,
    of: ({ agreementId, side: signed }) => (signed === side ? [] : { subjectId: agreementId }),
    to,
    mail: 'always', isDigestable: false, isBlind: false,
    asks: asking.signing,
    about: (from, { subjectId }) => waiting(from, subjectId, side),
    path: agreementPath,
    words: (facts, saying) => ({
      subject: m.mail_agreement_waits_subject({ title: subjectTitle(facts, saying) }, saying),
      paragraphs: [facts.days === null ? m.mail_agreement_waits_plain(facts, saying) : m[`mail_agreement_waits_${side}`]({ ...facts, by: at(facts.by) }, saying)],
      action: m.mail_agreement_action({}, saying),
      reason: m.mail_agreement_reason({}, saying),
    }),
  });
}

/** Undefined once that side has signed, or there is nothing more to sign. */
async function waiting(from: Sources, agreementId: string, side: Side): Promise<Waiting | undefined> {
  const facts = await from.row<Agreed & { respondBy: string; recipientSignedAt: Date | null }>(
    `select told.*, w.respond_by as "respondBy", (select s.signed_at from signature s where s.agreement_id = told."agreementId" and s.side = 'recipient') as "recipientSignedAt"
     from (${agreedFacts} and a.state in ('ready', 'signing') and not exists (select from signature s where s.agreement_id = a.id and s.side = '${side}')) told
     join agreement g on g.id = told."agreementId" join award w on w.id = g.award_id`,
    agreementId,
  );
  if (!facts) return undefined;
  const { respondBy, recipientSignedAt, ...agreed } = facts;
  const days = (await from.challenges.numbersOf(agreed.id)).sponsorSignsDays ?? null;
  const by = side === 'recipient' ? respondBy : recipientSignedAt && after(new Date(recipientSignedAt), (days ?? 0) * day).toISOString();
  return { ...agreed, by: days === null ? null : by, days };
}
