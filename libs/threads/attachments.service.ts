import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { In, IsNull } from 'typeorm';
import { actingAs, after, type Actor, day, systemActor } from '@app/kernel';
import { acceptedTypes, type FileDetails, Files, Seals, StoredFile } from '@app/files';
import { Db, Due, requestProblems, type Tx } from '@app/platform';
import { type FileContent, Submission } from '@app/submissions';
import { Participants } from './participants.service';
import { Attachment, Message, Thread } from './thread.entity';
import { mostUnsent } from './thread.rules';
import { threadProblems as problems } from './threads.problems';

const unsentLasts = day;
const everyType = acceptedTypes.map(({ mediaType }) => mediaType);

/** Files in threads: uploaded first, sent with a message, sealed each under a key of its own. */
@Injectable()
export class Attachments {
  constructor(
    private readonly db: Db,
    private readonly participants: Participants,
    private readonly files: Files,
    private readonly seals: Seals,
  ) {}

  /** A whole file in one request. @throws notFound, tooManyUnsent, and what the checks of its name and bytes throw */
  async add(actor: Actor, threadId: string, name: string, content: Readable): Promise<{ file: StoredFile; details: FileDetails }> {
    const member = actingAs(actor, 'person');
    const { file, attachment } = await this.db.change(member, async (tx) => {
      const { thread, side } = await this.participants.thread(actor, threadId, tx);
      await this.participants.requireSpeaking(thread, side, tx);
      // uploads that come together are counted one after the other
      await tx.lock(Thread, thread.id);
      const unsent = await tx.find(Attachment, { threadId: thread.id, uploadedBy: actor.personId!, messageId: IsNull() });
      if (unsent.length >= mostUnsent) throw problems.tooManyUnsent({ most: mostUnsent });
      const { phaseId } = (await tx.findOne(Submission, thread.submissionId))!;
      const id = randomUUID();
      await this.seals.create(tx, id, phaseId);
      const begun = await this.files.begin(tx, id, { name, size: 0, allowed: everyType });
      return { file: begun, attachment: await tx.save(Attachment.of({ id, fileId: begun.id, threadId: thread.id, uploadedBy: actor.personId!, uploadedAt: tx.now })) };
    });
    try {
      const received = await this.files.receive(file, content);
      const kept = await this.db.change(member, (tx) => this.files.keep(tx, file, received));
      return { file: kept, details: await this.files.details(kept) };
    } catch (error) {
      await this.db.change(member, (tx) => this.drop(tx, [attachment]));
      throw error;
    }
  }

  /** They go with this message. @throws noAttachment */
  async send(tx: Tx, thread: Thread, message: Message, fileIds: readonly string[]): Promise<void> {
    const wanted = [...new Set(fileIds)] as Attachment['fileId'][];
    if (wanted.length === 0) return;
    const found = await tx.lockAll(Attachment, { fileId: In(wanted), threadId: thread.id, uploadedBy: message.authorId, messageId: IsNull() });
    const kept = await tx.find(StoredFile, { id: In(found.map(({ fileId }) => fileId)), state: 'kept' });
    if (kept.length !== wanted.length) throw problems.noAttachment({ errors: [{ pointer: '/attachmentIds', code: 'not_uploaded', detail: 'must be files you uploaded here and have not sent' }] });
    for (const attachment of found) attachment.messageId = message.id;
    await tx.saveAll(found, { action: 'attachment.send' });
  }

  /** For who takes part; what is not sent, only for who uploaded it. @throws notFound */
  async read(actor: Actor, threadId: string, fileId: string): Promise<FileContent> {
    const { thread } = await this.participants.thread(actor, threadId);
    const attachment = await this.db.findOne(Attachment, { fileId: fileId as Attachment['fileId'], threadId: thread.id });
    const message = attachment?.messageId && (await this.db.findOne(Message, attachment.messageId));
    const mayRead = message ? message.hiddenAt === null || message.authorId === actor.personId : attachment?.uploadedBy === actor.personId;
    const file = attachment && mayRead && (await this.files.find(attachment.fileId));
    if (!file || file.state !== 'kept') throw requestProblems.notFound();
    return { details: await this.files.details(file), size: file.size, content: await this.files.content(file) };
  }

  /** For ever. */
  async erase(tx: Tx, message: Message): Promise<void> {
    await this.drop(tx, await tx.find(Attachment, { messageId: message.id }));
  }

  /** What nobody sent within a day is dropped. */
  @Due('threads.unsent')
  dropUnsent(limit: number): Promise<number> {
    return this.db.change(systemActor('threads.unsent'), async (tx) => {
      const rows = await tx.query<{ id: string }>('select id from attachment where message_id is null and uploaded_at < $1 order by uploaded_at limit $2 for update skip locked', [after(tx.now, -unsentLasts), limit]);
      await this.drop(tx, await tx.find(Attachment, { id: In(rows.map(({ id }) => id)) }));
      return rows.length;
    });
  }

  private async drop(tx: Tx, attachments: readonly Attachment[]): Promise<void> {
    await this.files.erase(tx, attachments.map(({ id }) => id));
    await tx.removeAll(attachments, { action: 'attachment.erase' });
  }
}
