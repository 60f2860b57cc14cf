import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ChallengeId, OrganisationId } from '@app/kernel';
import { InstantColumn } from '@app/platform';

/** Where an imported challenge came from: the row as it was sent, never edited. */
@Entity()
export class ChallengeSource {
  @PrimaryColumn('uuid') challengeId: ChallengeId;
  @Column('uuid') organisationId: OrganisationId;
  /** `source:id` of the row, unique in the organisation: a second import finds it. */
  @Column('text') key: string;
  @Column('jsonb') row: Record<string, unknown>;
  @InstantColumn() importedAt: Date;
}
