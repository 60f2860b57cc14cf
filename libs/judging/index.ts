export { assignmentLifecycle, seatLifecycle } from './assignment.lifecycle';
export { Decision, DecisionPlace, type DecidedHow } from './decision.entity';
export { isPassing, noAwardEffect, type NoAwardEffect } from './decision.rules';
export { type DecisionRecord } from './decision-record';
export { Decisions } from './decisions.service';
export { decisionMade, judgeExcluded, judgeInvited, judgeReplaced, judgingBegun, judgingExtended, sponsorReminded, sponsorsTurn } from './judging.events';
export { problems as judgingProblems } from './judging.problems';
export { JudgingModule } from './judging.module';
export { Silence } from './silence.service';
