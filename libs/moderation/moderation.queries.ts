import { Injectable } from '@nestjs/common';
import { actingAs, type Actor, pageOf, type Page, showId } from '@app/kernel';
import { Db, type PageQuery, positionOf, requestProblems } from '@app/platform';
import { Provenance, receiptHolds, verifyReceipt } from '@app/provenance';
import { ModerationAppeals } from './appeals.service';
import { ModerationAppeal, ModerationDecision } from './decision.entity';
import { ModerationDecisions } from './decisions.service';
import { moderationDecisionLifecycle, reportLifecycle, type ModerationAppealState, type ModerationDecisionState, type ReportState } from './moderation.lifecycle';
import { mayDecide, mayDecideAppeal } from './moderation.policy';
import { problems } from './moderation.problems';
import type { Finding, MeasureKind, ReportGround, SubjectKind } from './moderation.rules';
import { Report } from './report.entity';
import { Reports, type ReportTexts } from './reports.service';
import { isOnASide, Sides } from './sides';

/** What something is called and where it is read. */
export interface NamedSubject {
  kind: SubjectKind;
  id: string;
  title: string;
  path: string | null;
}

interface Subjected {
  subjectKind: SubjectKind;
  subjectId: string;
  name: string | null;
  slug: string | null;
  threadId: string | null;
}

export interface ListedReport {
  id: string;
  subject: NamedSubject;
  ground: ReportGround;
  state: ReportState;
  reportedAt: Date;
  dueAt: Date | null;
  outcome: Finding | 'reversed' | null;
}

export interface ReadReport extends ListedReport {
  side: 'reporter' | 'reported';
  /** Own words: of who reports, or of who answers. */
  text: string | null;
  record: number | null;
  asked: string | null;
  can: ('withdraw' | 'answer')[];
}

export interface AdminReport extends ListedReport {
  texts: ReportTexts;
  reporter: { id: string; name: string };
  hitName: string | null;
  askedAt: Date | null;
  answeredAt: Date | null;
  record: { number: number; receivedAt: Date; challengeTitle: string; holds: boolean } | null;
  decisions: ListedDecision[];
  can: ('ask' | 'decide')[];
}

export interface ListedDecision {
  id: string;
  subject: NamedSubject;
  state: ModerationDecisionState;
  finding: Finding;
  ground: string;
  decidedAt: Date;
  appealUntil: Date;
  endsAt: Date | null;
  overAt: Date | null;
  isOnReport: boolean;
  measures: MeasureKind[];
  /** Those of them that are not over. */
  holding: MeasureKind[];
  appeal: { state: ModerationAppealState; filedAt: Date; aloneFrom: Date | null } | null;
}

export interface Statement extends ListedDecision {
  facts: string;
  overBecause: string | null;
  /** The organisation it is about, where it is one. */
  organisationName: string | null;
  appeal: (NonNullable<ListedDecision['appeal']> & { text: string; reason: string | null; decidedAt: Date | null; isAlone: boolean }) | null;
  can: ('appeal' | 'lift' | 'decide_appeal')[];
}

export interface AdminDecision extends Statement {
  reportId: string | null;
  decidedBy: string;
  hitName: string | null;
}

const naming = (row: string) => `
  left join challenge c on c.id = ${row}.challenge_id left join organisation o on ${row}.subject_kind = 'organisation' and o.id = ${row}.subject_id
  left join person sp on ${row}.subject_kind = 'person' and sp.id = ${row}.subject_id left join message sm on ${row}.subject_kind = 'message' and sm.id = ${row}.subject_id`;
const named = (row: string) => `${row}.subject_kind as "subjectKind", ${row}.subject_id as "subjectId", coalesce(o.name, c.title, sp.name) as name, coalesce(o.slug, c.slug) as slug, sm.thread_id as "threadId"`;

/** Whom a person is shown as; who asked a question is shown to nobody. */
const hitName = (row: string) => `(case when ${row}.subject_kind = 'question' then null else coalesce(
  (select name from person where id = ${row}.person_id), (select name from organisation where id = ${row}.organisation_id),
  (select b.name from entry e join organisation b on b.id = e.organisation_id where e.id = ${row}.entry_id)) end)`;

const reportColumns = `r.id, r.ground, r.state, r.reported_at as "reportedAt", r.due_at as "dueAt", ${named('r')},
  (select case d.state when 'reversed' then 'reversed' else d.finding end from moderation_decision d where r.state = 'decided' and d.report_id = r.id order by d.decided_at desc limit 1) as outcome`;
const reportTables = `report r ${naming('r')}`;

