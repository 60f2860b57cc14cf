import { defineLifecycle } from '@app/kernel';

export const personLifecycle = defineLifecycle('person', {
  active: { close: 'closed' },
  closed: {},
});

/** Organisations close, they are never merged. */
export const organisationLifecycle = defineLifecycle('organisation', {
  active: { close: 'closed' },
  closed: {},
});

/** `ended` is by the clock, `lifted` by somebody. */
export const suspensionLifecycle = defineLifecycle('suspension', {
  in_force: { lift: 'lifted', end: 'ended' },
  lifted: {},
  ended: {},
});

export const invitationLifecycle = defineLifecycle('invitation', {
  open: { accept: 'accepted', revoke: 'revoked' },
  accepted: {},
  revoked: {},
});
