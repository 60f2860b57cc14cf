import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ChallengeId, EntryId, Id, PersonId, PhaseId, SubmissionId } from '@app/kernel';
import { InstantColumn } from '@app/platform';
import type { DecisionRecord } from './decision-record';

export type DecidedHow = 'by_ranking' | 'sponsor_choice' | 'silence' | 'nothing_submitted' | 'nobody_eligible';

/** How a phase was decided, for good: hashed, and recorded in the log. */
@Entity()
export class Decision {
  @PrimaryColumn('uuid') id: Id<'decision'>;
  @Column('uuid') phaseId: PhaseId;
  @Column('uuid') challengeId: ChallengeId;
  @Column('text') how: DecidedHow;
  @Column('jsonb') record: DecisionRecord;
  /** SHA-256 of the record as canonical manifest, lowercase hex. */
  @Column('text') hash: string;
  /** Its place in the log. */
  @Column('bigint', { transformer: { to: (seq: number) => seq, from: Number } }) seq: number;
  /** Null where the ranking or the clock decided. */
  @Column('uuid', { nullable: true }) decidedBy: PersonId | null;
  @InstantColumn() decidedAt: Date;
}

/** Who takes which placement. */
@Entity()
export class DecisionPlace {
  @PrimaryColumn('uuid') decisionId: Id<'decision'>;
  @PrimaryColumn('uuid') prizeId: Id<'prize'>;
  @Column('int') place: number;
  @Column('uuid') submissionId: SubmissionId;
  @Column('uuid') entryId: EntryId;
}
