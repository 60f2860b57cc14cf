import { defineEvent, defineJob } from '@app/kernel';
import type { Side } from './agreement.entity';

interface OfAgreement {
  challengeId: string;
  awardId: string;
  agreementId: string;
}

/** Both sides can sign it. */
export const agreementReady = defineEvent<OfAgreement>('agreements.agreement_ready');
/** One side did. */
export const agreementSigned = defineEvent<OfAgreement & { side: Side }>('agreements.agreement_signed');
export const agreementInForce = defineEvent<OfAgreement>('agreements.agreement_in_force');
/** Its sealed copy can be downloaded. */
export const agreementSealed = defineEvent<OfAgreement>('agreements.agreement_sealed');

export const sealAgreement = defineJob<{ agreementId: string }>('agreements.seal', 'files');
