import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type Id, newId, type PersonId, type SubmissionId } from '@app/kernel';
import { Audited, InstantColumn } from '@app/platform';
import type { IneligibleGround } from './submission.lifecycle';

/** The sponsor says that a submission breaks a clause of the rule card; staff decide. */
@Entity()
@Audited('clause', 'outcome', 'ground')
export class EligibilityReview {
  @PrimaryColumn('uuid') id: Id<'eligibilityReview'>;
  @Column('uuid') submissionId: SubmissionId;
  /** Number of a clause of the rule card, from 1. */
  @Column('int') clause: number;
  @Column('text') reason: string;
  @Column('uuid', { nullable: true }) proposedBy: PersonId | null;
  @InstantColumn() proposedAt: Date;
  /** Staff answer before this; else it counts as eligible. */
  @InstantColumn() dueAt: Date;
  @Column('text', { nullable: true }) outcome: 'eligible' | 'ineligible' | null;
  @Column('text', { nullable: true }) ground: IneligibleGround | null;
  /** What staff say to the author. */
  @Column('text', { nullable: true }) statement: string | null;
  /** Null also where nobody answered in time. */
  @Column('uuid', { nullable: true }) decidedBy: PersonId | null;
  @InstantColumn({ nullable: true }) decidedAt: Date | null;

  static proposed(parts: Pick<EligibilityReview, 'submissionId' | 'clause' | 'reason' | 'proposedBy' | 'proposedAt' | 'dueAt'>): EligibilityReview {
    return Object.assign(new EligibilityReview(), { id: newId('eligibilityReview'), outcome: null, ground: null, statement: null, decidedBy: null, decidedAt: null, ...parts });
  }
}
