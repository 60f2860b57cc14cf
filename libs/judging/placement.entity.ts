import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { EntryId, Id, PhaseId, SubmissionId } from '@app/kernel';

/** Who holds a placement now. The decision stays as it was; this follows the award when its winner gives it up. */
@Entity()
export class Placement {
  @PrimaryColumn('uuid') prizeId: Id<'prize'>;
  @Column('uuid') phaseId: PhaseId;
  @Column('int') place: number;
  @Column('uuid') submissionId: SubmissionId;
  @Column('uuid') entryId: EntryId;

  static of(parts: Pick<Placement, 'prizeId' | 'phaseId' | 'place' | 'submissionId' | 'entryId'>): Placement {
    return Object.assign(new Placement(), parts);
  }
}
