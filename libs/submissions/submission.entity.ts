import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import { type ChallengeId, type EntryId, type Id, newId, type PersonId, type PhaseId, type SubmissionId } from '@app/kernel';
import { Audited, InstantColumn, Lockable, StateColumn } from '@app/platform';
import { type Band, submissionLifecycle, type SubmissionState } from './submission.lifecycle';

/** What an entry hands in for one phase. Its id is also that of its data key; erasing it destroys the key. */
@Entity()
@Lockable('submission')
@Audited('versions', 'band')
export class Submission {
  @PrimaryColumn('uuid') id: SubmissionId;
  @Column('uuid') challengeId: ChallengeId;
  @Column('uuid') phaseId: PhaseId;
  @Column('uuid') entryId: EntryId;
  @StateColumn(submissionLifecycle) state: SubmissionState;
  /** "Entry 7" to those who read it blind; drawn by lot when its phase closes. */
  @Column('int', { nullable: true }) number: number | null;
  /** How many were handed in; the last one counts. */
  @Column('int') versions: number;
  /** Version of the draft that was handed in last; a newer one is not sent yet. */
  @Column('int', { nullable: true }) sentDraft: number | null;
  @InstantColumn({ nullable: true }) submittedAt: Date | null;
  @Column('text', { nullable: true }) band: Band | null;
  /** Why this band, in the words of the judges or the sponsor. */
  @Column('text', { nullable: true }) reason: string | null;
  @InstantColumn({ nullable: true }) judgedAt: Date | null;
  @InstantColumn() createdAt: Date;
  @VersionColumn() version: number;

  static begun(parts: Pick<Submission, 'challengeId' | 'phaseId' | 'entryId' | 'createdAt'>): Submission {
    return Object.assign(new Submission(), {
      id: newId('submission'), state: 'draft', number: null, versions: 0, sentDraft: null, submittedAt: null, band: null, reason: null, judgedAt: null, ...parts,
    });
  }
}

/** The working version, as its authors last saved it: ciphertext only. */
@Entity()
export class SubmissionDraft {
  @PrimaryColumn('uuid') submissionId: SubmissionId;
  /** Answers, sealed. */
  @Column('bytea') answers: Buffer;
  @InstantColumn() savedAt: Date;
  @VersionColumn() version: number;

  static of(submissionId: SubmissionId): SubmissionDraft {
    return Object.assign(new SubmissionDraft(), { submissionId });
  }
}

/** A file of the working version. */
@Entity()
export class DraftFile {
  @PrimaryColumn('uuid') fileId: Id<'file'>;
  @Column('uuid') submissionId: SubmissionId;

  static of(submissionId: SubmissionId, fileId: Id<'file'>): DraftFile {
    return Object.assign(new DraftFile(), { submissionId, fileId });
  }
}

/** What was handed in at one moment. Never changed; its content goes when the data key does, its receipt stays good. */
@Entity()
export class SubmissionVersion {
  @PrimaryColumn('uuid') id: Id<'submissionVersion'>;
  @Column('uuid') submissionId: SubmissionId;
  /** From 1. */
  @Column('int') number: number;
  /** Answers, sealed. */
  @Column('bytea') answers: Buffer;
  @Column('uuid', { array: true }) fileIds: Id<'file'>[];
  @InstantColumn() submittedAt: Date;
  @Column('uuid') submittedBy: PersonId;
  /** Its place in the tamper-evident log. */
  @Column('int') recordSeq: number;

  static of(submission: Submission, parts: Pick<SubmissionVersion, 'number' | 'answers' | 'fileIds' | 'submittedAt' | 'submittedBy'>): SubmissionVersion {
    return Object.assign(new SubmissionVersion(), { id: newId('submissionVersion'), submissionId: submission.id, ...parts });
  }
}
