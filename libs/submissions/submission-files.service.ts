import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { Actor } from '@app/kernel';
import { type FileDetails, fileProblems, Files, type Received, StoredFile } from '@app/files';
import { Db, requestProblems, type Tx } from '@app/platform';
import { Authors, type Writable } from './authors.service';
import { Contents } from './contents.service';
import { Openings } from './openings.service';
import { DraftFile, Submission } from './submission.entity';
import type { Opener } from './opening.entity';

/** A file that is being read: its bytes, unsealed as they stream. */
export interface FileContent {
  details: FileDetails;
  /** Bytes of `content`. */
  size: number;
  content: Readable;
}

/** Files of the working version. What has not wholly arrived when the phase closes is late. */
@Injectable()
export class SubmissionFiles {
  constructor(
    private readonly db: Db,
    private readonly authors: Authors,
    private readonly contents: Contents,
    private readonly files: Files,
    private readonly openings: Openings,
  ) {}

  /** Announces a file of `size` bytes (0: not known). @throws notFound, late, badName, typeRefused, tooLarge, tooMany */
  begin(actor: Actor, submissionId: string, { name, size }: { name: string; size: number }): Promise<StoredFile> {
    return this.db.change(actor, async (tx) => {
      const { entry, phase, submission } = await this.toWrite(tx, actor, submissionId);
      const { fileTypes, maxFiles } = await this.authors.form(entry, phase.id);
      const inDraft = await tx.find(DraftFile, { submissionId: submission.id });
      if (inDraft.length >= maxFiles) throw fileProblems.tooMany({ mostFiles: maxFiles });
      const file = await this.files.begin(tx, submission.id, { name, size, allowed: fileTypes });
      await tx.save(DraftFile.of(submission.id, file.id));
      return file;
    });
  }

  /** A whole file in one request. @throws what `begin` and the checks of its bytes throw */
  async add(actor: Actor, submissionId: string, name: string, content: Readable): Promise<StoredFile> {
    const file = await this.begin(actor, submissionId, { name, size: 0 });
    return this.settle(actor, file, () => this.files.receive(file, content));
  }

  /** All parts have arrived. Harmless to repeat. @throws late, notFound, and what the checks of its bytes throw */
  async finish(actor: Actor, fileId: string): Promise<StoredFile> {
    const file = await this.arriving(actor, fileId);
    return file.state === 'kept' ? file : this.settle(actor, file, () => this.files.assemble(file));
  }

  /** An upload of this actor's that may go on. @throws notFound, late */
  arriving(actor: Actor, fileId: string): Promise<StoredFile> {
    return this.db.change(actor, async (tx) => {
      const file = await tx.findOne(StoredFile, { id: fileId as StoredFile['id'] });
      if (!file) throw requestProblems.notFound();
      await this.toWrite(tx, actor, file.dataKeyId);
      return file;
    });
  }

  /** Takes a file out of the working version; what was handed in already keeps it. @throws notFound, late */
  async remove(actor: Actor, submissionId: string, fileId: string): Promise<void> {
    await this.db.change(actor, async (tx) => {
      const { submission } = await this.toWrite(tx, actor, submissionId);
      const inDraft = await tx.findOne(DraftFile, { submissionId: submission.id, fileId: fileId as DraftFile['fileId'] });
      if (!inDraft) throw requestProblems.notFound();
      await tx.remove(inDraft);
      const last = await this.contents.lastVersion(submission.id, tx);
      if (!last?.fileIds.includes(inDraft.fileId)) await this.files.drop(tx, await tx.find(StoredFile, { id: inDraft.fileId }));
    });
  }

  /** For the author's side, at any time; logged. @throws notFound */
  async read(actor: Actor, submissionId: string, fileId: string): Promise<FileContent> {
    const { submission, side } = await this.authors.submission(actor, submissionId);
    return this.contentOf(await this.open(actor, submission, fileId, side));
  }

  /** For those whose right to read was checked by the caller; logged. @throws notFound */
  open(actor: Actor, submission: Submission, fileId: string, opener: Opener): Promise<StoredFile> {
    return this.db.change(actor, async (tx) => {
      const found = await tx.findOne(StoredFile, { id: fileId as StoredFile['id'], dataKeyId: submission.id, state: 'kept' });
      if (!found) throw requestProblems.notFound();
      await this.openings.log(tx, submission.id, opener, 'file', found.id);
      return found;
    });
  }

  /** The bytes as they were sent. */
  async contentOf(file: StoredFile): Promise<FileContent> {
    return { details: await this.files.details(file), size: file.size, content: await this.files.content(file) };
  }

  /** Stores the bytes, then keeps the file if that is still in time; otherwise nothing of it stays. */
  private async settle(actor: Actor, file: StoredFile, store: () => Promise<Received>): Promise<StoredFile> {
    try {
      const received = await store();
      return await this.db.change(actor, async (tx) => {
        await this.toWrite(tx, actor, file.dataKeyId);
        const row = await tx.findOne(StoredFile, { id: file.id });
        return row?.state === 'kept' ? row : this.files.keep(tx, file, received);
      });
    } catch (error) {
      await this.db.change(actor, async (tx) => this.files.drop(tx, await tx.find(StoredFile, { id: file.id, state: 'receiving' })));
      throw error;
    }
  }

  private async toWrite(tx: Tx, actor: Actor, submissionId: string): Promise<Writable & { submission: Submission }> {
    const writable = await this.authors.toWriteSubmission(tx, actor, submissionId);
    if (writable.submission.state !== 'draft' && writable.submission.state !== 'submitted') throw requestProblems.wrongState({ state: writable.submission.state });
    return writable;
  }
}
