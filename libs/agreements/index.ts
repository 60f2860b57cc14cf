export { Agreement, Signature } from './agreement.entity';
export { agreementLifecycle, type AgreementState } from './agreement.lifecycle';
export { agreementsChecks } from './agreements.checks';
export { agreementInForce, agreementReady, agreementSealed, agreementSigned } from './agreements.events';
export { AgreementsModule } from './agreements.module';
export { problems as agreementsProblems } from './agreements.problems';
export { type AgreedAward, Agreements } from './agreements.service';
export { createCertificate } from './pdf/certificate';
