import { Injectable } from '@nestjs/common';
import { type Actor, type Id, Problem } from '@app/kernel';
import type { Followed } from '@app/platform';
import { MessageView } from './http/thread.view';
import { Participants } from './participants.service';
import { ThreadsQueries } from './threads.queries';

const mostAtOnce = 100;

/** What is new in a thread for one who follows it: read from the database whenever a hint comes, so that nothing is missed or told to the wrong person. */
@Injectable()
export class ThreadNews {
  constructor(
    private readonly participants: Participants,
    private readonly queries: ThreadsQueries,
  ) {}

  /** From the revision after `lastEventId` on, or from now. @throws notFound */
  async of(actor: Actor, threadId: Id<'thread'>, lastEventId: string | undefined): Promise<Followed> {
    const { thread, side } = await this.participants.thread(actor, threadId);
    const known = lastEventId !== undefined && /^\d{1,10}$/.test(lastEventId) ? Math.min(Number(lastEventId), thread.revision) : thread.revision;
    const news: Followed['news'] = async (after) => {
      if (await this.participants.isStopped(actor.personId!, thread, side)) return undefined;
      const changes = await this.queries.changes(actor, threadId, after, mostAtOnce + 1).catch(noAccess);
      return changes && { events: changes.slice(0, mostAtOnce).map((change) => ({ id: change.revision, name: 'message', data: MessageView.of(change) })), isMore: changes.length > mostAtOnce };
    };
    return { type: 'thread', id: threadId, known, news };
  }
}

function noAccess(error: unknown): undefined {
  if (error instanceof Problem && error.status === 404) return undefined;
  throw error;
}
