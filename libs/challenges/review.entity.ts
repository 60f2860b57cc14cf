import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type ChallengeId, type Id, newId, type PersonId } from '@app/kernel';
import { InstantColumn } from '@app/platform';
import type { DraftParts } from './draft-parts';

export const reviewOutcomes = ['approve', 'request_changes'] as const;
export type ReviewOutcome = (typeof reviewOutcomes)[number];

/** One thing staff want changed: where (RFC 6901 into the draft) and what. */
export interface RequestedEdit {
  pointer: string;
  text: string;
}

/** One decision of staff on a draft; all of them stay. */
@Entity()
export class Review {
  @PrimaryColumn('uuid') id: Id<'review'>;
  @Column('uuid') challengeId: ChallengeId;
  @Column('text') outcome: ReviewOutcome;
  @Column('text') reason: string;
  @Column('jsonb') edits: RequestedEdit[];
  /** The draft as it was read; unknown of what was decided before this was kept. */
  @Column('jsonb', { nullable: true }) parts: DraftParts | null;
  @Column('uuid') reviewerId: PersonId;
  @InstantColumn() requestedAt: Date;
  @InstantColumn() at: Date;

  static of(facts: Omit<Review, 'id'>): Review {
    return Object.assign(new Review(), { id: newId('review'), ...facts });
  }
}
