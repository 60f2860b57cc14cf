import { organisationChecked, staffRoleGranted, staffRoleTaken } from '@app/identity';
import { showId, type StaffRole } from '@app/kernel';
import { m } from '@app/messages';
import { defineKind, type Kind, type Saying } from '../kind';
import { sides } from '../sides';
import { occasionOf } from './shared';

interface Checked {
  id: string;
  name: string;
  isVerified: boolean;
  reason: string;
  checkedAt: string;
}

interface OfRole {
  role: StaffRole;
  reason: string;
}

/** The last word of staff counts: what they said before it is over, and all of it with a new name or country. */
const checkedFacts = `
  select o.id, o.name, last.action = 'organisation.verify' as "isVerified", last.reason, last.at as "checkedAt"
  from organisation o cross join lateral (
    select e.action, e.reason, e.at from audit_entry e
    where e.subject = 'organisation' and e.subject_id = o.id::text and e.action in ('organisation.verify', 'organisation.unverify') order by e.id desc limit 1) last
  where o.id = $1 and o.state = 'active' and (last.action = 'organisation.verify') = (o.verified_at is not null)`;

const grantedFacts = `
  select g.role, e.reason from staff_grant g join audit_entry e on e.subject = 'staff_grant' and e.subject_id = g.id::text and e.action = 'staff_grant.insert' where g.id = $1`;

/** The row is gone, and only its beginning says which role it was. */
const takenFacts = `
  select made.changes #>> '{role,after}' as role, e.reason from audit_entry e join audit_entry made on made.subject = e.subject and made.subject_id = e.subject_id and made.action = 'staff_grant.insert'
  where e.subject = 'staff_grant' and e.subject_id = $1 and e.action = 'staff_grant.delete'`;

const roles = { moderator: m.staff_role_moderator, finance: m.staff_role_finance, support: m.staff_role_support, operator: m.staff_role_operator } satisfies Record<StaffRole, unknown>;
const roleText = ({ role }: OfRole, saying: Saying) => roles[role]({}, saying);

/** What staff decide about an organisation or about each other. Always mailed: it changes what others see of them, or what they may do. */
export const identityKinds: Record<string, Kind> = {
  organisation_checked: defineKind({
    on: organisationChecked,
    of: ({ organisationId }) => ({ subjectId: organisationId }),
    to: sides.ownersOfOrganisation,
    mail: 'always', isDigestable: false, isBlind: true,
    about: (from, { subjectId }) => from.row<Checked>(checkedFacts, subjectId),
    again: ({ checkedAt }) => occasionOf(checkedAt),
    path: ({ id }) => `/settings/organisation?of=${showId('organisation', id)}`,
    words: ({ name, isVerified, reason }, saying) => ({
      subject: (isVerified ? m.mail_checked_subject : m.mail_unchecked_subject)({ name }, saying),
      paragraphs: [(isVerified ? m.mail_checked_text : m.mail_unchecked_text)({ name }, saying), m.mail_staff_why({ reason }, saying), ...(isVerified ? [] : [m.mail_unchecked_then({}, saying)])],
      action: m.mail_checked_action({}, saying),
      reason: m.mail_checked_reason({}, saying),
    }),
  }),
  staff_role_granted: defineKind({
    on: staffRoleGranted,
    of: ({ personId, grantId }) => ({ subjectId: personId, occasion: grantId }),
    to: sides.person,
    mail: 'always', isDigestable: false, isBlind: true,
    about: (from, { occasion }) => from.row<OfRole>(grantedFacts, occasion),
    path: () => '/admin',
    words: (facts, saying) => ({
      subject: m.mail_role_granted_subject({ role: roleText(facts, saying) }, saying),
      paragraphs: [m.mail_role_granted_text({}, saying), m.mail_staff_why({ reason: facts.reason }, saying)],
      action: m.mail_role_granted_action({}, saying),
      reason: m.mail_role_reason({}, saying),
    }),
  }),
  staff_role_taken: defineKind({
    on: staffRoleTaken,
    of: ({ personId, grantId }) => ({ subjectId: personId, occasion: grantId }),
    to: sides.person,
    mail: 'always', isDigestable: false, isBlind: true,
    about: (from, { occasion }) => from.row<OfRole>(takenFacts, occasion),
    path: () => '/home',
    words: (facts, saying) => ({
      subject: m.mail_role_taken_subject({ role: roleText(facts, saying) }, saying),
      paragraphs: [m.mail_role_taken_text({}, saying), m.mail_staff_why({ reason: facts.reason }, saying), m.mail_role_taken_then({}, saying)],
      action: m.mail_role_taken_action({}, saying),
      reason: m.mail_role_reason({}, saying),
    }),
  }),
};
