import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type ChallengeId, type EntryId, type Id, newId, type PersonId, type SubmissionId } from '@app/kernel';
import { InstantColumn, Lockable } from '@app/platform';
import type { Side } from './thread.rules';

/** A conversation about one submission, between its author's side and the sponsor's. Its id is also that of its data key. */
@Entity()
@Lockable('thread')
export class Thread {
  @PrimaryColumn('uuid') id: Id<'thread'>;
  @Column('text') kind: 'submission';
  @Column('uuid') challengeId: ChallengeId;
  @Column('uuid') submissionId: SubmissionId;
  @Column('uuid') entryId: EntryId;
  /** How many were posted. */
  @Column('int') messages: number;
  /** Counts everything that changes what is read here, so that a stream can go on where it was. */
  @Column('int') revision: number;
  @InstantColumn() createdAt: Date;
  @InstantColumn({ nullable: true }) lastMessageAt: Date | null;

  static about(parts: Pick<Thread, 'challengeId' | 'submissionId' | 'entryId' | 'createdAt'>): Thread {
    return Object.assign(new Thread(), { id: newId('thread'), kind: 'submission', messages: 0, revision: 0, lastMessageAt: null, ...parts });
  }
}

/** What one person said. */
@Entity()
export class Message {
  @PrimaryColumn('uuid') id: Id<'message'>;
  @Column('uuid') threadId: Thread['id'];
  /** From 1, in the order of posting. */
  @Column('int') number: number;
  /** Of the thread, when it last changed. */
  @Column('int') revision: number;
  @Column('uuid') authorId: PersonId;
  @Column('text') side: Side;
  /** Markdown, sealed; null once its author deleted it. */
  @Column('bytea', { nullable: true }) text: Buffer | null;
  @Column('uuid', { array: true }) mentions: PersonId[];
  @InstantColumn() postedAt: Date;
  @InstantColumn({ nullable: true }) editedAt: Date | null;
  @InstantColumn({ nullable: true }) deletedAt: Date | null;
  @InstantColumn({ nullable: true }) hiddenAt: Date | null;
  @Column('text', { nullable: true }) hiddenBecause: string | null;

  /** The next one of its thread, which counts it. */
  static in(thread: Thread, parts: Pick<Message, 'authorId' | 'side' | 'mentions' | 'postedAt'>): Message {
    thread.messages++;
    thread.revision++;
    thread.lastMessageAt = parts.postedAt;
    return Object.assign(new Message(), { id: newId('message'), threadId: thread.id, number: thread.messages, revision: thread.revision, editedAt: null, deletedAt: null, hiddenAt: null, hiddenBecause: null, ...parts });
  }
}

/** Where a message's text belongs: moved elsewhere it does not open. */
export const textPlace = (messageId: string) => `message ${messageId}`;

/** A file in a thread, under a data key of its own, whose id it has. Without a message it was not sent yet. */
@Entity()
export class Attachment {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') fileId: Id<'file'>;
  @Column('uuid') threadId: Thread['id'];
  @Column('uuid', { nullable: true }) messageId: Message['id'] | null;
  @Column('uuid') uploadedBy: PersonId;
  @InstantColumn() uploadedAt: Date;

  static of(parts: Omit<Attachment, 'messageId'>): Attachment {
    return Object.assign(new Attachment(), { messageId: null, ...parts });
  }
}
