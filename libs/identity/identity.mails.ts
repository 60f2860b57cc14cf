import type { Mail } from '@app/platform';

type Text = Omit<Mail, 'to'>;

/**
 * The words of every mail of this module. A stranger can make us send the first three to anybody, so they repeat nothing
 * the stranger typed but the organisation's name, which is part of what is asked.
 */
export const mails = {
  verifyAddress: (url: string): Text => ({
    subject: 'Confirm your e-mail address',
    paragraphs: ['Somebody, we hope you, asked for an account at Guildhall with this address.', 'Confirm the address to start. The link works once, for seven days.'],
    action: { label: 'Confirm my address', url },
    reason: 'You get this mail because this address was entered at sign-up. If it was not you, do nothing: without the link there is no account.',
  }),
  accountExists: (url: string): Text => ({
    subject: 'You already have an account',
    paragraphs: ['Somebody, perhaps you, tried to sign up at Guildhall with this address. It already has an account, and nothing was changed.', 'Sign in as usual. If you forgot the password, set a new one.'],
    action: { label: 'Sign in', url },
    reason: 'You get this mail because this address was entered at sign-up.',
  }),
  resetPassword: (url: string): Text => ({
    subject: 'Set a new password',
    paragraphs: ['Somebody, we hope you, asked to set a new password for your account at Guildhall.', 'The link works once, for one hour. Everybody signed in to the account will be signed out.'],
    action: { label: 'Set a new password', url },
    reason: 'You get this mail because a new password was asked for. If it was not you, do nothing: the old one stays.',
  }),
  passwordChanged: (url: string): Text => ({
    subject: 'Your password was changed',
    paragraphs: ['The password of your account at Guildhall was just changed, and other devices were signed out.', 'If that was not you, set a new one at once.'],
    action: { label: 'Set a new password', url },
    reason: 'You get this mail because something about the safety of your account changed.',
  }),
  invitation: (organisation: string, url: string): Text => ({
    subject: `Join ${organisation} at Guildhall`,
    paragraphs: [`A member of ${organisation} invites you to join it at Guildhall.`, 'The invitation is for this address only, works once, and ends after seven days.'],
    action: { label: 'See the invitation', url },
    reason: 'You get this mail because a member of that organisation entered your address.',
  }),
};
