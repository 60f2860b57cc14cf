import { ApiProperty } from '@nestjs/swagger';
import { showId } from '@app/kernel';
import { type Criterion, PausedView } from '@app/challenges';
import { BlindAnswerView, BlindFileView, type BlindSubmission } from '@app/submissions';
import { assignmentLifecycle, seatLifecycle } from '../assignment.lifecycle';
import type { Decision } from '../decision.entity';
import type { DecisionRecord } from '../decision-record';
import type { LabelledRanking } from '../decisions.service';
import type { Conflict, PanelSeat } from '../panel.entity';
import type { Entrant } from '../judges.service';
import type { Seats } from '../panels.service';
import type { AssignmentWithCard } from '../scoring.service';

export class SeatView {
  id: string;
  challengeId: string;
  phaseId: string;
  /** Judges are shown to entrants by this number only */
  number: number;
  email: string;
  @ApiProperty({ enum: seatLifecycle.states })
  state: string;
  invitedAt: string;
  declaredAt: string | null;

  static of(seat: PanelSeat): SeatView {
    return Object.assign(new SeatView(), {
      id: showId('panel', seat.id), challengeId: showId('challenge', seat.challengeId), phaseId: showId('phase', seat.phaseId),
      number: seat.number, email: seat.email, state: seat.state, invitedAt: seat.invitedAt.toISOString(), declaredAt: seat.declaredAt?.toISOString() ?? null,
    });
  }
}

/** A seat as those who run the panel see it. */
export class ListedSeatView extends SeatView {
  /** How many scorecards that count the judge has locked */
  @ApiProperty({ type: 'integer' })
  locked: number;
  /** `replace`: take the judge off */
  can: string[];

  static ofListed(seat: PanelSeat, locked: number, mayReplace: boolean): ListedSeatView {
    return Object.assign(new ListedSeatView(), SeatView.of(seat), { locked, can: mayReplace && seatLifecycle.allows(seat.state, 'replace') ? ['replace'] : [] });
  }
}

export class SeatListView {
  items: ListedSeatView[];
  /** `invite`: ask another judge */
  can: string[];

  static of({ seats, locked, mayInvite, mayReplace }: Seats): SeatListView {
    return Object.assign(new SeatListView(), { items: seats.map((seat) => ListedSeatView.ofListed(seat, locked.get(seat.id) ?? 0, mayReplace)), can: mayInvite ? ['invite'] : [] });
  }
}

/** A seat as its own judge sees it. */
export class OwnSeatView {
  id: string;
  challengeId: string;
  phaseId: string;
  challengeTitle: string;
  /** Of its page; null as long as that is not public */
  challengeSlug: string | null;
  /** The clock of the challenge stands still: both dates move */
  paused: PausedView | null;
  @ApiProperty({ enum: seatLifecycle.states })
  state: string;
  /** `waiting` until the phase has closed, `closed` once the sponsor has seen the order, `stopped` when the challenge was cancelled, `not_reached` when it was decided before this phase */
  panelState: string;
  /** by_ranking, sponsor_choice, silence, nothing_submitted or nobody_eligible; null before the decision */
  decidedHow: string | null;
  /** When the phase closes or closed; then there is something to judge */
  closesAt: string | null;
  judgingEndsAt: string | null;
  /** `accept`, `declare`; `decline`: say no, or step off after a yes */
  can: string[];
  /** Of your assignments, how many are done */
  done: number;
  assigned: number;
}

export class OwnSeatListView {
  items: OwnSeatView[];
}

export class SeatCountView {
  @ApiProperty({ type: 'integer' })
  seats: number;
}

export class EntrantView {
  organisationId: string;
  name: string;
  static of({ organisationId, name }: Entrant): EntrantView {
    return Object.assign(new EntrantView(), { organisationId: showId('organisation', organisationId), name });
  }
}

export class ConflictView {
  organisationId: string;
  /** `declared` by you, or `detected` by the platform */
  kind: string;
  note: string | null;
  static of({ organisationId, kind, note }: Conflict): ConflictView {
    return Object.assign(new ConflictView(), { organisationId: showId('organisation', organisationId), kind, note });
  }
}

