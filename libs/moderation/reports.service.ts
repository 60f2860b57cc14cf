import { Injectable } from '@nestjs/common';
import { actingAs, type Actor, after, hour, type Id } from '@app/kernel';
import { seal, Seals, unseal, unsealJson, sealJson } from '@app/files';
import { Person, reportAnswerAsked } from '@app/identity';
import { Db, Due, eachDue, requestProblems, sendHint, type Tx } from '@app/platform';
import { reportLifecycle } from './moderation.lifecycle';
import { mayDecide } from './moderation.policy';
import { problems } from './moderation.problems';
import { groundsOf, moderationNumbers, type ReportedKind, type ReportGround } from './moderation.rules';
import { Report, reportPlace } from './report.entity';
import { Sides } from './sides';
import { isOwn, type Quoted, Subjects } from './subjects.service';

export interface Reporting {
  kind: ReportedKind;
  /** As it is shown outside. */
  id: string;
  ground: ReportGround;
  text: string;
  record?: number;
}

/** What is sealed in a report. */
export interface ReportTexts {
  words: string;
  quote: Quoted[];
  asked: string | null;
  answer: string | null;
}

/** Somebody says that something is not right; where it is about copying or misuse, the other side is heard. */
@Injectable()
export class Reports {
  constructor(
    private readonly db: Db,
    private readonly subjects: Subjects,
    private readonly sides: Sides,
    private readonly seals: Seals,
  ) {}

  /** @throws notFound, own, ground, noSuchReceipt, reportedAlready, tooManyReports */
  async make(actor: Actor, { kind, id, ground, text, record }: Reporting): Promise<Report> {
    const subject = await this.subjects.readable(actor, kind, id);
    if (isOwn(actor, subject) || (await this.sides.isHit(this.db, actor, subject))) throw problems.own();
    if (!groundsOf(kind).includes(ground)) throw problems.ground({ errors: [{ pointer: '/ground', code: 'is_in', detail: 'is no ground for this' }] });
    const quote = await subject.quote();
    return this.db.change(actingAs(actor, 'person'), async (tx) => {
      await tx.lock(Person, actor.personId!);
      if (record !== undefined && !(await this.isOwnRecord(tx, actor, record))) throw problems.noSuchReceipt({ errors: [{ pointer: '/record', code: 'unknown_record', detail: 'is not the number of a receipt of yours' }] });
      await this.requireRoom(tx, actor, subject);
      const { challengeId, personId, organisationId, entryId } = subject;
      const report = Report.made({ subjectKind: kind, subjectId: subject.id, challengeId, ground, recordSeq: record ?? null, reportedBy: actor.personId!, reportedAt: tx.now, personId, organisationId, entryId });
      const key = await this.seals.create(tx, report.id, report.id);
      report.words = seal(key, Buffer.from(text), reportPlace('words', report.id));
      report.quote = sealJson(key, quote, reportPlace('quote', report.id));
      return tx.save(report, { action: 'report.make' });
    });
  }

  /** What was said is gone for good. @throws notFound, wrongState */
  async withdraw(actor: Actor, id: Report['id']): Promise<void> {
    await this.db.change(actingAs(actor, 'person'), async (tx) => {
      const report = await tx.lock(Report, { id, reportedBy: actor.personId! });
      if (!report) throw requestProblems.notFound();
      report.state = reportLifecycle.next(report.state, 'withdraw');
      await tx.save(report, { action: 'report.withdraw' });
      await this.seals.destroy(tx, [report.id]);
    });
  }

  /** Staff ask the other side, in their own words: who reported, and how they put it, is not told. @throws notFound, ownMatter, askedBefore, wrongState */
  async ask(actor: Actor, id: Report['id'], text: string): Promise<void> {
    await this.db.change(actor, async (tx) => {
      const report = await this.decidable(tx, actor, id);
      if (report.askedAt !== null) throw problems.askedBefore();
      report.state = reportLifecycle.next(report.state, 'ask');
      const asked = seal(await this.seals.open(id, tx), Buffer.from(text), reportPlace('asked', id));
      Object.assign(report, { asked, askedBy: actor.personId!, askedAt: tx.now, dueAt: after(tx.now, moderationNumbers.answerHours * hour) } satisfies Partial<Report>);
      await tx.save(report, { action: 'report.ask' });
      tx.emit(reportAnswerAsked, { reportId: id });
    });
  }

