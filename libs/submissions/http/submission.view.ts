import { ApiProperty } from '@nestjs/swagger';
import { showId } from '@app/kernel';
import { PausedView } from '@app/challenges';
import { fileLifecycle, fileLimits } from '@app/files';
import type { OpenFile } from '../contents.service';
import type { OpenDraft } from '../drafts.service';
import type { EligibilityReview } from '../eligibility-review.entity';
import type { WaitingReview } from '../eligibility.service';
import { isErased, type OpenVersion } from '../handing-in.service';
import type { OpeningRow } from '../openings.service';
import { openedThings, openers } from '../opening.entity';
import { bands, ineligibleGrounds, submissionLifecycle } from '../submission.lifecycle';

export class AnswerView {
  question: string;
  text: string;
}

export class FileView {
  id: string;
  name: string;
  mediaType: string;
  /** Bytes */
  size: number;
  /** Bytes that have arrived */
  received: number;

  @ApiProperty({ enum: fileLifecycle.states })
  state: string;

  /** SHA-256, lowercase hex; empty while it arrives */
  sha256: string;

  static of({ file, details }: OpenFile): FileView {
    const { size, received, state } = file;
    return Object.assign(new FileView(), { id: showId('file', file.id), ...details, size, received, state });
  }
}

export class FormQuestionView {
  key: string;
  label: string;
  help: string | null;
  maxLength: number;
  isRequired: boolean;
}

export class SubmissionFormView {
  questions: FormQuestionView[];
  fileTypes: string[];
  maxFiles: number;
  /** Files that may show who made them are taken; judges get them after their scores are locked */
  allowNotAnonymised: boolean;
}

export class UploadRulesView {
  fileBytes: number;
  totalBytes: number;
  /** False: nothing here looks for malware in files */
  isScanned: boolean;
}

/** The working version. Only its author's side sees it, and only while the phase is open. */
export class DraftView {
  entryId: string;
  phaseId: string;
  /** Null until something was saved */
  submissionId: string | null;
  answers: AnswerView[];
  files: FileView[];
  form: SubmissionFormView;
  uploads: UploadRulesView;
  savedAt: string | null;
  /** This very text is what was handed in last */
  isSubmitted: boolean;
  closesAt: string;
  /** What is written is kept; it can be handed in when the challenge goes on */
  paused: PausedView | null;
  serverTime: string;
  /** 0 until something was saved */
  version: number;
  can: string[];

  static of({ entry, phase, challenge, form, submission, draft, answers, files, mayEdit, now }: OpenDraft, isScanned: boolean): DraftView {
    const isLive = submission === undefined || submissionLifecycle.allows(submission.state, 'submit');
    return Object.assign(new DraftView(), {
      entryId: showId('entry', entry.id),
      phaseId: showId('phase', phase.id),
      submissionId: submission ? showId('submission', submission.id) : null,
      answers: answerViews(answers),
      files: files.map((file) => FileView.of(file)),
      form,
      uploads: { fileBytes: fileLimits.fileBytes, totalBytes: fileLimits.totalBytes, isScanned },
      savedAt: draft?.savedAt.toISOString() ?? null,
      isSubmitted: draft !== undefined && submission?.sentDraft === draft.version,
      closesAt: phase.closesAt!.toISOString(),
      paused: PausedView.of(challenge),
      serverTime: now.toISOString(),
      version: draft?.version ?? 0,
      can: mayEdit && isLive ? ['save', ...(draft && !challenge.pausedAt ? ['submit'] : []), ...(draft ? ['withdraw'] : [])] : [],
    });
  }
}

export class IneligibilityView {
  clause: number;

  @ApiProperty({ enum: ineligibleGrounds })
  ground: string;

  statement: string;
  at: string;
}

/** What was handed in last, for its author's side */
export class SubmissionView {
  id: string;
  entryId: string;
  phaseId: string;

  @ApiProperty({ enum: submissionLifecycle.states })
  state: string;

  /** How many were handed in; the last one counts */
  versions: number;
  submittedAt: string | null;
  answers: AnswerView[];
  files: FileView[];
  /** The content is gone for good; the receipt stays good */
  isErased: boolean;

  @ApiProperty({ enum: bands, nullable: true })
  band: string | null;

  reason: string | null;
  refusal: IneligibilityView | null;

  static of({ submission, version, answers, files }: OpenVersion, refusal?: EligibilityReview): SubmissionView {
    return Object.assign(new SubmissionView(), {
      id: showId('submission', submission.id),
      entryId: showId('entry', submission.entryId),
      phaseId: showId('phase', submission.phaseId),
      state: submission.state,
      versions: submission.versions,
      submittedAt: submission.submittedAt?.toISOString() ?? null,
      answers: answerViews(answers),
      files: files.map((file) => FileView.of(file)),
      isErased: version !== undefined && isErased(version),
      band: submission.band,
      reason: submission.reason,
      refusal: refusal ? { clause: refusal.clause, ground: refusal.ground, statement: refusal.statement, at: refusal.decidedAt!.toISOString() } : null,
    });
  }
}

export class OpeningView {
  at: string;

  @ApiProperty({ enum: openers })
  opener: string;

  /** Judges are not named */
  name: string | null;
  organisation: string | null;

  @ApiProperty({ enum: openedThings })
  thing: string;

  fileId: string | null;

  static of({ at, opener, name, organisation, thing, fileId }: OpeningRow): OpeningView {
    return Object.assign(new OpeningView(), { at: at.toISOString(), opener, name, organisation, thing, fileId: fileId && showId('file', fileId) });
  }
}

export class OpeningPageView {
  items: OpeningView[];
  next?: string;
}

export class EligibilityReviewView {
  id: string;
  submissionId: string;
  challengeId: string;
  challengeTitle: string;
  clause: number;
  clauseText: string;
  reason: string;
  proposedAt: string;
  /** Without an answer by then it counts as eligible */
  dueAt: string;

  static of(row: WaitingReview): EligibilityReviewView {
    return Object.assign(new EligibilityReviewView(), {
      ...row, id: showId('eligibilityReview', row.id), submissionId: showId('submission', row.submissionId), challengeId: showId('challenge', row.challengeId), proposedAt: row.proposedAt.toISOString(), dueAt: row.dueAt.toISOString(),
    });
  }
}

export class EligibilityReviewPageView {
  items: EligibilityReviewView[];
  next?: string;
}

/** What became of a question about eligibility; no content */
export class EligibilityView {
  submissionId: string;

  @ApiProperty({ enum: submissionLifecycle.states })
  state: string;

  static of(submissionId: string, state: string): EligibilityView {
    return Object.assign(new EligibilityView(), { submissionId: showId('submission', submissionId), state });
  }
}

function answerViews(answers: Readonly<Record<string, string>>): AnswerView[] {
  return Object.entries(answers).map(([question, text]) => ({ question, text }));
}
