import { defineEvent } from '@app/kernel';

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
