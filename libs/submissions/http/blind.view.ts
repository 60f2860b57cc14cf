import { ApiProperty } from '@nestjs/swagger';
import { showId } from '@app/kernel';
import { type SponsorClosing, sponsorClosings } from '@app/challenges';
import type { BlindSubmission } from '../blind-view.service';
import type { ListedSubmission, OpenedSubmission } from '../readings.service';
import { bands, submissionLifecycle } from '../submission.lifecycle';

export class BlindAnswerView {
  key: string;
  label: string;
  text: string;
}

export class BlindFileView {
  id: string;
  /** A name of ours until names are out; the author's own may tell who they are */
  name: string;
  mediaType: string;
  size: number;
  /** false: it may name its author, and opens later */
  isAnonymous: boolean;

  static of({ fileId, name, mediaType, size, isAnonymous }: BlindSubmission['files'][number]): BlindFileView {
    return Object.assign(new BlindFileView(), { id: showId('file', fileId), name, mediaType, size, isAnonymous });
  }
}

export class SolverView {
  organisationId: string;
  organisationName: string;
  /** Names of the people */
  people: string[];
}

/** What was handed in, for those who run the challenge */
export class PhaseSubmissionView {
  id: string;
  /** "Entry 7" */
  label: string;

  @ApiProperty({ enum: submissionLifecycle.states })
  state: string;

  @ApiProperty({ enum: bands, nullable: true })
  band: string | null;

  /** Staff are looking whether it may take part */
  isQuestioned: boolean;

  /** Who it is from; null until the results */
  @ApiProperty({ type: SolverView, nullable: true })
  solver: SolverView | null;

  /** What you may do: `open` what was handed in, `propose` that it may not take part */
  can: string[];

  static of({ submissionId, entryNumber, state, band, isQuestioned, solver, mayOpen, mayPropose }: ListedSubmission): PhaseSubmissionView {
    return Object.assign(new PhaseSubmissionView(), {
      id: showId('submission', submissionId), label: `Entry ${entryNumber}`, state, band, isQuestioned,
      solver: solver && { ...solver, organisationId: showId('organisation', solver.organisationId) }, can: [...(mayOpen ? ['open'] : []), ...(mayPropose ? ['propose'] : [])],
    });
  }
}

export class PhaseSubmissionPageView {
  items: PhaseSubmissionView[];
  next?: string;
  /** Why what was not awarded is not shown any more: money went back, or the sponsor has declared that it does not use it; null while it is */
  @ApiProperty({ enum: sponsorClosings, nullable: true, type: String })
  closedBecause: SponsorClosing | null;
}

export class OpenedSubmissionView extends PhaseSubmissionView {
  answers: BlindAnswerView[];
  files: BlindFileView[];

  static ofOpened(opened: OpenedSubmission): OpenedSubmissionView {
    return Object.assign(new OpenedSubmissionView(), PhaseSubmissionView.of(opened), { answers: opened.answers, files: opened.files.map((file) => BlindFileView.of(file)) });
  }
}
