import { Injectable } from '@nestjs/common';
import { Between } from 'typeorm';
import { actingAs, type Actor, type Id, type PersonId, type SubmissionId } from '@app/kernel';
import { Challenges } from '@app/challenges';
import { seal, Seals, unseal } from '@app/files';
import { Db, requestProblems, requireVersion, sendHint, type Tx } from '@app/platform';
import { Submission, unsealedStates } from '@app/submissions';
import { Attachments } from './attachments.service';
import { Participants } from './participants.service';
import { Message, textPlace, Thread } from './thread.entity';
import { isThreadOpen, mayChange, type Side } from './thread.rules';
import { messagePosted, peopleMentioned } from './threads.events';
import { threadProblems as problems } from './threads.problems';

export interface Post {
  text: string;
  attachmentIds: readonly string[];
  mentions: readonly PersonId[];
}

/** What the thread of a submission is about, for one who would take part in it. */
interface Subject {
  submission: Submission;
  side: Side;
  isOpen: boolean;
}

/** Conversations between the two sides of a submission, from its results on. Nobody else reads them, staff neither. */
@Injectable()
export class Threads {
  constructor(
    private readonly db: Db,
    private readonly challenges: Challenges,
    private readonly participants: Participants,
    private readonly attachments: Attachments,
    private readonly seals: Seals,
  ) {}

  /** The thread of a submission, if somebody began it, and whether it may be begun. @throws notFound */
  async about(actor: Actor, submissionId: SubmissionId): Promise<{ threadId: Thread['id'] | undefined; mayBegin: boolean }> {
    const { submission, side, isOpen } = await this.subject(this.db, actor, submissionId);
    const thread = await this.db.findOne(Thread, { submissionId });
    return { threadId: thread?.id, mayBegin: !thread && isOpen && !(await this.participants.isStopped(actor.personId!, submission, side)) };
  }

  /** Begins it, or finds the one there is. @throws notFound, notOpen */
  begin(actor: Actor, submissionId: SubmissionId): Promise<Thread> {
    return this.db.change(actingAs(actor, 'person'), async (tx) => {
      // two who begin at once meet here
      if (!(await tx.lock(Submission, submissionId))) throw requestProblems.notFound();
      const { submission, side, isOpen } = await this.subject(tx, actor, submissionId);
      const begun = await tx.findOne(Thread, { submissionId });
      if (begun) return begun;
      if (!isOpen) throw problems.notOpen();
      await this.participants.requireSpeaking(submission, side, tx);
      const thread = Thread.about({ challengeId: submission.challengeId, submissionId, entryId: submission.entryId, createdAt: tx.now });
      await this.seals.create(tx, thread.id, submission.phaseId);
      return tx.save(thread, { action: 'thread.begin' });
    });
  }

  /** @throws notFound, notParticipant, noAttachment */
  post(actor: Actor, threadId: string, { text, attachmentIds, mentions }: Post): Promise<Message> {
    return this.db.change(actingAs(actor, 'person'), async (tx) => {
      const { thread, side } = await this.locked(tx, actor, threadId);
      const people = await this.participants.of(thread, tx);
      const called = [...new Set(mentions)];
      if (!called.every((id) => people.some(({ personId }) => personId === id))) throw problems.notParticipant({ errors: [{ pointer: '/mentions', code: 'stranger', detail: 'must take part in this conversation' }] });

      const message = Message.in(thread, { authorId: actor.personId!, side, mentions: called, postedAt: tx.now });
      message.text = seal(await this.seals.open(thread.id, tx), Buffer.from(text), textPlace(message.id));
      await tx.save(thread, { action: 'thread.grow' });
      await tx.save(message, { action: 'message.post' });
      await this.attachments.send(tx, thread, message, attachmentIds);
      await this.markOwn(tx, thread, message);

      const { challengeId, submissionId } = thread;
      const of = { challengeId, submissionId, threadId: thread.id, messageId: message.id };
      tx.emit(messagePosted, { ...of, authorId: message.authorId, side });
      const others = called.filter((id) => id !== actor.personId);
      if (others.length > 0) tx.emit(peopleMentioned, { ...of, personIds: others });
      tx.enqueue(sendHint, { people: people.map(({ personId }) => personId), type: 'thread', id: thread.id });
      return message;
    });
  }

  /** @throws notFound, forbidden, preconditionFailed, stands */
  edit(actor: Actor, messageId: Id<'message'>, version: number, text: string): Promise<void> {
    return this.change(actor, messageId, 'message.edit', async (tx, message) => {
      requireVersion({ version: message.revision }, version);
      message.text = seal(await this.seals.open(message.threadId, tx), Buffer.from(text), textPlace(message.id));
      message.editedAt = tx.now;
    });
  }

