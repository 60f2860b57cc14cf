import { ApiProperty } from '@nestjs/swagger';
import { showId } from '@app/kernel';
import type { AdminReport, ListedReport, ReadReport } from '../moderation.queries';
import { reportLifecycle } from '../moderation.lifecycle';
import { groundsOf, type MeasureKind, measureKinds, measuresOf, type ReportedKind, reportGrounds } from '../moderation.rules';
import type { Quoted, Subject } from '../subjects.service';
import { ListedDecisionView } from './statement.view';
import { ModerationSubjectView } from './subject.view';

/** Something you may report, and on which grounds */
export class ReportableView {
  subject: ModerationSubjectView;

  @ApiProperty({ enum: reportGrounds, isArray: true })
  grounds: string[];

  static of(subject: Subject): ReportableView {
    return Object.assign(new ReportableView(), { subject: ModerationSubjectView.of(subject), grounds: groundsOf(subject.kind as ReportedKind) });
  }
}

/** Something staff may decide on, and what may be done about it */
export class DecidableView {
  subject: ModerationSubjectView;

  @ApiProperty({ enum: measureKinds, isArray: true })
  measures: MeasureKind[];

  static of(subject: Subject): DecidableView {
    return Object.assign(new DecidableView(), { subject: ModerationSubjectView.of(subject), measures: measuresOf(subject.kind) });
  }
}

export class ListedReportView {
  id: string;
  subject: ModerationSubjectView;

  @ApiProperty({ enum: reportGrounds })
  ground: string;

  @ApiProperty({ enum: reportLifecycle.states })
  state: string;

  reportedAt: string;
  /** The first instant that is too late for the other side to answer, once it was asked */
  dueAt: string | null;

  /** What staff found; `reversed` where an appeal undid it */
  @ApiProperty({ enum: ['breach', 'no_breach', 'reversed'], nullable: true, type: String })
  outcome: string | null;

  static of({ id, subject, ground, state, reportedAt, dueAt, outcome }: ListedReport): ListedReportView {
    return Object.assign(new ListedReportView(), { id: showId('report', id), subject: ModerationSubjectView.of(subject), ground, state, reportedAt: reportedAt.toISOString(), dueAt: dueAt?.toISOString() ?? null, outcome });
  }
}

export class ReportPageView {
  items: ListedReportView[];
  next?: string;
}

/** A report as its reporter reads it, or the other side once it was asked; neither reads the other’s words */
export class ReportView extends ListedReportView {
  /** On which side you are */
  @ApiProperty({ enum: ['reporter', 'reported'] })
  side: string;

  /** Your own words: what you reported, or what you answered */
  text: string | null;
  /** `index` of your receipt, if you named one */
  record: number | null;
  /** What staff ask you */
  asked: string | null;

  @ApiProperty({ enum: ['withdraw', 'answer'], isArray: true })
  can: string[];

  static override of(report: ReadReport): ReportView {
    const { side, text, record, asked, can } = report;
    return Object.assign(new ReportView(), ListedReportView.of(report), { side, text, record, asked, can });
  }
}

export class MadeReportView {
  id: string;
  reportedAt: string;

  static of({ id, reportedAt }: { id: string; reportedAt: Date }): MadeReportView {
    return Object.assign(new MadeReportView(), { id: showId('report', id), reportedAt: reportedAt.toISOString() });
  }
}

/** A part of what was reported, as it stood when it was reported */
export class QuotedView implements Quoted {
  @ApiProperty({ enum: ['title', 'summary', 'about', 'question', 'answer', 'solver', 'sponsor'] })
  part: Quoted['part'];

  at: string | null;
  text: string | null;
  /** Or only stood beside it */
  isReported: boolean;
}

export class ReporterView {
  id: string;
  name: string;
}

/** The reporter’s own receipt, held against the log */
export class ReportRecordView {
  /** Its place in the log */
  number: number;
  receivedAt: string;
  challengeTitle: string;
  /** It is in the log, as the log’s key signed it */
  holds: boolean;
}

/** A report with all that staff need to decide on it */
export class AdminReportView extends ListedReportView {
  reporter: ReporterView;
  text: string;
  quote: QuotedView[];
  /** Whom it is about; null where nobody is shown who it is */
  reported: string | null;
  record: ReportRecordView | null;
  asked: string | null;
  askedAt: string | null;
  answer: string | null;
  answeredAt: string | null;
  decisions: ListedDecisionView[];

  /** What may be done about it */
  @ApiProperty({ enum: measureKinds, isArray: true })
  measures: MeasureKind[];

  @ApiProperty({ enum: ['ask', 'decide'], isArray: true })
  can: string[];

  static override of(report: AdminReport): AdminReportView {
    const { texts, reporter, hitName, record, askedAt, answeredAt, decisions, can } = report;
    return Object.assign(new AdminReportView(), ListedReportView.of(report), {
      reporter: { id: showId('person', reporter.id), name: reporter.name }, text: texts.words, quote: texts.quote, reported: hitName,
      record: record && { ...record, receivedAt: record.receivedAt.toISOString() },
      asked: texts.asked, askedAt: askedAt?.toISOString() ?? null, answer: texts.answer, answeredAt: answeredAt?.toISOString() ?? null,
      decisions: decisions.map((one) => ListedDecisionView.of(one)), measures: [...measuresOf(report.subject.kind)], can,
    });
  }
}
