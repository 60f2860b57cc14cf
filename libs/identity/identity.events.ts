import { defineEvent, defineJob } from '@app/kernel';

/** A person proved their address; their account exists from now on. */
export const personVerified = defineEvent<{ personId: string }>('identity.personVerified');
export const organisationCreated = defineEvent<{ organisationId: string }>('identity.organisationCreated');
/** These things it says of itself changed; and where that may change who is related to it, everybody who was or is, itself included. */
export const organisationEdited = defineEvent<{ organisationId: string; fields: string[]; relatedIds: string[] }>('identity.organisationEdited');
/** Staff said whether it is what it says it is, and why; the audit trail keeps both. */
export const organisationChecked = defineEvent<{ organisationId: string }>('identity.organisation_checked');
export const memberAdded = defineEvent<{ organisationId: string; personId: string }>('identity.memberAdded');
/** They are something else in it from now on. */
export const memberRolesChanged = defineEvent<{ organisationId: string; personId: string }>('identity.memberRolesChanged');
export const memberRemoved = defineEvent<{ organisationId: string; personId: string }>('identity.memberRemoved');
/** They may not act from now on; who decided tells them. */
export const personSuspended = defineEvent<{ personId: string; suspensionId: string }>('identity.person_suspended');
export const organisationSuspended = defineEvent<{ organisationId: string; suspensionId: string }>('identity.organisation_suspended');
/** They may act again: somebody lifted it, or its time is over. */
export const suspensionLifted = defineEvent<{ suspensionId: string; personId: string | null; organisationId: string | null; how: 'lifted' | 'ended' }>('identity.suspension_lifted');
/** Somebody of the staff gave them a role they did not hold. What the server's own command does is told to nobody. */
export const staffRoleGranted = defineEvent<{ personId: string; grantId: string }>('identity.staff_role_granted');
export const staffRoleTaken = defineEvent<{ personId: string; grantId: string }>('identity.staff_role_taken');

export const mailSignUp = defineJob<{ signUpId: string }>('identity.mailSignUp', 'mail');
export const mailPasswordReset = defineJob<{ passwordResetId: string }>('identity.mailPasswordReset', 'mail');
export const mailPasswordChanged = defineJob<{ personId: string }>('identity.mailPasswordChanged', 'mail');
export const mailInvitation = defineJob<{ invitationId: string }>('identity.mailInvitation', 'mail');
