import { instantText } from '@app/kernel';
import { type Locale, m } from '@app/messages';
import type { Mail } from '@app/platform';
import type { Band, IneligibleGround } from './submission.lifecycle';

type Text = Omit<Mail, 'to'>;

export interface ReceivedFacts {
  title: string;
  number: number;
  submittedAt: Date;
  index: number;
  commitment: string;
  checkpoint: string;
}

export interface RefusedFacts {
  title: string;
  clause: number;
  clauseText: string;
  ground: IneligibleGround;
  statement: string;
  /** Where a person answers, and until when judging waits. */
  address: string;
  by: Date;
}

/** What each mail of this module says. None holds anything of a submission's content, nor the salt of its receipt. */
export const mails = {
  receipt: ({ checkpoint, submittedAt, ...about }: ReceivedFacts, url: string, locale: Locale): Text => ({
    subject: m.mail_receipt_subject({}, { locale }),
    paragraphs: [
      m.mail_receipt_text({ title: about.title, number: about.number, at: submittedAt.toISOString() }, { locale }),
      m.mail_receipt_record({ index: about.index, commitment: about.commitment }, { locale }),
      m.mail_receipt_keep({}, { locale }),
      checkpoint.trim(),
    ],
    action: { label: m.mail_receipt_action({}, { locale }), url },
    reason: m.mail_receipt_reason({}, { locale }),
  }),
  result: ({ title, band, reason }: { title: string; band: Band; reason: string }, url: string, locale: Locale): Text => ({
    subject: m.mail_result_subject({ title }, { locale }),
    paragraphs: [
      band === 'not_judged' ? m.mail_result_not_judged({ title }, { locale }) : m.mail_result_text({ title, band: m[`band_${band}`]({}, { locale }) }, { locale }),
      reason,
      m.mail_result_where({}, { locale }),
    ],
    action: { label: m.mail_result_action({}, { locale }), url },
    reason: m.mail_refusal_reason({}, { locale }),
  }),
  admitted: ({ title, closesAt }: { title: string; closesAt: Date }, url: string, locale: Locale): Text => ({
    subject: m.mail_admitted_subject({ title }, { locale }),
    paragraphs: [m.mail_admitted_text({ title }, { locale }), m.mail_admitted_by({ by: instantText(closesAt) }, { locale })],
    action: { label: m.mail_admitted_action({}, { locale }), url },
    reason: m.mail_admitted_reason({}, { locale }),
  }),
  nextPhase: ({ title, closesAt }: { title: string; closesAt: Date }, url: string, locale: Locale): Text => ({
    subject: m.mail_next_phase_subject({ title }, { locale }),
    paragraphs: [m.mail_next_phase_text({ title, by: instantText(closesAt) }, { locale })],
    action: { label: m.mail_admitted_action({}, { locale }), url },
    reason: m.mail_admitted_reason({}, { locale }),
  }),
  refusal: ({ title, clause, clauseText, ground, statement, address, by }: RefusedFacts, url: string, locale: Locale): Text => ({
    subject: m.mail_refusal_subject({}, { locale }),
    paragraphs: [
      m.mail_refusal_text({ title }, { locale }),
      m.mail_refusal_clause({ clause, clauseText }, { locale }),
      m.mail_refusal_ground({ ground: m[`ground_${ground}`]({}, { locale }), statement }, { locale }),
      m.mail_refusal_appeal({ address, by: instantText(by) }, { locale }),
    ],
    action: { label: m.mail_refusal_action({}, { locale }), url },
    reason: m.mail_refusal_reason({}, { locale }),
  }),
};
