import { defineEvent, defineJob } from '@app/kernel';

/** A person proved their address; their account exists from now on. */
export const personVerified = defineEvent<{ personId: string }>('identity.personVerified');
export const organisationCreated = defineEvent<{ organisationId: string }>('identity.organisationCreated');
/** These things it says of itself changed; and where that may change who is related to it, everybody who was or is, itself included. */
export const organisationEdited = defineEvent<{ organisationId: string; fields: string[]; relatedIds: string[] }>('identity.organisationEdited');
export const memberAdded = defineEvent<{ organisationId: string; personId: string }>('identity.memberAdded');
/** They are something else in it from now on. */
export const memberRolesChanged = defineEvent<{ organisationId: string; personId: string }>('identity.memberRolesChanged');
export const memberRemoved = defineEvent<{ organisationId: string; personId: string }>('identity.memberRemoved');

export const mailSignUp = defineJob<{ signUpId: string }>('identity.mailSignUp', 'mail');
export const mailPasswordReset = defineJob<{ passwordResetId: string }>('identity.mailPasswordReset', 'mail');
export const mailPasswordChanged = defineJob<{ personId: string }>('identity.mailPasswordChanged', 'mail');
export const mailInvitation = defineJob<{ invitationId: string }>('identity.mailInvitation', 'mail');
