import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ChallengeId, Id, PhaseId } from '@app/kernel';
import { InstantColumn } from '@app/platform';

/** The awards of a decision are announced: from now on what is left of its prizes can be settled. */
@Entity()
export class Announcement {
  @PrimaryColumn('uuid') phaseId: PhaseId;
  @Column('uuid') challengeId: ChallengeId;
  @Column('uuid') decisionId: Id<'decision'>;
  /** Nobody submitted anything in this phase. */
  @Column('boolean') isEmpty: boolean;
  @InstantColumn() at: Date;
  /** The first instant that is too late to object to its results: nothing goes back before. Null where nobody submitted. */
  @InstantColumn({ nullable: true }) objectBy: Date | null;
  /** When the tick settles what may go back then; null once it has. */
  @InstantColumn({ nullable: true }) dueAt: Date | null;

  static of(parts: Pick<Announcement, 'phaseId' | 'challengeId' | 'decisionId' | 'isEmpty' | 'at' | 'objectBy'>): Announcement {
    return Object.assign(new Announcement(), parts, { dueAt: parts.objectBy });
  }
}
