import { Injectable } from '@nestjs/common';
import { type Actor, type Id, pageOf, type Page, type PersonId } from '@app/kernel';
import type { ChallengeState } from '@app/challenges';
import { type FileDetails, Files, Seals, StoredFile, unseal } from '@app/files';
import { Db, type PageQuery, positionOf, requestProblems } from '@app/platform';
import type { Band } from '@app/submissions';
import { type Participant, Participants } from './participants.service';
import { textPlace, type Thread } from './thread.entity';
import { mayChange, mayOpenSubmission, type Side } from './thread.rules';

interface ThreadRow {
  id: string;
  submissionId: string;
  phaseId: string;
  challengeId: string;
  challengeSlug: string;
  challengeTitle: string;
  sponsorName: string;
  solverName: string;
  messages: number;
  revision: number;
  readUpTo: number;
  unread: number;
  lastMessageAt: Date | null;
  isSolver: boolean;
  band: Band | null;
  challengeState: ChallengeState;
  closedToSponsorAt: Date | null;
}

/** A conversation as one participant finds it in a list. */
export interface ListedThread extends Omit<ThreadRow, 'isSolver' | 'band' | 'challengeState' | 'closedToSponsorAt'> {
  side: Side;
  mayOpen: boolean;
}

/** The same with who takes part, and how far each has read. */
export interface ReadThread extends ListedThread {
  participants: (Participant & { readUpTo: number })[];
  maySpeak: boolean;
}

interface MessageRow {
  id: Id<'message'>;
  number: number;
  revision: number;
  authorId: PersonId;
  authorName: string;
  side: Side;
  text: Buffer | null;
  mentions: { personId: string; name: string }[];
  postedAt: Date;
  editedAt: Date | null;
  deletedAt: Date | null;
  hiddenAt: Date | null;
  hiddenBecause: string | null;
}

export interface ReadMessage extends Omit<MessageRow, 'text' | 'hiddenAt' | 'hiddenBecause'> {
  /** Null where it was deleted, or staff have hidden it from this reader. */
  text: string | null;
  isMine: boolean;
  attachments: { file: StoredFile; details: FileDetails }[];
  hidden: { at: Date; reason: string } | null;
  mayChange: boolean;
}

const threadColumns = `t.id, t.submission_id as "submissionId", w.phase_id as "phaseId", w.band, c.state as "challengeState", c.closed_to_sponsor_at as "closedToSponsorAt", c.id as "challengeId", c.slug as "challengeSlug", c.title as "challengeTitle", s.name as "sponsorName", o.name as "solverName",
  t.messages, t.revision, coalesce(r.number, 0) as "readUpTo",
  (select count(*) from message x where x.thread_id = t.id and x.number > coalesce(r.number, 0) and x.author_id <> $1)::int as unread, t.last_message_at as "lastMessageAt",
  exists (select from entry_member em where em.entry_id = t.entry_id and (em.person_id = $1
    or exists (select from member m join organisation b on b.id = m.organisation_id and b.state = 'active' where m.organisation_id = em.payee_organisation_id and m.person_id = $1 and 'approver' = any(m.roles)))) as "isSolver"`;
const threadTables = `thread t join submission w on w.id = t.submission_id join challenge c on c.id = t.challenge_id join organisation s on s.id = c.sponsor_id join entry e on e.id = t.entry_id
  join organisation o on o.id = e.organisation_id left join read_mark r on r.thread_id = t.id and r.person_id = $1`;

/** Threads in which somebody takes part, each found by an index. As `Participants` says. */
const own = `
  select t.id from entry_member em join thread t on t.entry_id = em.entry_id where em.person_id = $1
  union
  select t.id from member m join organisation o on o.id = m.organisation_id and o.state = 'active' join entry_member em on em.payee_organisation_id = m.organisation_id
    join thread t on t.entry_id = em.entry_id where m.person_id = $1 and 'approver' = any(m.roles)
  union
  select t.id from member m join organisation o on o.id = m.organisation_id and o.state = 'active' join challenge c on c.sponsor_id = m.organisation_id
    join thread t on t.challenge_id = c.id where m.person_id = $1 and m.roles && array['owner', 'manager']`;

const messageColumns = `m.id, m.number, m.revision, m.author_id as "authorId", p.name as "authorName", m.side, m.text, m.posted_at as "postedAt", m.edited_at as "editedAt", m.deleted_at as "deletedAt",
  m.hidden_at as "hiddenAt", m.hidden_because as "hiddenBecause",
  coalesce((select jsonb_agg(jsonb_build_object('personId', q.id, 'name', q.name) order by q.name, q.id) from person q where q.id = any(m.mentions)), '[]') as mentions`;

/** What participants read; each read asks anew who takes part. */
@Injectable()
export class ThreadsQueries {
  constructor(
    private readonly db: Db,
    private readonly participants: Participants,
    private readonly files: Files,
    private readonly seals: Seals,
  ) {}