  /** What it said, and its files, are gone for good; that there was a message stays. @throws notFound, forbidden, stands */
  remove(actor: Actor, messageId: Id<'message'>): Promise<void> {
    return this.change(actor, messageId, 'message.delete', async (tx, message) => {
      Object.assign(message, { text: null, mentions: [], deletedAt: tx.now } satisfies Partial<Message>);
      await this.attachments.erase(tx, message);
    });
  }

  /** @throws notFound */
  async markRead(actor: Actor, threadId: string, number: number): Promise<void> {
    await this.db.change(actingAs(actor, 'person'), async (tx) => {
      const { thread } = await this.participants.thread(actor, threadId, tx);
      await this.mark(tx, thread, actor.personId!, Math.min(number, thread.messages));
    });
  }

  /** Moderation decided: it is taken from everybody's view but its author's, or put back. */
  async hide(tx: Tx, messageId: Id<'message'>, isHidden: boolean, reason: string): Promise<void> {
    const seen = (await tx.findOne(Message, messageId))!;
    const thread = (await tx.lock(Thread, seen.threadId))!;
    const message = (await tx.lock(Message, messageId))!;
    Object.assign(message, isHidden ? { hiddenAt: message.hiddenAt ?? tx.now, hiddenBecause: reason } : { hiddenAt: null, hiddenBecause: null });
    await this.revise(tx, thread, message);
    await tx.save(message, { action: isHidden ? 'message.hide' : 'message.show', reason });
  }

  /** A message and the few before it, as they stand, for a report of it; the caller has asked who may read them. */
  async quoted(message: Message, before: number): Promise<{ side: Side; at: Date; text: string | null }[]> {
    const messages = await this.db.find(Message, { threadId: message.threadId, number: Between(message.number - before, message.number) }, { number: 'ASC' });
    const key = await this.seals.open(message.threadId);
    return messages.map(({ id, side, postedAt, text, hiddenAt }) => ({ side, at: postedAt, text: text === null || hiddenAt !== null ? null : unseal(key, text, textPlace(id)).toString() }));
  }

  /** A change of one's own message, while that is possible. */
  private async change(actor: Actor, messageId: Id<'message'>, action: string, work: (tx: Tx, message: Message) => Promise<void>): Promise<void> {
    const seen = await this.db.findOne(Message, messageId);
    if (!seen) throw requestProblems.notFound();
    await this.db.change(actingAs(actor, 'person'), async (tx) => {
      const { thread } = await this.locked(tx, actor, seen.threadId);
      const message = (await tx.lock(Message, messageId))!;
      if (message.authorId !== actor.personId) throw requestProblems.forbidden();
      if (!mayChange(message, tx.now)) throw problems.stands();
      await work(tx, message);
      await this.revise(tx, thread, message);
      await tx.save(message, { action });
    });
  }

  /** It changed: streams and open pages read it again. */
  private async revise(tx: Tx, thread: Thread, message: Message): Promise<void> {
    message.revision = ++thread.revision;
    await tx.save(thread, { action: 'thread.revise' });
    const people = await this.participants.of(thread, tx);
    tx.enqueue(sendHint, { people: people.map(({ personId }) => personId), type: 'thread', id: thread.id });
  }

  /** Who had read all there was has read what they say themselves; what others said before is not read by answering. */
  private async markOwn(tx: Tx, thread: Thread, { authorId, number }: Message): Promise<void> {
    const [mark] = await tx.query<{ number: number }>('select number from read_mark where thread_id = $1 and person_id = $2', [thread.id, authorId]);
    if ((mark?.number ?? 0) === number - 1) await this.mark(tx, thread, authorId, number);
  }

  private async mark(tx: Tx, thread: Thread, personId: PersonId, number: number): Promise<void> {
    await tx.query(
      `insert into read_mark (thread_id, person_id, number, marked_at) values ($1, $2, $3, $4)
       on conflict (thread_id, person_id) do update set number = excluded.number, marked_at = excluded.marked_at where read_mark.number < excluded.number`,
      [thread.id, personId, number, tx.now],
    );
  }

  private async locked(tx: Tx, actor: Actor, threadId: string): Promise<{ thread: Thread; side: Side }> {
    const thread = await tx.lock(Thread, threadId);
    const side = thread && (await this.participants.sideOf(actor, thread, tx));
    if (!side) throw requestProblems.notFound();
    await this.participants.requireSpeaking(thread, side, tx);
    return { thread, side };
  }

  /** The sponsor's side knows of submissions once their phase is closed. @throws notFound */
  private async subject(from: Db | Tx, actor: Actor, submissionId: SubmissionId): Promise<Subject> {
    const submission = await from.findOne(Submission, submissionId);
    const side = submission && (await this.participants.sideOf(actor, submission, from));
    if (!side || (side === 'sponsor' && !unsealedStates.includes(submission.state))) throw requestProblems.notFound();
    const [challenge, phase] = [(await this.challenges.find(submission.challengeId))!, (await this.challenges.findPhase(submission.phaseId))!];
    return { submission, side, isOpen: isThreadOpen(challenge, phase, submission) };
  }
}
