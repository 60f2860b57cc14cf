import type { MemberRole } from '@app/kernel';
import { baseLocale, isLocale, type Locale, m } from '@app/messages';
import type { Mail } from '@app/platform';

type Text = Omit<Mail, 'to'>;

/**
 * What each mail of this module says. A stranger can make us send most of them to anybody, so they repeat nothing the
 * stranger typed but the organisation's name, which is part of what is asked.
 */
export const mails = {
  verifyAddress: (url: string, locale: Locale): Text => ({
    subject: m.mail_verify_address_subject({}, { locale }),
    paragraphs: [m.mail_verify_address_text({}, { locale }), m.mail_verify_address_how({}, { locale })],
    action: { label: m.mail_verify_address_action({}, { locale }), url },
    reason: m.mail_verify_address_reason({}, { locale }),
  }),
  accountExists: (url: string, locale: Locale): Text => ({
    subject: m.mail_account_exists_subject({}, { locale }),
    paragraphs: [m.mail_account_exists_text({}, { locale }), m.mail_account_exists_how({}, { locale })],
    action: { label: m.mail_account_exists_action({}, { locale }), url },
    reason: m.mail_account_exists_reason({}, { locale }),
  }),
  resetPassword: (url: string, locale: Locale): Text => ({
    subject: m.mail_reset_password_subject({}, { locale }),
    paragraphs: [m.mail_reset_password_text({}, { locale }), m.mail_reset_password_how({}, { locale })],
    action: { label: m.mail_reset_password_action({}, { locale }), url },
    reason: m.mail_reset_password_reason({}, { locale }),
  }),
  passwordChanged: (url: string, locale: Locale): Text => ({
    subject: m.mail_password_changed_subject({}, { locale }),
    paragraphs: [m.mail_password_changed_text({}, { locale }), m.mail_password_changed_how({}, { locale })],
    action: { label: m.mail_password_changed_action({}, { locale }), url },
    reason: m.mail_password_changed_reason({}, { locale }),
  }),
  invitation: (organisation: string, roles: readonly MemberRole[], url: string, locale: Locale): Text => ({
    subject: m.mail_invitation_subject({ organisation }, { locale }),
    paragraphs: [m.mail_invitation_text({ organisation }, { locale }), m.mail_invitation_roles({ roles: rolesText(roles, locale) }, { locale }), m.mail_invitation_how({}, { locale })],
    action: { label: m.mail_invitation_action({}, { locale }), url },
    reason: m.mail_invitation_reason({}, { locale }),
  }),
};

const roleNames = {
  owner: m.role_owner, manager: m.role_manager, signatory: m.role_signatory, treasurer: m.role_treasurer, contributor: m.role_contributor, approver: m.role_approver,
} satisfies Record<MemberRole, unknown>;

const rolesText = (roles: readonly MemberRole[], locale: Locale) => new Intl.ListFormat(locale).format(roles.map((role) => roleNames[role]({}, { locale })));

/** The language a person chose; English where nobody is known, or the language is not spoken here. */
export function localeOf(person: { locale: string } | undefined): Locale {
  return person && isLocale(person.locale) ? person.locale : baseLocale;
}