const decisionColumns = `d.id, d.state, d.finding, d.ground, d.decided_at as "decidedAt", d.appeal_until as "appealUntil", d.ends_at as "endsAt", d.over_at as "overAt", d.report_id is not null as "isOnReport", ${named('d')},
  array(select x.kind from measure x where x.decision_id = d.id order by x.kind) as measures,
  array(select x.kind from measure x where x.decision_id = d.id and x.undone_at is null order by x.kind) as holding, a.state as "appealState", a.filed_at as "filedAt", a.alone_from as "aloneFrom"`;
const decisionTables = `moderation_decision d left join moderation_appeal a on a.decision_id = d.id ${naming('d')}`;

/** Statements addressed to `$1`: of decisions that hit them, or that refused what they reported. */
const addressed = `(d.finding = 'breach' and (d.person_id = $1 or d.entry_id in (select entry_id from entry_member where person_id = $1)
    or d.organisation_id in (select organisation_id from member where person_id = $1 and roles && '{owner,manager,treasurer}'))
  or d.finding = 'no_breach' and d.report_id in (select id from report where reported_by = $1))`;

/** Staff do not see in lists what they, or an organisation of theirs, are on a side of. */
const reportNeutral = (staff: string) => `not ${isOnASide(staff, { personId: 'r.person_id', organisationId: 'r.organisation_id', entryId: 'r.entry_id', challengeId: 'r.challenge_id', reportedBy: 'r.reported_by', recordSeq: 'r.record_seq' })}`;
const decisionNeutral = (staff: string) => `not ${isOnASide(staff, {
  personId: 'd.person_id', organisationId: 'd.organisation_id', entryId: 'd.entry_id', challengeId: 'd.challenge_id', reportedBy: '(select reported_by from report where id = d.report_id)', recordSeq: '(select record_seq from report where id = d.report_id)',
})}`;

type ReportRow = Omit<ListedReport, 'subject'> & Subjected;
type DecisionRow = Omit<ListedDecision, 'subject' | 'appeal'> & Subjected & { appealState: ModerationAppealState | null; filedAt: Date | null; aloneFrom: Date | null };

/** Reads of moderation: for who reports, for whom it hits, and for staff. */
@Injectable()
export class ModerationQueries {
  constructor(
    private readonly db: Db,
    private readonly reports: Reports,
    private readonly decisions: ModerationDecisions,
    private readonly appeals: ModerationAppeals,
    private readonly sides: Sides,
    private readonly provenance: Provenance,
  ) {}

