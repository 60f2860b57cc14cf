import { defineEvent, defineJob } from '@app/kernel';

interface OfEntry {
  challengeId: string;
  entryId: string;
}

interface OfSubmission {
  challengeId: string;
  phaseId: string;
  submissionId: string;
}

export const entryJoined = defineEvent<OfEntry>('entry.joined');
export const entryAdmitted = defineEvent<OfEntry>('entry.admitted');
export const entryWithdrawn = defineEvent<OfEntry>('entry.withdrawn');
export const submissionSubmitted = defineEvent<OfSubmission & { versionId: string }>('submission.submitted');
export const submissionWithdrawn = defineEvent<OfSubmission>('submission.withdrawn');
/** The phase is closed, unsent work is dropped, and what was submitted may be opened by those who judge. */
export const phaseUnsealed = defineEvent<{ challengeId: string; phaseId: string }>('submission.phase_unsealed');
export const submissionJudged = defineEvent<OfSubmission>('submission.judged');
/** A question about eligibility was answered, either way: judging goes on. */
export const eligibilityDecided = defineEvent<OfSubmission>('submission.eligibility_decided');
export const submissionRefused = defineEvent<OfSubmission>('submission.refused');

export const mailReceipt = defineJob<{ versionId: string }>('submission.mail_receipt', 'mail');
export const mailResult = defineJob<{ submissionId: string }>('submission.mail_result', 'mail');
export const mailAdmitted = defineJob<{ entryId: string }>('entry.mail_admitted', 'mail');
export const mailNextPhase = defineJob<{ entryId: string; phaseId: string }>('entry.mail_next_phase', 'mail');
export const mailRefusal = defineJob<{ submissionId: string }>('submission.mail_refusal', 'mail');
