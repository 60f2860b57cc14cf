import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import { type ChallengeId, type Id, newId, type OrganisationId, type PersonId, type PhaseId, type SubmissionId } from '@app/kernel';
import type { Phase } from '@app/challenges';
import { Audited, InstantColumn, Lockable, StateColumn } from '@app/platform';
import { type AssignmentState, assignmentLifecycle, type SeatState, seatLifecycle } from './assignment.lifecycle';
import type { Scores } from './scoring.rules';

/** The judges of a phase, and when the platform looks at it next. */
@Entity()
@Lockable('panel')
export class Panel {
  @PrimaryColumn('uuid') phaseId: PhaseId;
  @Column('uuid') challengeId: ChallengeId;
  /** `waiting` until the phase is closed and unsealed; `stopped` when the challenge ended without a decision here. */
  @Column('text') state: 'waiting' | 'scoring' | 'decided' | 'stopped';
  @InstantColumn({ nullable: true }) dueAt: Date | null;
  /** To the silent sponsor, since the judging deadline. */
  @Column('int') remindersSent: number;
  /** When judging was extended, where the no-award rule does that first. */
  @InstantColumn({ nullable: true }) extendedAt: Date | null;
}

/** One judge of a panel, known to everybody else as "Judge 3". */
@Entity()
@Lockable('seat')
@Audited('number')
export class PanelSeat {
  @PrimaryColumn('uuid') id: Id<'panel'>;
  @Column('uuid') phaseId: PhaseId;
  @Column('uuid') challengeId: ChallengeId;
  @Column('int') number: number;
  @Column('citext') email: string;
  @Column('uuid', { nullable: true }) personId: PersonId | null;
  @StateColumn(seatLifecycle) state: SeatState;
  @Column('uuid', { nullable: true }) invitedBy: PersonId | null;
  @InstantColumn() invitedAt: Date;
  /** When the mail was promised; null while staff have not approved what it says. */
  @InstantColumn({ nullable: true }) askedAt: Date | null;
  /** When the judge promised confidentiality. */
  @InstantColumn({ nullable: true }) confidentialityAt: Date | null;
  @InstantColumn({ nullable: true }) declaredAt: Date | null;

  /** The order was seen: whoever was asked before it changes nothing about it any more. */
  isClosedBy({ orderShownAt }: Pick<Phase, 'orderShownAt'>): boolean {
    return orderShownAt !== null && this.invitedAt <= orderShownAt;
  }

  static invited(panel: Panel, number: number, email: string, invitedBy: PersonId | undefined, now: Date): PanelSeat {
    return Object.assign(new PanelSeat(), {
      id: newId('panel'), phaseId: panel.phaseId, challengeId: panel.challengeId, number, email, personId: null,
      state: seatLifecycle.states[0]!, invitedBy: invitedBy ?? null, invitedAt: now, askedAt: null, confidentialityAt: null, declaredAt: null,
    });
  }
}

/** A judge may not score what this organisation entered. */
@Entity()
export class Conflict {
  @PrimaryColumn('uuid') seatId: Id<'panel'>;
  @PrimaryColumn('uuid') organisationId: OrganisationId;
  @Column('text') kind: 'declared' | 'detected';
  @Column('text', { nullable: true }) note: string | null;
  @InstantColumn() at: Date;

  static between(seatId: Id<'panel'>, organisationId: OrganisationId, kind: 'declared' | 'detected', note: string | null, at: Date): Conflict {
    return Object.assign(new Conflict(), { seatId, organisationId, kind, note, at });
  }
}

/** One judge's task to score one submission. */
@Entity()
@Lockable('assignment')
export class Assignment {
  @PrimaryColumn('uuid') id: Id<'assignment'>;
  @Column('uuid') seatId: Id<'panel'>;
  @Column('uuid') phaseId: PhaseId;
  @Column('uuid') submissionId: SubmissionId;
  @StateColumn(assignmentLifecycle) state: AssignmentState;
  @Column('text', { nullable: true }) reason: string | null;
  /** In which order this judge sees them; each judge another. */
  @Column('int') position: number;

  static to(seat: PanelSeat, submissionId: SubmissionId, position: number): Assignment {
    return Object.assign(new Assignment(), { id: newId('assignment'), seatId: seat.id, phaseId: seat.phaseId, submissionId, state: assignmentLifecycle.states[0]!, reason: null, position });
  }
}

/** One judge's scores for one submission; once locked it stays. */
@Entity()
export class Scorecard {
  @PrimaryColumn('uuid') assignmentId: Id<'assignment'>;
  @Column('jsonb') scores: Scores;
  @Column('jsonb') comments: Record<string, string>;
  @InstantColumn({ nullable: true }) lockedAt: Date | null;
  @InstantColumn() savedAt: Date;
  @VersionColumn() version: number;

  static blank(assignmentId: Id<'assignment'>, now: Date): Scorecard {
    return Object.assign(new Scorecard(), { assignmentId, scores: {}, comments: {}, lockedAt: null, savedAt: now });
  }
}
