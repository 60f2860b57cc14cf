import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type ChallengeId, type Id, newId, type PhaseId } from '@app/kernel';
import { AmountColumn, Audited, InstantColumn, Lockable, StateColumn } from '@app/platform';
import type { PhaseForm } from './challenge.form';
import { phaseLifecycle, type PhaseState } from './challenge.lifecycle';
import type { PhaseKind, PrizeKind } from './challenge.values';

/** A dated stage; criteria, form, prizes, seal key and panel hang on it. */
@Entity()
@Lockable('phase')
@Audited('position', 'kind', 'opensAt', 'closesAt', 'judgingEndsAt', 'resultsAt', 'orderShownAt')
export class Phase {
  @PrimaryColumn('uuid') id: PhaseId;
  @Column('uuid') challengeId: ChallengeId;
  /** From 1. */
  @Column('int') position: number;
  @Column('text') kind: PhaseKind;
  @StateColumn(phaseLifecycle) state: PhaseState;
  @InstantColumn({ nullable: true }) opensAt: Date | null;
  /** The first instant that is late. */
  @InstantColumn({ nullable: true }) closesAt: Date | null;
  @InstantColumn({ nullable: true }) judgingEndsAt: Date | null;
  @InstantColumn({ nullable: true }) resultsAt: Date | null;
  /** When the sponsor first saw the judges’ order. From then on only staff change who judges, only their substitutes still score, and nobody questions a submission. */
  @InstantColumn({ nullable: true }) orderShownAt: Date | null;
  /** When its sponsor was reminded that it is due and not paid for. */
  @InstantColumn({ nullable: true }) paymentRemindedAt: Date | null;
  @Column('jsonb') form: PhaseForm;

  static planned(challengeId: ChallengeId, position: number): Phase {
    return Object.assign(new Phase(), { id: newId('phase'), challengeId, position, state: phaseLifecycle.states[0]!, resultsAt: null, orderShownAt: null, paymentRemindedAt: null });
  }
}

/** What judges score, and how much it counts: the weights of a phase sum to 100. */
@Entity()
@Audited('position', 'title', 'weight')
export class Criterion {
  @PrimaryColumn('uuid') id: Id<'criterion'>;
  @Column('uuid') phaseId: PhaseId;
  /** From 1. */
  @Column('int') position: number;
  @Column('text') title: string;
  @Column('text', { nullable: true }) description: string | null;
  @Column('int') weight: number;

  static in(phaseId: PhaseId): Criterion {
    return Object.assign(new Criterion(), { id: newId('criterion'), phaseId });
  }
}

/** One part of the bounty. */
@Entity()
@Audited('kind', 'place', 'title', 'amount')
export class Prize {
  @PrimaryColumn('uuid') id: Id<'prize'>;
  @Column('uuid') challengeId: ChallengeId;
  @Column('uuid') phaseId: PhaseId;
  @Column('int') position: number;
  @Column('text') kind: PrizeKind;
  /** 1 is first; placements only. */
  @Column('int', { nullable: true }) place: number | null;
  @Column('text') title: string;
  /** Minor units of the challenge's currency; 0 where the bounty is `none`. */
  @AmountColumn() amount: bigint;

  static in(challengeId: ChallengeId, phaseId: PhaseId): Prize {
    return Object.assign(new Prize(), { id: newId('prize'), challengeId, phaseId });
  }
}
