import { defineEvent, defineJob } from '@app/kernel';

export const judgeInvited = defineEvent<{ seatId: string }>('judging.judge_invited');
/** A phase was decided; `phaseDecided` of challenges follows in the same transaction. */
export const decisionMade = defineEvent<{ challengeId: string; phaseId: string; decisionId: string }>('judging.decision_made');

/** Somebody joined an organisation, which may tie a judge to a solver. */
export const conflictSuspected = defineEvent<{ challengeId: string; phaseId: string }>('judging.conflict_suspected');

export const sendJudgeExcluded = defineJob<{ seatId: string }>('judging.send_excluded', 'mail');
/** Nobody decided, and a reminder is due. */
export const sponsorReminded = defineEvent<{ challengeId: string; phaseId: string; number: number }>('judging.sponsor_reminded');
/** Nobody decided in time, and the no-award rule extends judging first. */
export const judgingExtended = defineEvent<{ challengeId: string; phaseId: string }>('judging.extended');

export const mailSilence = defineJob<{ phaseId: string; personId: string; what: 'reminder' | 'extended_sponsor' | 'extended_entrant' }>('judging.mail_silence', 'mail');
/** Judging has begun, or never will: to whoever holds this seat. */
export const mailJudge = defineJob<{ seatId: string; what: 'begun' | 'cancelled' }>('judging.mail_judge', 'mail');
export const sendJudgeInvitation = defineJob<{ seatId: string }>('judging.send_invitation', 'mail');
