import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type Id, newId, type PayoutId, type PersonId, type StateOf } from '@app/kernel';
import { Audited, InstantColumn, StateColumn } from '@app/platform';
import { payoutHoldLifecycle } from './payments.lifecycle';

export interface HoldTerms {
  /** A code, as whoever decided has them. */
  reason: string;
  /** What the payee is told, in plain words. */
  told: string;
  /** The decision behind it; a row of the module that decides. */
  decisionId: string;
  /** By when staff look at it again. */
  reviewAt: Date;
}

/** Staff stopped one payout before it was sent. It stays the payee's. */
@Entity()
@Audited('payoutId', 'since', 'reason', 'decisionId', 'reviewAt', 'aloneFrom')
export class PayoutHold {
  @PrimaryColumn('uuid') id: Id<'payoutHold'>;
  @Column('uuid') payoutId: PayoutId;
  @StateColumn(payoutHoldLifecycle) state: StateOf<typeof payoutHoldLifecycle>;
  @InstantColumn() since: Date;
  @Column('text') reason: string;
  @Column('text') told: string;
  @Column('uuid') decisionId: string;
  @Column('uuid') placedBy: PersonId;
  @InstantColumn({ nullable: true }) releasedAt: Date | null;
  /** By when staff look at it again; its payee knows. It holds on until it is released. */
  @InstantColumn() reviewAt: Date;
  /** When to ask whether anybody else is there to release it. */
  @InstantColumn({ nullable: true }) dueAt: Date | null;
  /** From when on who placed it may release it too, since nobody else is there to. */
  @InstantColumn({ nullable: true }) aloneFrom: Date | null;
  /** Somebody else than who placed it, but after `aloneFrom`. */
  @Column('uuid', { nullable: true }) releasedBy: PersonId | null;

  static of(payoutId: PayoutId, { reason, told, decisionId, reviewAt }: HoldTerms, placedBy: PersonId, since: Date): PayoutHold {
    return Object.assign(new PayoutHold(), { id: newId('payoutHold'), payoutId, state: 'in_force', since, reason, told, decisionId, placedBy, reviewAt, dueAt: reviewAt, releasedAt: null, aloneFrom: null, releasedBy: null } satisfies PayoutHold);
  }
}
