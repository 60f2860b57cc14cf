export { assignmentLifecycle, seatLifecycle } from './assignment.lifecycle';
export { Decision, DecisionPlace, type DecidedHow } from './decision.entity';
export { type DecisionRecord } from './decision-record';
export { Decisions } from './decisions.service';
export { decisionMade, judgeExcluded, judgeInvited, judgeReplaced, judgingBegun, judgingExtended, sponsorReminded, sponsorsTurn } from './judging.events';
export { JudgingModule } from './judging.module';
export { Silence } from './silence.service';
