import { ApiProperty } from '@nestjs/swagger';
import { showId } from '@app/kernel';
import { moderationAppealLifecycle, moderationDecisionLifecycle } from '../moderation.lifecycle';
import type { AdminDecision, ListedDecision, Statement } from '../moderation.queries';
import { findings, type MeasureKind, measureKinds } from '../moderation.rules';
import { ModerationSubjectView } from './subject.view';

export class ListedAppealView {
  @ApiProperty({ enum: moderationAppealLifecycle.states })
  state: string;

  filedAt: string;
  /** Nobody else could decide it: from then on who decided first may */
  aloneFrom: string | null;
}

/** An appeal against it, and what came of it */
export class ModerationAppealView extends ListedAppealView {
  text: string;
  reason: string | null;
  decidedAt: string | null;
  /** It was decided by the same person, since there was nobody else */
  isAlone: boolean;
}

/** What a decision and its statement have in common */
class DecidedView {
  id: string;
  subject: ModerationSubjectView;

  @ApiProperty({ enum: moderationDecisionLifecycle.states })
  state: string;

  /** `no_breach`: a report was refused */
  @ApiProperty({ enum: findings })
  finding: string;

  /** Which rule or law */
  ground: string;

  /** What was done */
  @ApiProperty({ enum: measureKinds, isArray: true })
  measures: MeasureKind[];

  /** What of it still holds */
  @ApiProperty({ enum: measureKinds, isArray: true })
  holding: MeasureKind[];

  /** Staff found it themselves, or somebody reported it */
  @ApiProperty({ enum: ['own_initiative', 'report'] })
  foundBy: string;

  /** Machines decide nothing here */
  isAutomated: boolean;
  decidedAt: string;
  /** When it ends by itself */
  endsAt: string | null;
  /** When it ceased to hold */
  overAt: string | null;
  /** The first instant that is too late to appeal */
  appealUntil: string;

  protected static partsOf({ id, subject, state, finding, ground, measures, holding, isOnReport, decidedAt, endsAt, overAt, appealUntil }: Omit<ListedDecision, 'appeal'>): DecidedView {
    return {
      id: showId('moderationDecision', id), subject: ModerationSubjectView.of(subject), state, finding, ground, measures, holding, foundBy: isOnReport ? 'report' : 'own_initiative', isAutomated: false,
      decidedAt: decidedAt.toISOString(), endsAt: endsAt?.toISOString() ?? null, overAt: overAt?.toISOString() ?? null, appealUntil: appealUntil.toISOString(),
    };
  }
}

export class ListedDecisionView extends DecidedView {
  appeal: ListedAppealView | null;

  static of(decision: ListedDecision): ListedDecisionView {
    const { appeal } = decision;
    return Object.assign(new ListedDecisionView(), DecidedView.partsOf(decision), { appeal: appeal && { state: appeal.state, filedAt: appeal.filedAt.toISOString(), aloneFrom: appeal.aloneFrom?.toISOString() ?? null } });
  }
}

export class DecisionPageView {
  items: ListedDecisionView[];
  next?: string;
}

/** What staff decided about something of yours, or about what you reported, and why */
export class StatementView extends DecidedView {
  /** The facts relied on */
  facts: string;
  /** Why it was lifted or reversed */
  overBecause: string | null;
  /** The organisation it is about, where it is about one */
  organisationName: string | null;
  appeal: ModerationAppealView | null;

  @ApiProperty({ enum: ['appeal', 'lift', 'decide_appeal'], isArray: true })
  can: string[];

  static of(statement: Statement): StatementView {
    const { facts, overBecause, organisationName, appeal, can } = statement;
    return Object.assign(new StatementView(), DecidedView.partsOf(statement), {
      facts, overBecause, organisationName, can,
      appeal: appeal && { state: appeal.state, filedAt: appeal.filedAt.toISOString(), aloneFrom: appeal.aloneFrom?.toISOString() ?? null, text: appeal.text, reason: appeal.reason, decidedAt: appeal.decidedAt?.toISOString() ?? null, isAlone: appeal.isAlone },
    });
  }
}

/** The same for staff */
export class AdminDecisionView extends StatementView {
  reportId: string | null;
  decidedBy: string;
  /** Whom it hits; null where nobody is shown who it is */
  hit: string | null;

  static override of(decision: AdminDecision): AdminDecisionView {
    const { reportId, decidedBy, hitName } = decision;
    return Object.assign(new AdminDecisionView(), StatementView.of(decision), { reportId: reportId && showId('report', reportId), decidedBy, hit: hitName });
  }
}
