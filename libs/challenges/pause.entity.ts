import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type ChallengeId, type Id, newId, type PersonId, type StateOf } from '@app/kernel';
import { AmountColumn, Audited, InstantColumn, StateColumn } from '@app/platform';
import { pauseLifecycle } from './challenge.lifecycle';
import type { PauseReason } from './challenge.values';

export interface PauseTerms {
  /** Everybody reads this. */
  reason: PauseReason;
  /** For staff. */
  note: string | null;
}

/** The clock of a challenge stands still. Its dates move by as much when it goes on. */
@Entity()
@Audited('since', 'reason', 'limitAt', 'movedMs')
export class Pause {
  @PrimaryColumn('uuid') id: Id<'pause'>;
  @Column('uuid') challengeId: ChallengeId;
  @StateColumn(pauseLifecycle) state: StateOf<typeof pauseLifecycle>;
  @InstantColumn() since: Date;
  @Column('text') reason: PauseReason;
  @Column('text', { nullable: true }) note: string | null;
  /** Null where the platform did it. */
  @Column('uuid', { nullable: true }) pausedBy: PersonId | null;
  /** When it goes on at the latest, since the money may not be held longer; null where nothing was paid. */
  @InstantColumn({ nullable: true }) limitAt: Date | null;
  @InstantColumn({ nullable: true }) endedAt: Date | null;
  /** By how much the dates moved, once it went on. */
  @AmountColumn({ nullable: true }) movedMs: bigint | null;

  static of(challengeId: ChallengeId, { reason, note }: PauseTerms, pausedBy: PersonId | null, since: Date, limitAt: Date | null): Pause {
    return Object.assign(new Pause(), { id: newId('pause'), challengeId, state: 'in_force', since, reason, note, pausedBy, limitAt, endedAt: null, movedMs: null } satisfies Pause);
  }
}
