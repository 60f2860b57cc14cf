import { Injectable } from '@nestjs/common';
import { type Actor, type ChallengeId, type EntryId, isMember, type OrganisationId, type PersonId, readId, showId } from '@app/kernel';
import { Challenge, Challenges, mayManage, mayRead } from '@app/challenges';
import { Organisation, Person } from '@app/identity';
import { Payout } from '@app/payments';
import { Db, requestProblems } from '@app/platform';
import { Entry, Submission, unsealedStates } from '@app/submissions';
import { Message, Participants, Question, Thread, Threads } from '@app/threads';
import { type SubjectKind, subjectIds } from './moderation.rules';
import type { Hit } from './sides';

/** How many messages before the reported one staff read with it. */
const quotedBefore = 2;

/** A part of what was reported, as it stood; nobody is named. */
export interface Quoted {
  /** What it is: `title`, `text`, `answer`, or which side of a conversation said it. */
  part: 'title' | 'summary' | 'about' | 'question' | 'answer' | 'solver' | 'sponsor';
  at: string | null;
  text: string | null;
  isReported: boolean;
}

/** Something that can be reported or decided on, and whom that would hit. */
export interface Subject extends Hit {
  kind: SubjectKind;
  id: string;
  challengeId: ChallengeId | null;
  personId: PersonId | null;
  organisationId: OrganisationId | null;
  entryId: EntryId | null;
  /** The name of the thing itself, or of the challenge in which it stands. */
  title: string;
  /** Where it is read, in the portal. */
  path: string;
}

export interface Found extends Subject {
  isReadBy(actor: Actor): boolean | Promise<boolean>;
  quote(): Quoted[] | Promise<Quoted[]>;
}

const nobody = { challengeId: null, personId: null, organisationId: null, entryId: null };
const quoted = (part: Quoted['part'], text: string | null, isReported = true): Quoted => ({ part, at: null, text, isReported });

/** Finds what is reported, for whoever may read it. */
@Injectable()
export class Subjects {
  constructor(
    private readonly db: Db,
    private readonly challenges: Challenges,
    private readonly participants: Participants,
    private readonly threads: Threads,
  ) {}

  /** By an id as it is shown outside. @throws notFound for who may not read it */
  async readable(actor: Actor, kind: SubjectKind, publicId: string): Promise<Found> {
    const found = await this.found(kind, readId(subjectIds[kind], publicId));
    if (!found || !(await found.isReadBy(actor))) throw requestProblems.notFound();
    return found;
  }

  /** For staff, who decide on it without reading it. @throws notFound */
  async existing(kind: SubjectKind, publicId: string): Promise<Found> {
    const found = await this.found(kind, readId(subjectIds[kind], publicId));
    if (!found) throw requestProblems.notFound();
    return found;
  }

  private async found(kind: SubjectKind, id: string | undefined): Promise<Found | undefined> {
    if (id === undefined) return undefined;
    if (kind === 'challenge') return this.challenge(id);
    if (kind === 'organisation') return this.organisation(id);
    if (kind === 'question' || kind === 'answer') return this.question(kind, id);
    if (kind === 'message') return this.message(id);
    if (kind === 'submission') return this.submission(id);
    return kind === 'person' ? this.person(id) : this.payout(id);
  }

  private async challenge(id: string): Promise<Found | undefined> {
    const challenge = await this.challenges.find(id);
    return challenge && {
      ...nobody, ...at(challenge), kind: 'challenge', id, organisationId: challenge.sponsorId,
      isReadBy: (actor) => mayRead(actor, challenge),
      quote: () => [quoted('title', challenge.title), quoted('summary', challenge.summary)],
    };
  }

  private async organisation(id: string): Promise<Found | undefined> {
    const organisation = await this.db.findOne(Organisation, id);
    return organisation && {
      ...nobody, kind: 'organisation', id, organisationId: organisation.id, title: organisation.name, path: `/organisations/${organisation.slug}`,
      isReadBy: () => true,
      quote: () => [quoted('title', organisation.name), quoted('about', organisation.about)],
    };
  }

