import { ApiProperty } from '@nestjs/swagger';
import { showId } from '@app/kernel';
import { TextView } from '@app/challenges';
import type { FileDetails, StoredFile } from '@app/files';
import type { ListedThread, ReadMessage, ReadThread } from '../threads.queries';
import { type Side, sides } from '../thread.rules';
import { HiddenView } from './question.view';

/** Whether there is a conversation about a submission */
export class SubmissionThreadView {
  threadId: string | null;

  @ApiProperty({ enum: ['begin'], isArray: true })
  can: string[];

  static of({ threadId, mayBegin }: { threadId: string | undefined; mayBegin: boolean }): SubmissionThreadView {
    return Object.assign(new SubmissionThreadView(), { threadId: threadId === undefined ? null : showId('thread', threadId), can: mayBegin ? ['begin'] : [] });
  }
}

export class ThreadChallengeView {
  id: string;
  slug: string;
  title: string;
}

/** A conversation in a list */
export class ListedThreadView {
  id: string;
  submissionId: string;
  phaseId: string;
  /** Whether you can open the submission now; what was not awarded is closed to a sponsor who got money back or declared that it does not use it, and all of a cancelled challenge */
  mayOpen: boolean;
  challenge: ThreadChallengeView;
  sponsorName: string;
  solverName: string;

  /** On which side you are */
  @ApiProperty({ enum: sides })
  side: Side;

  /** How many messages there are */
  messages: number;
  /** `number` of the last message you have read; 0: none */
  readUpTo: number;
  /** How many of others you have not read */
  unread: number;
  /** Null while nobody has said anything */
  lastMessageAt: string | null;

  static of({ id, submissionId, phaseId, mayOpen, challengeId, challengeSlug, challengeTitle, sponsorName, solverName, side, messages, readUpTo, unread, lastMessageAt }: ListedThread): ListedThreadView {
    return Object.assign(new ListedThreadView(), {
      id: showId('thread', id), submissionId: showId('submission', submissionId), phaseId: showId('phase', phaseId), mayOpen, challenge: { id: showId('challenge', challengeId), slug: challengeSlug, title: challengeTitle },
      sponsorName, solverName, side, messages, readUpTo, unread, lastMessageAt: lastMessageAt && lastMessageAt.toISOString(),
    });
  }
}

export class ThreadPageView {
  items: ListedThreadView[];
  next?: string;
}

export class ParticipantView {
  personId: string;
  name: string;

  @ApiProperty({ enum: sides })
  side: Side;

  /** `number` of the last message this person has read; 0: none */
  readUpTo: number;
}

/** A conversation between both sides of a submission */
export class ThreadView extends ListedThreadView {
  participants: ParticipantView[];
  /** Where a stream would go on now, as `Last-Event-ID` */
  revision: number;

  /** What you may do here now; nothing while you, or your side, are suspended */
  @ApiProperty({ enum: ['write'], isArray: true })
  can: string[];

  static override of(thread: ReadThread): ThreadView {
    const participants = thread.participants.map(({ personId, name, side, readUpTo }) => Object.assign(new ParticipantView(), { personId: showId('person', personId), name, side, readUpTo }));
    return Object.assign(new ThreadView(), ListedThreadView.of(thread), { participants, revision: thread.revision, can: thread.maySpeak ? ['write'] : [] });
  }
}

export class AttachmentView {
  id: string;
  name: string;
  mediaType: string;
  /** Bytes */
  size: number;

  static of({ file, details: { name, mediaType } }: { file: StoredFile; details: FileDetails }): AttachmentView {
    return Object.assign(new AttachmentView(), { id: showId('file', file.id), name, mediaType, size: file.size });
  }
}

/** Who is named in a message */
export class NamedPersonView {
  personId: string;
  name: string;

  static of({ personId, name }: { personId: string; name: string }): NamedPersonView {
    return Object.assign(new NamedPersonView(), { personId: showId('person', personId), name });
  }
}

export class MessageView {
  id: string;
  /** From 1, in the order of posting */
  number: number;
  author: NamedPersonView;

  @ApiProperty({ enum: sides })
  side: Side;

  isMine: boolean;
  /** Null where its author deleted it, or staff have hidden it */
  text: TextView | null;
  attachments: AttachmentView[];
  mentions: NamedPersonView[];
  postedAt: string;
  editedAt: string | null;
  deletedAt: string | null;
  hidden: HiddenView | null;
  /** For `If-Match`; grows with everything that changes in the conversation, and is the `id` of the event that tells it */
  version: number;

  /** What you may do with it now */
  @ApiProperty({ enum: ['edit', 'delete'], isArray: true })
  can: string[];

  static of({ id, number, revision, authorId, authorName, side, isMine, text, attachments, mentions, postedAt, editedAt, deletedAt, hidden, mayChange }: ReadMessage): MessageView {
    return Object.assign(new MessageView(), {
      id: showId('message', id), number, author: NamedPersonView.of({ personId: authorId, name: authorName }), side, isMine, text: TextView.of(text),
      attachments: attachments.map((one) => AttachmentView.of(one)), mentions: mentions.map((one) => NamedPersonView.of(one)),
      postedAt: postedAt.toISOString(), editedAt: editedAt && editedAt.toISOString(), deletedAt: deletedAt && deletedAt.toISOString(), hidden: HiddenView.of(hidden),
      version: revision, can: mayChange ? ['edit', 'delete'] : [],
    });
  }
}

export class MessagePageView {
  items: MessageView[];
  next?: string;
}

/** What was posted, without what it says: an answer that is kept for a repeated request holds no sealed words */
export class PostedMessageView {
  id: string;
  number: number;

  static of({ id, number }: { id: string; number: number }): PostedMessageView {
    return Object.assign(new PostedMessageView(), { id: showId('message', id), number });
  }
}
