import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type ChallengeId, type EntryId, type Id, newId, type OrganisationId, type PersonId } from '@app/kernel';
import { Audited, InstantColumn, StateColumn } from '@app/platform';
import { moderationAppealLifecycle, type ModerationAppealState, moderationDecisionLifecycle, type ModerationDecisionState } from './moderation.lifecycle';
import type { Finding, MeasureKind, SubjectKind } from './moderation.rules';

/** What staff decided, with the reasons that whoever it hits may read; a refused report is addressed to who made it. */
@Entity()
@Audited('subjectKind', 'finding', 'endsAt')
export class ModerationDecision {
  @PrimaryColumn('uuid') id: Id<'moderationDecision'>;
  @StateColumn(moderationDecisionLifecycle) state: ModerationDecisionState;
  @Column('text') subjectKind: SubjectKind;
  @Column('uuid') subjectId: string;
  @Column('uuid', { nullable: true }) challengeId: ChallengeId | null;
  /** Without one staff found it themselves. */
  @Column('uuid', { nullable: true }) reportId: Id<'report'> | null;
  @Column('text') finding: Finding;
  /** Which rule or law; shown in the place of what was hidden. */
  @Column('text') ground: string;
  /** What staff rely on. */
  @Column('text') facts: string;
  /** As which it was decided; an appeal goes to others of the same. */
  @Column('text') role: 'moderator' | 'finance';
  @Column('uuid') decidedBy: PersonId;
  @InstantColumn() decidedAt: Date;
  /** The first instant that is too late to appeal. */
  @InstantColumn() appealUntil: Date;
  @InstantColumn({ nullable: true }) endsAt: Date | null;
  /** When it ceased to hold: lifted, reversed or by its time. */
  @InstantColumn({ nullable: true }) overAt: Date | null;
  @Column('uuid', { nullable: true }) overBy: PersonId | null;
  @Column('text', { nullable: true }) overBecause: string | null;
  @Column('uuid', { nullable: true }) personId: PersonId | null;
  @Column('uuid', { nullable: true }) organisationId: OrganisationId | null;
  @Column('uuid', { nullable: true }) entryId: EntryId | null;

  static made(parts: Omit<ModerationDecision, 'id' | 'state' | 'overAt' | 'overBy' | 'overBecause'>): ModerationDecision {
    return Object.assign(new ModerationDecision(), { id: newId('moderationDecision'), state: 'in_force', overAt: null, overBy: null, overBecause: null, ...parts });
  }
}

/** One thing a decision did; what it stops is a fact of the module it stops. */
@Entity()
@Audited('kind', 'targetId', 'undoneAt')
export class Measure {
  @PrimaryColumn('uuid') id: Id<'measure'>;
  @Column('uuid') decisionId: ModerationDecision['id'];
  @Column('text') kind: MeasureKind;
  @Column('uuid') targetId: string;
  /** The suspension, pause or payout hold it made. */
  @Column('uuid', { nullable: true }) factId: string | null;
  @InstantColumn({ nullable: true }) undoneAt: Date | null;

  static of(parts: Pick<Measure, 'decisionId' | 'kind' | 'targetId' | 'factId'>): Measure {
    return Object.assign(new Measure(), { id: newId('measure'), undoneAt: null, ...parts });
  }
}

/** Whoever was hit, or whose report was refused, asks somebody new to look again; once. */
@Entity()
@Audited('decidedBy')
export class ModerationAppeal {
  @PrimaryColumn('uuid') id: Id<'moderationAppeal'>;
  @Column('uuid') decisionId: ModerationDecision['id'];
  /** That of the decision, who does not decide this. */
  @Column('uuid') firstDecidedBy: PersonId;
  @StateColumn(moderationAppealLifecycle) state: ModerationAppealState;
  @Column('uuid') filedBy: PersonId;
  @InstantColumn() filedAt: Date;
  @Column('text') text: string;
  /** When to look again whether somebody else may decide it. */
  @InstantColumn({ nullable: true }) dueAt: Date | null;
  /** From when on the same person may, since there was nobody else. */
  @InstantColumn({ nullable: true }) aloneFrom: Date | null;
  @Column('uuid', { nullable: true }) decidedBy: PersonId | null;
  @InstantColumn({ nullable: true }) decidedAt: Date | null;
  @Column('text', { nullable: true }) reason: string | null;

  static filed({ id, decidedBy }: ModerationDecision, filedBy: PersonId, text: string, now: Date): ModerationAppeal {
    return Object.assign(new ModerationAppeal(), {
      id: newId('moderationAppeal'), decisionId: id, firstDecidedBy: decidedBy, state: 'open', filedBy, filedAt: now, text, dueAt: now, aloneFrom: null, decidedBy: null, decidedAt: null, reason: null,
    });
  }
}
