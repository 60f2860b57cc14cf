import { defineEvent } from '@app/kernel';

/** What moderation says to people. It stands down here, since nobody imports moderation and notifications listen. */

/** Staff ask the other side of a report what it says to it. */
export const reportAnswerAsked = defineEvent<{ reportId: string }>('moderation.report_answer_asked');
export const statementGiven = defineEvent<{ decisionId: string }>('moderation.statement_given');
/** It does not hold any more: staff took it back, or its time is over. */
export const moderationLifted = defineEvent<{ decisionId: string }>('moderation.lifted');
/** Nobody else may decide the appeal: after a wait the same person does. */
export const appealWaitsAlone = defineEvent<{ decisionId: string }>('moderation.appeal_waits_alone');
/** Nobody but who held a payout may let it go: after a wait the same person may. */
export const holdWaitsAlone = defineEvent<{ decisionId: string }>('moderation.hold_waits_alone');
export const moderationAppealDecided = defineEvent<{ decisionId: string }>('moderation.appeal_decided');
