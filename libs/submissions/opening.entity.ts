import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type Id, newId, type PersonId, type SubmissionId } from '@app/kernel';
import { InstantColumn } from '@app/platform';

export const openers = ['author', 'approver', 'judge', 'sponsor', 'staff'] as const;
export type Opener = (typeof openers)[number];

export const openedThings = ['draft', 'submission', 'manifest', 'file'] as const;
export type OpenedThing = (typeof openedThings)[number];

/**
 * Somebody read what is in a submission. Its author's side can see this log; each row has an audit entry beside it, which staff alone read
 * among all that was done, with its request, and which says neither what was read nor as whom.
 */
@Entity()
export class SubmissionOpening {
  @PrimaryColumn('uuid') id: Id<'opening'>;
  @Column('uuid') submissionId: SubmissionId;
  @InstantColumn() at: Date;
  @Column('uuid', { nullable: true }) personId: PersonId | null;
  @Column('text') opener: Opener;
  /** Whoever it was belonged to the sponsor then, in whichever part they read. */
  @Column('boolean') ofSponsor: boolean;
  @Column('text') thing: OpenedThing;
  @Column('uuid', { nullable: true }) fileId: Id<'file'> | null;

  static of(parts: Omit<SubmissionOpening, 'id'>): SubmissionOpening {
    return Object.assign(new SubmissionOpening(), { id: newId('opening'), ...parts });
  }
}
