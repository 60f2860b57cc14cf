import { defineEvent } from '@app/kernel';

interface OfAward {
  challengeId: string;
  awardId: string;
}

/** Also when it goes on where it had stopped. */
export const awardAnnounced = defineEvent<OfAward>('bounties.award_announced');
export const awardAccepted = defineEvent<OfAward>('bounties.award_accepted');
/** Declined, lapsed or annulled. */
export const awardLost = defineEvent<OfAward>('bounties.award_lost');
/** It stopped, and somebody of the staff has to look at it. */
export const awardContested = defineEvent<OfAward>('bounties.award_contested');
export const awardReleased = defineEvent<OfAward>('bounties.award_released');

/** Nobody has answered, and the time to do so runs out. */
export const awardReminded = defineEvent<OfAward>('bounties.award_reminded');

interface OfDeclaration {
  challengeId: string;
  declarationId: string;
}

/** The sponsor has read what was handed in, and money would go back: it waits for the declaration. */
export const declarationAsked = defineEvent<OfDeclaration>('bounties.declaration_asked');
/** `number`: 1 or 2. */
export const declarationReminded = defineEvent<OfDeclaration & { number: number }>('bounties.declaration_reminded');
export const declarationSigned = defineEvent<OfDeclaration>('bounties.declaration_signed');

/** A later phase is due and its prizes are not captured. */
export const phaseUnpaid = defineEvent<{ challengeId: string; phaseId: string }>('bounties.phase_unpaid');
/** A later phase was over before it could open; `isPaid`: not for want of money. The challenge ended with what was decided. */
export const phaseNeverPaid = defineEvent<{ challengeId: string; phaseId: string; isPaid: boolean }>('bounties.phase_never_paid');
