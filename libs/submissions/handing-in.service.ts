import { Injectable } from '@nestjs/common';
import { type Actor, showId } from '@app/kernel';
import { Challenges, refusePaused } from '@app/challenges';
import { Db, requestProblems, requireVersion, type Tx } from '@app/platform';
import { contentDigest, type ContentManifest, Provenance, type Receipt } from '@app/provenance';
import { Files } from '@app/files';
import { Authors } from './authors.service';
import { Contents, manifestOf, type OpenFile } from './contents.service';
import type { Entry } from './entry.entity';
import { Openings } from './openings.service';
import { Submission, SubmissionDraft, SubmissionVersion } from './submission.entity';
import { submissionLifecycle } from './submission.lifecycle';
import { type Answers, missingParts } from './submission.rules';
import { submissionSubmitted, submissionWithdrawn } from './submissions.events';
import { mayWithdraw, type Side } from './submissions.policy';
import { submissionProblems as problems } from './submissions.problems';

/** What was handed in, as its author sees it. */
export interface OpenVersion {
  submission: Submission;
  entry: Entry;
  side: Side;
  version: SubmissionVersion | undefined;
  answers: Answers;
  files: readonly OpenFile[];
}

/** Handing in, and what its author gets for it. */
@Injectable()
export class HandingIn {
  constructor(
    private readonly db: Db,
    private readonly challenges: Challenges,
    private readonly authors: Authors,
    private readonly contents: Contents,
    private readonly files: Files,
    private readonly openings: Openings,
    private readonly provenance: Provenance,
  ) {}

  /**
   * The working version becomes what counts, if it is in time: the phase's row is held against its closing. Handing in the
   * same once more changes nothing. `draftVersion`: only if this is still the draft. @throws late, paused, incomplete, notFound, preconditionFailed
   */
  submit(actor: Actor, submissionId: string, draftVersion?: number): Promise<Submission> {
    return this.db.change(actor, async (tx) => {
      const { submission: seen } = await this.authors.submission(actor, submissionId, tx);
      refusePaused(await this.challenges.lock(tx, seen.challengeId, 'share'));
      const { entry, phase, submission } = await this.authors.toWriteSubmission(tx, actor, submissionId);
      const state = submissionLifecycle.next(submission.state, 'submit');
      const draft = await tx.findOne(SubmissionDraft, { submissionId: submission.id });
      if (!draft) throw problems.incomplete();
      if (draftVersion !== undefined) requireVersion(draft, draftVersion);

      const answers = await this.contents.draftAnswers(draft, tx);
      const files = (await this.contents.draftFiles(submission.id, tx)).filter(({ file }) => file.state === 'kept');
      const errors = missingParts(await this.authors.form(entry, phase.id), answers, files.length);
      if (errors.length > 0) throw problems.incomplete({ errors });
      const fileIds = files.map(({ file }) => file.id);
      if (submission.sentDraft === draft.version && isSame(await this.contents.lastVersion(submission.id, tx), fileIds)) return submission;

      Object.assign(submission, { state, versions: submission.versions + 1, sentDraft: draft.version, submittedAt: tx.now });
      await tx.save(submission, { action: 'submission.submit' });
      await this.dropSuperseded(tx, submission, [...fileIds, ...(await this.contents.draftFiles(submission.id, tx)).map(({ file }) => file.id)]);
      const version = SubmissionVersion.of(submission, { number: submission.versions, answers: draft.answers, fileIds, submittedAt: tx.now, submittedBy: actor.personId! });
      await this.contents.sealVersion(tx, version, answers);
      const about = { challengeId: submission.challengeId, phaseId: submission.phaseId, submissionId: submission.id, versionId: version.id };
      tx.emit(submissionSubmitted, about);
      // Locks the log, for which everybody waits: nothing but this row comes after it.
      const digest = contentDigest(manifestOf(version, submission, answers, files));
      version.recordSeq = (await this.provenance.append(tx, { type: 'submission_version', subject: showId('submissionVersion', version.id), digest })).seq;
      await tx.save(version);
      return submission;
    });
  }

  /** Until the phase closes: the content is erased for good, its receipts stay good. @throws late, forbidden, notFound */
  withdraw(actor: Actor, submissionId: string): Promise<Submission> {
    return this.db.change(actor, async (tx) => {
      const { side } = await this.authors.submission(actor, submissionId, tx);
      if (!mayWithdraw(side)) throw requestProblems.forbidden();
      const { submission } = await this.authors.toWriteSubmission(tx, actor, submissionId);
      submission.state = submissionLifecycle.next(submission.state, 'withdraw');
      await tx.save(submission, { action: 'submission.withdraw' });
      await this.contents.erase(tx, [submission]);
      tx.emit(submissionWithdrawn, { challengeId: submission.challengeId, phaseId: submission.phaseId, submissionId });
      return submission;
    });
  }

  /** For the author's side; logged. Without content once that was erased. @throws notFound */
  read(actor: Actor, submissionId: string): Promise<OpenVersion> {
    return this.db.change(actor, async (tx) => {
      const found = await this.authors.submission(actor, submissionId, tx);
      const version = await this.contents.lastVersion(found.submission.id, tx);
      if (!version || isErased(version)) return { ...found, version, answers: {}, files: [] };
      await this.openings.log(tx, found.submission.id, found.side, 'submission');
      return { ...found, version, answers: await this.contents.versionAnswers(version, tx), files: await this.contents.versionFiles(version, tx) };
    });
  }

  /** Proof of the last version, for its author's side; once the phase has closed, also for programs of the solver's organisation. @throws notFound */
  async receipt(actor: Actor, submissionId: string): Promise<Receipt> {
    const submission = actor.serviceAccountId ? await this.authors.ofOrganisation(actor, submissionId) : (await this.authors.submission(actor, submissionId)).submission;
    const version = await this.contents.lastVersion(submission.id);
    if (!version) throw requestProblems.notFound();
    return this.provenance.receipt(version.recordSeq);
  }

  /** What the receipt of the last version is about; logged, since it is all of it but the files' bytes. @throws notFound */
  manifest(actor: Actor, submissionId: string): Promise<ContentManifest> {
    return this.db.change(actor, async (tx) => {
      const { submission, side } = await this.authors.submission(actor, submissionId, tx);
      const version = await this.contents.lastVersion(submission.id, tx);
      if (!version || isErased(version)) throw requestProblems.notFound();
      await this.openings.log(tx, submission.id, side, 'manifest');
      return manifestOf(version, submission, await this.contents.versionAnswers(version, tx), await this.contents.versionFiles(version, tx));
    });
  }

  /** Files that only an earlier version had: the last version is what counts. */
  private async dropSuperseded(tx: Tx, submission: Submission, wanted: readonly string[]): Promise<void> {
    const all = await this.files.of(submission.id, tx);
    await this.files.drop(tx, all.filter(({ id }) => !wanted.includes(id)));
  }
}

function isSame(last: SubmissionVersion | undefined, fileIds: readonly string[]): boolean {
  return last !== undefined && last.fileIds.length === fileIds.length && fileIds.every((id) => (last.fileIds as string[]).includes(id));
}

export function isErased(version: SubmissionVersion): boolean {
  return version.answers.length === 0;
}