  /** Hidden ones are read by who asked and by staff only, whom their own page leads elsewhere. */
  private async question(kind: 'question' | 'answer', id: string): Promise<Found | undefined> {
    const question = await this.db.findOne(Question, id);
    const challenge = question && question.state !== 'withdrawn' && (await this.challenges.find(question.challengeId));
    if (!challenge || (kind === 'answer' && question.answer === null)) return undefined;
    const hit = kind === 'question' ? { personId: question.askedBy } : { organisationId: challenge.sponsorId };
    return {
      ...nobody, ...at(challenge), ...hit, kind, id, path: `/challenges/${challenge.slug}#${showId('question', id)}`,
      isReadBy: (actor) => question.hiddenAt === null && mayRead(actor, challenge),
      quote: () => [quoted('question', question.text, kind === 'question'), ...(question.answer === null ? [] : [quoted('answer', question.answer, kind === 'answer')])],
    };
  }

  private async message(id: string): Promise<Found | undefined> {
    const message = await this.db.findOne(Message, id);
    const thread = message && message.deletedAt === null && (await this.db.findOne(Thread, message.threadId));
    const challenge = thread && (await this.challenges.find(thread.challengeId));
    if (!challenge) return undefined;
    return {
      ...nobody, ...at(challenge), kind: 'message', id, personId: message.authorId, path: `/messages/${showId('thread', thread.id)}`,
      isReadBy: async (actor) => message.hiddenAt === null && (await this.participants.sideOf(actor, thread)) !== undefined,
      quote: async () => (await this.threads.quoted(message, quotedBefore)).map(({ side, at: said, text }, index, all) => ({ part: side, at: said.toISOString(), text, isReported: index === all.length - 1 })),
    };
  }

  /** From its results on. Its author's side, who runs the challenge and who judged it read it; nothing of it is quoted. */
  private async submission(id: string): Promise<Found | undefined> {
    const submission = await this.db.findOne(Submission, id);
    const phase = submission && unsealedStates.includes(submission.state) && (await this.challenges.findPhase(submission.phaseId));
    const challenge = phase && phase.state === 'decided' && (await this.challenges.find(submission.challengeId));
    const entry = challenge && (await this.db.findOne(Entry, submission.entryId));
    if (!entry) return undefined;
    return {
      ...nobody, ...at(challenge), kind: 'submission', id, entryId: entry.id,
      isReadBy: async (actor) => mayManage(actor, challenge.sponsorId) || (await this.worksOn(actor, submission)),
      quote: () => [],
    };
  }

  private async person(id: string): Promise<Found | undefined> {
    const person = await this.db.findOne(Person, id);
    return person && { ...nobody, kind: 'person', id, personId: person.id, title: person.name, path: '', isReadBy: () => false, quote: () => [] };
  }

  private async payout(id: string): Promise<Found | undefined> {
    const payout = await this.db.findOne(Payout, id);
    const challenge = payout && (await this.challenges.find(payout.subjectId));
    return challenge && { ...nobody, ...at(challenge), kind: 'payout', id, organisationId: payout.organisationId, isReadBy: () => false, quote: () => [] };
  }

  private async worksOn({ personId }: Actor, { entryId, phaseId }: Submission): Promise<boolean> {
    const rows = await this.db.query(
      'select from entry_member where entry_id = $1 and person_id = $3 union all select from challenge_judge where phase_id = $2 and person_id = $3',
      [entryId, phaseId, personId ?? null],
    );
    return rows.length > 0;
  }
}

function at({ id, title, slug }: Challenge) {
  return { challengeId: id, title, path: `/challenges/${slug}` };
}

/** Whether this person would report themselves: what is theirs, or their organisation's. */
export function isOwn(actor: Actor, { personId, organisationId }: Hit): boolean {
  return (personId !== null && personId === actor.personId) || (organisationId !== null && isMember(actor, organisationId));
}
