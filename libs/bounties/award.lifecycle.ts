import { defineLifecycle, type StateOf, type VerbOf } from '@app/kernel';

/**
 * What becomes of an award. A placement is accepted and signed for in the time to answer, and signed once its agreement is in
 * force. Where nothing is to be signed or delivered it goes from accepted to released; shares of a prize
 * nobody reached are nobody's to accept and go from announced to released. Contested, it waits for a human, who puts it
 * back where it was or annuls it.
 */
export const awardLifecycle = defineLifecycle('award', {
  announced: { accept: 'accepted', release: 'released', decline: 'declined', lapse: 'lapsed', contest: 'contested' },
  accepted: { sign: 'signed', release: 'released', lapse: 'lapsed', contest: 'contested' },
  signed: { deliver: 'delivered', release: 'released', contest: 'contested' },
  delivered: { release: 'released', contest: 'contested' },
  contested: { putBackAnnounced: 'announced', putBackAccepted: 'accepted', putBackSigned: 'signed', putBackDelivered: 'delivered', annul: 'annulled' },
  released: {},
  declined: {},
  lapsed: {},
  annulled: {},
});

export type AwardState = StateOf<typeof awardLifecycle>;

/** The recipient lost it: its money is free again. */
const lostStates: readonly AwardState[] = ['declined', 'lapsed', 'annulled'];

/** Something is still to happen with it. */
export function isPending(state: AwardState): boolean {
  return !awardLifecycle.isFinal(state);
}

/** It takes its part of the prize: pending, or released. */
export function isLive(state: AwardState): boolean {
  return !lostStates.includes(state);
}

/** How a contested award goes back to the state it was contested in. */
export const putBack: Partial<Record<AwardState, VerbOf<typeof awardLifecycle>>> = {
  announced: 'putBackAnnounced', accepted: 'putBackAccepted', signed: 'putBackSigned', delivered: 'putBackDelivered',
};