  /** What somebody reported, the newest first. */
  async reportsOf({ personId }: Actor, page: PageQuery): Promise<Page<ListedReport>> {
    const [at, id] = positionOf(page, 2) ?? ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];
    const rows = await this.db.query<ReportRow>(
      `select ${reportColumns} from ${reportTables} where r.reported_by = $1 and (r.reported_at, r.id) < ($2::timestamptz, $3::uuid) order by r.reported_at desc, r.id desc limit $4`,
      [personId, at, id, page.limit + 1],
    );
    return pageOf(rows, page.limit, (row) => [row.reportedAt.toISOString(), row.id], listedReport);
  }

  /** For who reported, and for the other side once it was asked. @throws notFound */
  async report(actor: Actor, id: string): Promise<ReadReport> {
    const report = await this.db.findOne(Report, id);
    const isReporter = report?.reportedBy === actor.personId;
    if (!report || (!isReporter && (report.askedAt === null || !(await this.sides.isHit(this.db, actor, report))))) throw requestProblems.notFound();
    const [row] = await this.db.query<ReportRow>(`select ${reportColumns} from ${reportTables} where r.id = $1`, [id]);
    const listed = listedReport(row!);
    const texts = report.state === 'withdrawn' ? undefined : await this.reports.texts(report);
    if (isReporter) return { ...listed, side: 'reporter', dueAt: null, text: texts?.words ?? null, record: report.recordSeq, asked: null, can: reportLifecycle.allows(report.state, 'withdraw') ? ['withdraw'] : [] };
    const mayAnswer = report.state === 'awaiting_answer' && (await this.db.now()) < report.dueAt!;
    return { ...listed, side: 'reported', text: texts?.answer ?? null, record: null, asked: texts?.asked ?? null, can: mayAnswer ? ['answer'] : [] };
  }

  /** For staff on no side: who reported and what was said stand in none of the rows. The oldest first. */
  async queue({ personId }: Actor, { state, ground }: { state?: ReportState; ground?: ReportGround }, page: PageQuery): Promise<Page<ListedReport>> {
    const [at, id] = positionOf(page, 2) ?? ['-infinity', '00000000-0000-0000-0000-000000000000'];
    const rows = await this.db.query<ReportRow>(
      `select ${reportColumns} from ${reportTables} where r.state = any($1) and ($2::text is null or r.ground = $2) and (r.reported_at, r.id) > ($3::timestamptz, $4::uuid) and ${reportNeutral('$6::uuid')} order by r.reported_at, r.id limit $5`,
      [state ? [state] : ['open', 'heard'], ground ?? null, at, id, page.limit + 1, personId],
    );
    return pageOf(rows, page.limit, (row) => [row.reportedAt.toISOString(), row.id], listedReport);
  }

  /** For staff who may decide; that they opened it is kept. @throws notFound, ownMatter */
  async adminReport(actor: Actor, id: string): Promise<AdminReport> {
    const report = await this.db.findOne(Report, id);
    if (!report || report.state === 'withdrawn') throw requestProblems.notFound();
    if (!(await this.sides.isNeutral(this.db, actor, report))) throw problems.ownMatter();
    await this.db.change(actingAs(actor, 'staff'), (tx) => Promise.resolve(tx.audit({ action: 'report.open', subject: 'report', subjectId: id })));
    const [row] = await this.db.query<ReportRow & { reporterName: string; hitName: string | null }>(
      `select ${reportColumns}, (select name from person where id = r.reported_by) as "reporterName", ${hitName('r')} as "hitName" from ${reportTables} where r.id = $1`, [id],
    );
    const decisions = await this.db.query<DecisionRow>(`select ${decisionColumns} from ${decisionTables} where d.report_id = $1 order by d.decided_at, d.id`, [id]);
    const isNew = await this.decisions.isNew(this.db, actor, report);
    const may = { ask: report.askedAt === null, decide: isNew };
    const can = (['ask', 'decide'] as const).filter((verb) => reportLifecycle.allows(report.state, verb) && may[verb] && mayDecide(actor, report.subjectKind));
    return {
      ...listedReport(row!), texts: await this.reports.texts(report), reporter: { id: report.reportedBy, name: row!.reporterName }, hitName: row!.hitName,
      askedAt: report.askedAt, answeredAt: report.answeredAt, record: await this.record(report.recordSeq), decisions: decisions.map(listedDecision), can,
    };
  }

  /** Addressed to this person, the newest first. */
  async statements({ personId }: Actor, page: PageQuery): Promise<Page<ListedDecision>> {
    const [at, id] = positionOf(page, 2) ?? ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];
    const rows = await this.db.query<DecisionRow>(
      `select ${decisionColumns} from ${decisionTables} where ${addressed} and (d.decided_at, d.id) < ($2::timestamptz, $3::uuid) order by d.decided_at desc, d.id desc limit $4`,
      [personId, at, id, page.limit + 1],
    );
    return pageOf(rows, page.limit, (row) => [row.decidedAt.toISOString(), row.id], listedDecision);
  }

  /** @throws notFound for all but whom it is addressed to */
  async statement(actor: Actor, id: string): Promise<Statement> {
    const decision = await this.db.findOne(ModerationDecision, id);
    if (!decision || !(await this.appeals.isAddressed(this.db, actor, decision, await this.decisions.matterOf(this.db, decision)))) throw requestProblems.notFound();
    const { statement, appeal } = await this.full(decision);
    const mayAppeal = !appeal && (await this.db.now()) < decision.appealUntil;
    return { ...statement, can: mayAppeal ? ['appeal'] : [] };
  }

  /** For staff on no side, the newest first. */
  async decided({ personId }: Actor, { state }: { state?: ModerationDecisionState }, page: PageQuery): Promise<Page<ListedDecision>> {
    const [at, id] = positionOf(page, 2) ?? ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];
    const rows = await this.db.query<DecisionRow>(
      `select ${decisionColumns} from ${decisionTables} where ($1::text is null or d.state = $1) and (d.decided_at, d.id) < ($2::timestamptz, $3::uuid) and ${decisionNeutral('$5::uuid')} order by d.decided_at desc, d.id desc limit $4`,
      [state ?? null, at, id, page.limit + 1, personId],
    );
    return pageOf(rows, page.limit, (row) => [row.decidedAt.toISOString(), row.id], listedDecision);
  }

  /** Decisions with an appeal that waits, for staff on no side, the oldest appeal first. */
  async appealed({ personId }: Actor, page: PageQuery): Promise<Page<ListedDecision>> {
    const [at, id] = positionOf(page, 2) ?? ['-infinity', '00000000-0000-0000-0000-000000000000'];
    const rows = await this.db.query<DecisionRow>(
      `select ${decisionColumns} from ${decisionTables} where a.state = 'open' and (a.filed_at, d.id) > ($1::timestamptz, $2::uuid) and ${decisionNeutral('$4::uuid')} order by a.filed_at, d.id limit $3`, [at, id, page.limit + 1, personId],
    );
    return pageOf(rows, page.limit, (row) => [row.filedAt!.toISOString(), row.id], listedDecision);
  }

  /** @throws notFound, ownMatter */
  async adminDecision(actor: Actor, id: string): Promise<AdminDecision> {
    const decision = await this.db.findOne(ModerationDecision, id);
    if (!decision) throw requestProblems.notFound();
    const matter = await this.decisions.matterOf(this.db, decision);
    if (!(await this.sides.isNeutral(this.db, actor, matter))) throw problems.ownMatter();
    const { statement, appeal, decidedBy, hit } = await this.full(decision);
    const hasOthers = await this.decisions.hasOthers(this.db, decision, matter);
    const now = await this.db.now();
    const may = {
      lift: decision.finding === 'breach' && moderationDecisionLifecycle.allows(decision.state, 'lift') && (await this.decisions.mayUndo(this.db, actor, decision, matter, now)),
      decide_appeal: appeal?.state === 'open' && mayDecideAppeal(actor, { decidedBy: decision.decidedBy, aloneFrom: appeal.aloneFrom, hasOthers }, now),
    };
    return { ...statement, reportId: decision.reportId, decidedBy, hitName: hit, can: (['lift', 'decide_appeal'] as const).filter((verb) => may[verb] && mayDecide(actor, decision.subjectKind)) };
  }

  private async full(decision: ModerationDecision): Promise<{ statement: Omit<Statement, 'can'>; appeal: ModerationAppeal | undefined; decidedBy: string; hit: string | null }> {
    const [row] = await this.db.query<DecisionRow & { organisationName: string | null; decidedBy: string; hitName: string | null }>(
      `select ${decisionColumns}, (select name from organisation where id = d.organisation_id) as "organisationName", (select name from person where id = d.decided_by) as "decidedBy", ${hitName('d')} as "hitName"
       from ${decisionTables} where d.id = $1`, [decision.id],
    );
    const appeal = await this.db.findOne(ModerationAppeal, { decisionId: decision.id });
    const told = appeal && { state: appeal.state, filedAt: appeal.filedAt, aloneFrom: appeal.aloneFrom, text: appeal.text, reason: appeal.reason, decidedAt: appeal.decidedAt, isAlone: appeal.decidedBy === decision.decidedBy };
    const { facts, overBecause } = decision;
    return { statement: { ...listedDecision(row!), facts, overBecause, organisationName: row!.organisationName, appeal: told ?? null }, appeal, decidedBy: row!.decidedBy, hit: row!.hitName };
  }

  /** Whether the log bears the reporter out: what they handed in stood there at that time. */
  private async record(number: number | null): Promise<AdminReport['record']> {
    const [found] = await this.db.query<{ receivedAt: Date; challengeTitle: string }>(
      'select v.submitted_at as "receivedAt", c.title as "challengeTitle" from submission_version v join submission s on s.id = v.submission_id join challenge c on c.id = s.challenge_id where v.record_seq = $1', [number],
    );
    if (!found || number === null) return null;
    const receipt = await this.provenance.receipt(number).catch(() => undefined);
    return { number, ...found, holds: receipt !== undefined && receiptHolds(verifyReceipt(receipt, this.provenance.publicKey())) };
  }
}

function subjectOf({ subjectKind: kind, subjectId: id, name, slug, threadId }: Subjected): NamedSubject {
  const page = kind === 'organisation' ? `/organisations/${slug}` : slug === null ? null : `/challenges/${slug}`;
  const place = kind === 'question' || kind === 'answer' ? `#${showId('question', id)}` : '';
  return { kind, id, title: name ?? '', path: threadId === null ? page && page + place : `/messages/${showId('thread', threadId)}` };
}

function listedReport({ subjectKind, subjectId, name, slug, threadId, ...row }: ReportRow): ListedReport {
  return { ...row, subject: subjectOf({ subjectKind, subjectId, name, slug, threadId }) };
}

function listedDecision({ subjectKind, subjectId, name, slug, threadId, appealState, filedAt, aloneFrom, ...row }: DecisionRow): ListedDecision {
  return { ...row, subject: subjectOf({ subjectKind, subjectId, name, slug, threadId }), appeal: appealState && { state: appealState, filedAt: filedAt!, aloneFrom } };
}

