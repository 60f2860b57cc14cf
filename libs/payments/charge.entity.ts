import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type FundingId, type Id, newId } from '@app/kernel';
import { AmountColumn, Audited, InstantColumn, StateColumn } from '@app/platform';
import { chargeLifecycle, type ChargeState } from './payments.lifecycle';

/**
 * One payment at the provider. Its amount is `bounty` + `fee`; a `surplus` charge is money nobody asked for (an old page
 * paid after a new one), owed back from the first moment.
 */
@Entity()
@Audited('amount', 'chargeId', 'fee')
export class Charge {
  @PrimaryColumn('uuid') id: Id<'charge'>;
  @Column('uuid') fundingId: FundingId;
  @Column('int') position: number;
  @Column('boolean') isSurplus: boolean;
  @AmountColumn() amount: bigint;
  @AmountColumn() bounty: bigint;
  @AmountColumn() fee: bigint;
  @StateColumn(chargeLifecycle) state: ChargeState;
  /** How many sessions were asked for; part of the provider's key. */
  @Column('int') attempt: number;
  /** Where the payer comes back to: kept, since a repeated request under one key must be the same to the letter. */
  @Column('text', { nullable: true }) returnUrl: string | null;
  @Column('text', { nullable: true }) sessionId: string | null;
  @Column('text', { nullable: true }) paymentIntentId: string | null;
  /** `ch_…` at the provider. */
  @Column('text', { nullable: true }) chargeId: string | null;
  @Column('text', { nullable: true }) providerTransactionId: string | null;
  /** What the provider kept, in minor units; null until it says. */
  @AmountColumn({ nullable: true }) providerFee: bigint | null;
  /** When the provider took the money, by its clock. */
  @InstantColumn({ nullable: true }) paidAt: Date | null;
  /** When to ask the provider again, in case its event was lost. */
  @InstantColumn({ nullable: true }) lookAt: Date | null;
  @Column('int') looks: number;

  static of(fundingId: FundingId, position: number, parts: Pick<Charge, 'bounty' | 'fee'>): Charge {
    return Object.assign(new Charge(), { ...fresh, id: newId('charge'), fundingId, position, ...parts, amount: parts.bounty + parts.fee });
  }

  /** Money paid beside what was asked for. */
  static surplus(fundingId: FundingId, position: number, amount: bigint): Charge {
    return Object.assign(new Charge(), { ...fresh, id: newId('charge'), fundingId, position, isSurplus: true, amount });
  }
}

const fresh = {
  isSurplus: false, bounty: 0n, fee: 0n, state: 'created', attempt: 0, returnUrl: null, sessionId: null, paymentIntentId: null, chargeId: null,
  providerTransactionId: null, providerFee: null, paidAt: null, lookAt: null, looks: 0,
} as const;
