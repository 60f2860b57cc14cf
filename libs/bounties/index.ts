export { Award } from './award.entity';
export { awardLifecycle, type AwardState } from './award.lifecycle';
export { type AwardKind, awardKinds } from './award.rules';
export { bountiesChecks } from './bounties.checks';
export { awardAccepted, awardAnnounced, awardContested, awardLost, awardReleased, awardReminded, declarationAsked, declarationReminded, declarationSigned, phaseNeverPaid, phaseUnpaid } from './bounties.events';
export { BountiesModule } from './bounties.module';
export { type Rest, Rests } from './rests.service';
export { problems as bountiesProblems } from './bounties.problems';
