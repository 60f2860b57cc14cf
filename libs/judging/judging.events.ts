import { defineEvent, defineJob } from '@app/kernel';

export const judgeInvited = defineEvent<{ seatId: string }>('judging.judge_invited');
/** A phase was decided; `phaseDecided` of challenges follows in the same transaction. */
export const decisionMade = defineEvent<{ challengeId: string; phaseId: string; decisionId: string }>('judging.decision_made');

/** Somebody joined an organisation, which may tie a judge to a solver. */
export const conflictSuspected = defineEvent<{ challengeId: string; phaseId: string }>('judging.conflict_suspected');

/** The sponsor, who chooses, can open the order and decide; `judgingEndsAt` as it then was. Also when it comes up again. */
export const sponsorsTurn = defineEvent<{ challengeId: string; phaseId: string; judgingEndsAt: string }>('judging.sponsors_turn');
/** Nobody decided, and a reminder is due. */
export const sponsorReminded = defineEvent<{ challengeId: string; phaseId: string; number: number }>('judging.sponsor_reminded');
/** Nobody decided in time, and the no-award rule extends judging first. */
export const judgingExtended = defineEvent<{ challengeId: string; phaseId: string }>('judging.extended');

/** Judging has begun, and there is something to judge. */
export const judgingBegun = defineEvent<{ challengeId: string; phaseId: string }>('judging.begun');
/** A judge takes part, as it turned out, and judges no more. */
export const judgeExcluded = defineEvent<{ seatId: string }>('judging.judge_excluded');
/** Somebody who had said yes was taken off the panel. */
export const judgeReplaced = defineEvent<{ seatId: string; by: 'sponsor' | 'staff' }>('judging.judge_replaced');

/** To somebody who was asked to judge and has not answered: the challenge was cancelled. */
export const sendInvitationOff = defineJob<{ seatId: string }>('judging.send_invitation_off', 'mail');
export const sendJudgeInvitation = defineJob<{ seatId: string }>('judging.send_invitation', 'mail');
