import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { Actor } from '@app/kernel';
import { acceptedTypes, Files, StoredFile } from '@app/files';
import { Db, requestProblems, type Tx } from '@app/platform';
import { Authors } from './authors.service';
import { Contents } from './contents.service';
import { Entry } from './entry.entity';
import type { Opener } from './opening.entity';
import { Openings } from './openings.service';
import { type FileContent, SubmissionFiles } from './submission-files.service';
import { Submission } from './submission.entity';
import { unsealedStates } from './submission.lifecycle';
import { submissionProblems as problems } from './submissions.problems';

/** What judges and sponsor see: nothing in it says who wrote it unless the author did. */
export interface BlindSubmission {
  submissionId: string;
  entryNumber: number;
  submittedAt: Date;
  answers: { key: string; label: string; text: string }[];
  /** Names are ours ("File 1.pdf"); `isAnonymous` false: its bytes may name the author. */
  files: { fileId: string; name: string; mediaType: string; size: number; isAnonymous: boolean }[];
}

export interface Reading {
  reader: Extract<Opener, 'judge' | 'sponsor' | 'staff'>;
  /** The names are out: files come as their author sent and called them. */
  isNamed?: boolean;
  /** Also files that may name their author. */
  mayTell?: boolean;
}

/** The one place where submissions of a closed phase are shown to others than their author. Who may is for the caller to check. */
@Injectable()
export class BlindView {
  constructor(
    private readonly db: Db,
    private readonly authors: Authors,
    private readonly contents: Contents,
    private readonly openings: Openings,
    private readonly submissionFiles: SubmissionFiles,
    private readonly files: Files,
  ) {}

  /** Unseals a submission for reading; logged for its author. @throws notFound before its phase is closed */
  async open(actor: Actor, submissionId: string, { reader, isNamed = false }: Reading): Promise<BlindSubmission> {
    const { files, ...opened } = await this.db.change(actor, async (tx) => {
      const submission = await this.unsealed(submissionId, tx);
      const version = (await this.contents.lastVersion(submission.id, tx))!;
      const entry = (await tx.findOne(Entry, submission.entryId))!;
      const { questions } = await this.authors.form(entry, submission.phaseId);
      const answers = await this.contents.versionAnswers(version, tx);
      const files = await this.contents.versionFiles(version, tx);
      await this.openings.log(tx, submission.id, reader, 'submission');
      return {
        submissionId,
        entryNumber: submission.number!,
        submittedAt: version.submittedAt,
        answers: questions.map(({ key, label }) => ({ key, label, text: answers[key] ?? '' })),
        files,
      };
    });
    const shown = files.map(async ({ file, details }, at) => ({
      fileId: file.id, name: isNamed ? details.name : blindName(at, details.mediaType), mediaType: details.mediaType, size: file.size, isAnonymous: await this.files.canBeAnonymous(file),
    }));
    return { ...opened, files: await Promise.all(shown) };
  }

  /** The bytes of one file, as a stripped copy while names are not out; logged for its author. @throws notFound, opensLater */
  async openFile(actor: Actor, submissionId: string, fileId: string, { reader, isNamed = false, mayTell = false }: Reading): Promise<FileContent> {
    const submission = await this.unsealed(submissionId, this.db);
    const version = (await this.contents.lastVersion(submission.id))!;
    const seen = (await this.contents.versionFiles(version)).findIndex(({ file }) => file.id === fileId);
    const found = seen < 0 ? undefined : await this.files.find(fileId);
    if (!found) throw requestProblems.notFound();
    if (!isNamed && !mayTell && !(await this.files.canBeAnonymous(found))) throw problems.opensLater();
    const file = await this.submissionFiles.open(actor, submission, fileId, reader);
    return isNamed ? this.submissionFiles.contentOf(file) : this.copyOf(file, seen);
  }

  private async copyOf(file: StoredFile, place: number): Promise<FileContent> {
    const copy = (await this.files.canBeAnonymous(file)) ? await this.files.anonymousContent(file) : undefined;
    const sent = copy ? { size: copy.length, content: Readable.from([copy]), details: await this.files.details(file) } : await this.submissionFiles.contentOf(file);
    return { ...sent, details: { ...sent.details, name: blindName(place, sent.details.mediaType) } };
  }

  private async unsealed(submissionId: string, from: Db | Tx): Promise<Submission> {
    const submission = await from.findOne(Submission, submissionId);
    if (!submission || !unsealedStates.includes(submission.state)) throw requestProblems.notFound();
    return submission;
  }
}

/** File names tell; this one does not. */
function blindName(at: number, mediaType: string): string {
  const type = acceptedTypes.find((one) => one.mediaType === mediaType);
  return `File ${at + 1}.${type?.extensions[0] ?? 'bin'}`;
}
