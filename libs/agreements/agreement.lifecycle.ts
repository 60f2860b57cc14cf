import { defineLifecycle, type StateOf } from '@app/kernel';

/**
 * What becomes of an agreement. One that is made of a rule card has nothing to negotiate and begins as ready; drafts, and
 * what both sides may still change, have their places. A sponsor who lets the time pass is bound by the rule card. Ready and
 * signing end when the award it is about is lost.
 */
export const agreementLifecycle = defineLifecycle('agreement', {
  draft: { propose: 'negotiating', settle: 'ready' },
  negotiating: { settle: 'ready', decline: 'declined', lapse: 'lapsed' },
  ready: { sign: 'signing', decline: 'declined', lapse: 'lapsed' },
  signing: { complete: 'in_force', bind: 'in_force', decline: 'declined', lapse: 'lapsed' },
  in_force: { fulfil: 'fulfilled', terminate: 'terminated' },
  fulfilled: {},
  terminated: {},
  declined: {},
  lapsed: {},
});

export type AgreementState = StateOf<typeof agreementLifecycle>;

/** Signatures are still to be given. */
export function isOpen(state: AgreementState): boolean {
  return state === 'ready' || state === 'signing';
}