  /** The other side answers, once. @throws notFound, answerTooLate, wrongState */
  async answer(actor: Actor, id: Report['id'], text: string): Promise<void> {
    await this.db.change(actingAs(actor, 'person'), async (tx) => {
      const report = await tx.lock(Report, id);
      if (!report || report.askedAt === null || !(await this.sides.isHit(tx, actor, report))) throw requestProblems.notFound();
      if (report.answeredAt === null && tx.now >= report.dueAt!) throw problems.answerTooLate({ dueAt: report.dueAt!.toISOString() });
      report.state = reportLifecycle.next(report.state, 'answer');
      const answer = seal(await this.seals.open(id, tx), Buffer.from(text), reportPlace('answer', id));
      Object.assign(report, { answer, answeredBy: actor.personId!, answeredAt: tx.now } satisfies Partial<Report>);
      await tx.save(report, { action: 'report.answer' });
      tx.enqueue(sendHint, { people: [report.reportedBy], type: 'report', id });
    });
  }

  /** Whoever has not answered in time is not waited for. */
  @Due('moderation.unanswered_reports')
  async lapse(limit: number): Promise<number> {
    return eachDue<{ id: Report['id'] }>(this.db, 'moderation.unanswered_reports', `select id from report where state = 'awaiting_answer' and due_at <= app_now()`, limit, async (tx, { id }) => {
      const report = (await tx.lock(Report, id))!;
      if (report.state !== 'awaiting_answer' || tx.now < report.dueAt!) return false;
      report.state = reportLifecycle.next(report.state, 'lapse');
      await tx.save(report, { action: 'report.lapse' });
      return true;
    });
  }

  /** Locked, for staff who may decide on it. @throws notFound, forbidden, ownMatter */
  async decidable(tx: Tx, actor: Actor, id: Report['id']): Promise<Report> {
    const report = await tx.lock(Report, id);
    if (!report || report.state === 'withdrawn') throw requestProblems.notFound();
    if (!mayDecide(actor, report.subjectKind)) throw requestProblems.forbidden();
    if (!(await this.sides.isNeutral(tx, actor, report))) throw problems.ownMatter();
    return report;
  }

  /** What stands sealed in a report; for whom is for the caller to ask. */
  async texts({ id, words, quote, asked, answer }: Report): Promise<ReportTexts> {
    const key = await this.seals.open(id);
    const open = (part: 'asked' | 'answer', sealed: Buffer | null) => sealed && unseal(key, sealed, reportPlace(part, id)).toString();
    return { words: unseal(key, words, reportPlace('words', id)).toString(), quote: unsealJson<Quoted[]>(key, quote, reportPlace('quote', id)), asked: open('asked', asked), answer: open('answer', answer) };
  }

  private async requireRoom(tx: Tx, { personId }: Actor, { kind, id }: { kind: string; id: string }): Promise<void> {
    const [same] = await tx.query(`select from report where reported_by = $1 and subject_kind = $2 and subject_id = $3 and state in ('open', 'awaiting_answer', 'heard')`, [personId, kind, id]);
    if (same) throw problems.reportedAlready();
    const [{ made } = { made: 0 }] = await tx.query<{ made: number }>(`select count(*)::int as made from report where reported_by = $1 and received_at > now() - interval '1 day'`, [personId]);
    if (made >= moderationNumbers.reportsPerDay) throw problems.tooManyReports({ most: moderationNumbers.reportsPerDay });
  }

  /** A submission of theirs stands there in the log. */
  private async isOwnRecord(tx: Tx, { personId }: Actor, record: number): Promise<boolean> {
    const rows = await tx.query(
      'select from submission_version v join submission s on s.id = v.submission_id join entry_member m on m.entry_id = s.entry_id and m.person_id = $2 where v.record_seq = $1',
      [record, personId],
    );
    return rows.length > 0;
  }
}

export type ReportId = Id<'report'>;