  /** Conversations with at least one message, the last spoken in first. */
  async mine({ personId }: Actor, page: PageQuery): Promise<Page<ListedThread>> {
    const [at, id] = positionOf(page, 2) ?? ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];
    const rows = await this.db.query<ThreadRow & { lastMessageAt: Date }>(
      `select ${threadColumns} from ${threadTables} where t.id in (${own}) and (t.last_message_at, t.id) < ($2::timestamptz, $3::uuid) order by t.last_message_at desc, t.id desc limit $4`,
      [personId, at, id, page.limit + 1],
    );
    return pageOf(rows, page.limit, (row) => [row.lastMessageAt.toISOString(), row.id], listed);
  }

  /** @throws notFound */
  async one(actor: Actor, threadId: string): Promise<ReadThread> {
    const { thread, side } = await this.participants.thread(actor, threadId);
    const [row] = await this.db.query<ThreadRow>(`select ${threadColumns} from ${threadTables} where t.id = $2`, [actor.personId, thread.id]);
    const marks = new Map((await this.db.query<{ id: string; number: number }>('select person_id as id, number from read_mark where thread_id = $1', [thread.id])).map(({ id, number }) => [id, number]));
    const people = await this.participants.of(thread);
    return { ...listed(row!), participants: people.map((one) => ({ ...one, readUpTo: marks.get(one.personId) ?? 0 })), maySpeak: !(await this.participants.isStopped(actor.personId!, thread, side)) };
  }

  /** The newest first. @throws notFound */
  async messages(actor: Actor, threadId: string, page: PageQuery): Promise<Page<ReadMessage>> {
    const { thread, side } = await this.participants.thread(actor, threadId);
    const before = positionOf(page, 1)?.[0] ?? 2 ** 31 - 1;
    const rows = await this.rows('m.thread_id = $1 and m.number < $2 order by m.number desc limit $3', [thread.id, before, page.limit + 1]);
    const found = pageOf(rows, page.limit, (row) => [row.number], (row) => row);
    return { items: await this.shown(actor, thread, side, found.items), next: found.next };
  }

  /** @throws notFound */
  async message(actor: Actor, messageId: string): Promise<ReadMessage> {
    const [found] = await this.db.query<{ threadId: string }>('select thread_id as "threadId" from message where id = $1', [messageId]);
    if (!found) throw requestProblems.notFound();
    const { thread, side } = await this.participants.thread(actor, found.threadId);
    return (await this.shown(actor, thread, side, await this.rows('m.id = $1', [messageId])))[0]!;
  }

  /** What was posted or changed after a revision, in that order, at most `limit`. @throws notFound */
  async changes(actor: Pick<Actor, 'personId'>, threadId: string, revision: number, limit: number): Promise<ReadMessage[]> {
    const { thread, side } = await this.participants.thread(actor, threadId);
    if (thread.revision <= revision) return [];
    return this.shown(actor, thread, side, await this.rows('m.thread_id = $1 and m.revision > $2 order by m.revision limit $3', [thread.id, revision, limit]));
  }

  private rows(where: string, values: unknown[]): Promise<MessageRow[]> {
    return this.db.query<MessageRow>(`select ${messageColumns} from message m join person p on p.id = m.author_id where ${where}`, values);
  }

  private async shown({ personId }: Pick<Actor, 'personId'>, thread: Thread, side: Side, rows: readonly MessageRow[]): Promise<ReadMessage[]> {
    if (rows.length === 0) return [];
    const [key, files, now] = [await this.seals.open(thread.id), await this.attached(rows), await this.db.now()];
    const isStopped = rows.some(({ authorId }) => authorId === personId) && (await this.participants.isStopped(personId!, thread, side));
    return rows.map(({ text, hiddenAt, hiddenBecause, ...row }) => {
      const isMine = row.authorId === personId;
      const isShown = text !== null && (hiddenAt === null || isMine);
      return {
        ...row, isMine,
        text: isShown ? unseal(key, text, textPlace(row.id)).toString() : null,
        attachments: isShown ? files.filter(({ messageId }) => messageId === row.id) : [],
        hidden: hiddenAt && { at: hiddenAt, reason: hiddenBecause! },
        mayChange: isMine && !isStopped && mayChange({ ...row, hiddenAt }, now),
      };
    });
  }

  private async attached(rows: readonly MessageRow[]): Promise<{ messageId: string; file: StoredFile; details: FileDetails }[]> {
    const sent = await this.db.query<{ messageId: string; fileId: StoredFile['id'] }>('select message_id as "messageId", file_id as "fileId" from attachment where message_id = any($1) order by uploaded_at, id', [rows.map(({ id }) => id)]);
    const files = new Map((await this.files.described(sent.map(({ fileId }) => fileId))).map((one) => [one.file.id, one]));
    return sent.flatMap(({ messageId, fileId }) => (files.has(fileId) ? [{ messageId, ...files.get(fileId)! }] : []));
  }
}

function listed({ isSolver, band, challengeState: state, closedToSponsorAt, ...row }: ThreadRow): ListedThread {
  const side = isSolver ? 'solver' : 'sponsor';
  return { ...row, side, mayOpen: mayOpenSubmission(side, { state, closedToSponsorAt }, { band }) };
}
