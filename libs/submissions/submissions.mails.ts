import type { Mail } from '@app/platform';

type Text = Omit<Mail, 'to'>;

/** The words of every mail of this module. None holds anything of a submission's content, nor the salt of its receipt. */
export const mails = {
  receipt: (about: { challenge: string; number: number; submittedAt: Date; index: number; commitment: string; checkpoint: string }, url: string): Text => ({
    subject: 'Your submission was received',
    paragraphs: [
      `Your submission to “${about.challenge}” was received at ${about.submittedAt.toISOString()} (UTC, the server's time). It is version ${about.number}; the last one before the phase closes counts.`,
      `It is record ${about.index} of the public log, with the commitment ${about.commitment}.`,
      'Keep the signed state of the log below. Together with the receipt, which you can download, it proves without us what you handed in and when.',
      about.checkpoint.trim(),
    ],
    action: { label: 'Get the receipt', url },
    reason: 'You get this mail because you handed in a submission.',
  }),
  refusal: (about: { challenge: string; clause: number; clauseText: string; ground: string; statement: string }, url: string): Text => ({
    subject: 'Your submission was found ineligible',
    paragraphs: [
      `Staff decided that your submission to “${about.challenge}” does not take part.`,
      `Clause ${about.clause} of the rules: ${about.clauseText}`,
      `Ground: ${about.ground.replaceAll('_', ' ')}. ${about.statement}`,
      'If you think this is wrong, answer within 72 hours; somebody who had no part in this decision will look at it.',
    ],
    action: { label: 'See the decision', url },
    reason: 'You get this mail because you handed in this submission.',
  }),
};