/** All who entered, shuffled for each judge and not linked to submissions, and what was declared so far. */
export class ConflictListView {
  entrants: EntrantView[];
  conflicts: ConflictView[];
  static of({ entrants, conflicts }: { entrants: Entrant[]; conflicts: Conflict[] }): ConflictListView {
    return Object.assign(new ConflictListView(), { entrants: entrants.map((one) => EntrantView.of(one)), conflicts: conflicts.map((one) => ConflictView.of(one)) });
  }
}

export class ScorecardView {
  @ApiProperty({ type: 'object', additionalProperties: { type: 'integer' } })
  scores: Record<string, number>;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } })
  comments: Record<string, string>;
  lockedAt: string | null;
  savedAt: string | null;
  version: number;

  static of({ scores, comments, lockedAt, savedAt, version }: AssignmentWithCard['scorecard']): ScorecardView {
    const show = <T>(values: Readonly<Record<string, T>>) => Object.fromEntries(Object.entries(values).map(([id, value]) => [showId('criterion', id), value]));
    return Object.assign(new ScorecardView(), {
      scores: show(scores), comments: show(comments), lockedAt: lockedAt?.toISOString() ?? null, savedAt: version ? savedAt.toISOString() : null, version: version ?? 0,
    });
  }
}

export class AssignmentView {
  id: string;
  /** "Entry 7": its place in this judge’s own order, so that it means nothing to anybody else, and what they may not judge leaves no gap */
  label: string;
  @ApiProperty({ enum: assignmentLifecycle.states })
  state: string;
  scorecard: ScorecardView;
  version: number;
  /** `read`: open the submission */
  can: string[];

  static of({ assignment, scorecard, mayRead }: AssignmentWithCard): AssignmentView {
    const card = ScorecardView.of(scorecard);
    return Object.assign(new AssignmentView(), { id: showId('assignment', assignment.id), label: `Entry ${assignment.position}`, state: assignment.state, scorecard: card, version: card.version, can: mayRead ? ['read'] : [] });
  }
}

export class AssignmentListView {
  items: AssignmentView[];
  static of(rows: readonly AssignmentWithCard[]): AssignmentListView {
    return Object.assign(new AssignmentListView(), { items: rows.map((row) => AssignmentView.of(row)) });
  }
}

export class JudgedCriterionView {
  id: string;
  title: string;
  description: string | null;
  weight: number;
  static of({ id, title, description, weight }: Criterion): JudgedCriterionView {
    return Object.assign(new JudgedCriterionView(), { id: showId('criterion', id), title, description, weight });
  }
}

export class RankedView {
  submissionId: string;
  label: string;
  rank: number;
  /** 0 to 100; null when nobody scored it */
  score: number | null;
  judges: number;
  /** Whether its content is still shown to those who run the challenge */
  mayOpen: boolean;
}

export class RankingView {
  /** Whether totals were normalised before the median was taken */
  method: string;
  items: RankedView[];
  static of({ ranking, labels, closed }: LabelledRanking): RankingView {
    return Object.assign(new RankingView(), {
      method: ranking.method,
      items: ranking.ranked.map(({ submission, rank, score, judges }) => ({ submissionId: showId('submission', submission), label: `Entry ${labels.get(submission)}`, rank, score, judges, mayOpen: !closed.has(submission) })),
    });
  }
}

/** A decision as it was hashed and recorded. */
export class DecisionView {
  id: string;
  phaseId: string;
  @ApiProperty({ type: 'object', additionalProperties: true })
  record: DecisionRecord;
  /** SHA-256 of the record, lowercase hex */
  hash: string;
  /** Its place in the log */
  seq: number;
  static of({ id, phaseId, record, hash, seq }: Decision): DecisionView {
    return Object.assign(new DecisionView(), { id: showId('decision', id), phaseId: showId('phase', phaseId), record, hash, seq });
  }
}

/** One submission to score, without names. */
export class JudgedSubmissionView extends AssignmentView {
  answers: BlindAnswerView[];
  files: BlindFileView[];
  criteria: JudgedCriterionView[];

  static ofOpened(row: AssignmentWithCard, { answers, files }: BlindSubmission, criteria: readonly Criterion[]): JudgedSubmissionView {
    return Object.assign(new JudgedSubmissionView(), AssignmentView.of(row), {
      answers,
      files: files.map((file) => BlindFileView.of(file)),
      criteria: criteria.map((one) => JudgedCriterionView.of(one)),
    });
  }
}
