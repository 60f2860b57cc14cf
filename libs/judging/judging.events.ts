import { defineEvent, defineJob } from '@app/kernel';

export const judgeInvited = defineEvent<{ seatId: string }>('judging.judge_invited');
/** A phase was decided; `phaseDecided` of challenges follows in the same transaction. */
export const decisionMade = defineEvent<{ challengeId: string; phaseId: string; decisionId: string }>('judging.decision_made');

/** Somebody joined an organisation, which may tie a judge to a solver. */
export const conflictSuspected = defineEvent<{ challengeId: string; phaseId: string }>('judging.conflict_suspected');

export const sendJudgeExcluded = defineJob<{ seatId: string }>('judging.send_excluded', 'mail');
export const sendJudgeInvitation = defineJob<{ seatId: string }>('judging.send_invitation', 'mail');
