import { Injectable } from '@nestjs/common';
import { showId } from '@app/kernel';
import { type FileDetails, Files, sealJson, Seals, type StoredFile, unsealJson } from '@app/files';
import { Db, type Tx } from '@app/platform';
import type { ContentManifest } from '@app/provenance';
import { DraftFile, Submission, SubmissionDraft, SubmissionVersion } from './submission.entity';
import type { Answers } from './submission.rules';

/** A file together with what is sealed about it. */
export interface OpenFile {
  file: StoredFile;
  details: FileDetails;
}

/** What is in a submission: sealed when it is written, unsealed only where its service has checked who reads. */
@Injectable()
export class Contents {
  constructor(
    private readonly db: Db,
    private readonly seals: Seals,
    private readonly files: Files,
  ) {}

  /** A new submission with a data key of its own, under the key of its phase. */
  async begin(tx: Tx, parts: Pick<Submission, 'challengeId' | 'phaseId' | 'entryId'>): Promise<Submission> {
    const submission = Submission.begun({ ...parts, createdAt: tx.now });
    await this.seals.create(tx, submission.id, submission.phaseId);
    return tx.save(submission);
  }

  async saveDraft(tx: Tx, draft: SubmissionDraft, answers: Answers): Promise<SubmissionDraft> {
    const key = await this.seals.open(draft.submissionId, tx);
    draft.answers = sealJson(key, answers, draftPlace(draft.submissionId));
    draft.savedAt = tx.now;
    return tx.save(draft);
  }

  /** @throws erased */
  async draftAnswers(draft: SubmissionDraft, from: Db | Tx = this.db): Promise<Answers> {
    return unsealJson<Answers>(await this.seals.open(draft.submissionId, from), draft.answers, draftPlace(draft.submissionId));
  }

  async sealVersion(tx: Tx, version: SubmissionVersion, answers: Answers): Promise<void> {
    version.answers = sealJson(await this.seals.open(version.submissionId, tx), answers, versionPlace(version.id));
  }

  /** @throws erased */
  async versionAnswers(version: SubmissionVersion, from: Db | Tx = this.db): Promise<Answers> {
    return unsealJson<Answers>(await this.seals.open(version.submissionId, from), version.answers, versionPlace(version.id));
  }

  /** Files of the working version, the oldest first; also those whose bytes are still arriving. */
  async draftFiles(submissionId: Submission['id'], from: Db | Tx = this.db): Promise<OpenFile[]> {
    const inDraft = new Set((await from.find(DraftFile, { submissionId })).map(({ fileId }) => fileId));
    return this.open(submissionId, from, (file) => inDraft.has(file.id));
  }

  async versionFiles(version: SubmissionVersion, from: Db | Tx = this.db): Promise<OpenFile[]> {
    return this.open(version.submissionId, from, (file) => version.fileIds.includes(file.id));
  }

  async lastVersion(submissionId: Submission['id'], from: Db | Tx = this.db): Promise<SubmissionVersion | undefined> {
    const [row] = await from.query<{ id: SubmissionVersion['id'] }>('select id from submission_version where submission_id = $1 order by number desc limit 1', [submissionId]);
    return row && (await from.findOne(SubmissionVersion, row.id));
  }

  /** What was not handed in is gone: the working versions, and files only they had. */
  async dropUnsent(tx: Tx, submissions: readonly Submission[]): Promise<void> {
    const ids = submissions.map(({ id }) => id);
    await this.dropDrafts(tx, ids);
    const sent = await tx.query<{ id: string }>(
      'select unnest(file_ids) as id from (select distinct on (submission_id) file_ids from submission_version where submission_id = any($1) order by submission_id, number desc) last',
      [ids],
    );
    const kept = new Set(sent.map(({ id }) => id));
    await this.files.drop(tx, (await this.files.ofAll(ids, tx)).filter(({ id }) => !kept.has(id)));
  }

  /** For ever: the data keys are destroyed, and the ciphertext goes too. Records and receipts stay. */
  async erase(tx: Tx, submissions: readonly Submission[]): Promise<void> {
    const ids = submissions.map(({ id }) => id);
    await this.dropDrafts(tx, ids);
    await tx.query(`update submission_version set answers = '', file_ids = '{}' where submission_id = any($1)`, [ids]);
    await this.files.erase(tx, ids);
  }

  private async dropDrafts(tx: Tx, ids: readonly Submission['id'][]): Promise<void> {
    await tx.query('delete from draft_file where submission_id = any($1)', [ids]);
    await tx.query('delete from submission_draft where submission_id = any($1)', [ids]);
    for (const id of ids) tx.audit({ action: 'submission_draft.drop', subject: 'submission', subjectId: id });
  }

  private async open(submissionId: string, from: Db | Tx, isWanted: (file: StoredFile) => boolean): Promise<OpenFile[]> {
    const files = (await this.files.of(submissionId, from)).filter(isWanted).sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime() || (a.id < b.id ? -1 : 1));
    if (files.length === 0) return [];
    const key = await this.seals.open(submissionId, from);
    return Promise.all(files.map(async (file) => ({ file, details: await this.files.details(file, key) })));
  }
}

/** What the digest of a version is made of; its author can download it and check a receipt against it. */
export function manifestOf(version: SubmissionVersion, submission: Submission, answers: Answers, files: readonly OpenFile[]): ContentManifest {
  return {
    fields: {
      challenge: showId('challenge', submission.challengeId),
      phase: showId('phase', submission.phaseId),
      submission: showId('submission', submission.id),
      version: version.number,
      answers,
    },
    files: files.map(({ file, details }) => ({ name: details.name, size: file.size, sha256: details.sha256 })),
  };
}

const draftPlace = (submissionId: string) => `draft ${submissionId}`;
const versionPlace = (versionId: string) => `version ${versionId}`;
