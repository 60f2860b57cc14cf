import { type Locale, m } from '@app/messages';
import type { Mail } from '@app/platform';
import type { IneligibleGround } from './submission.lifecycle';

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
  refusal: ({ title, clause, clauseText, ground, statement }: RefusedFacts, url: string, locale: Locale): Text => ({
    subject: m.mail_refusal_subject({}, { locale }),
    paragraphs: [
      m.mail_refusal_text({ title }, { locale }),
      m.mail_refusal_clause({ clause, clauseText }, { locale }),
      m.mail_refusal_ground({ ground: m[`ground_${ground}`]({}, { locale }), statement }, { locale }),
      m.mail_refusal_appeal({}, { locale }),
    ],
    action: { label: m.mail_refusal_action({}, { locale }), url },
    reason: m.mail_refusal_reason({}, { locale }),
  }),
};
