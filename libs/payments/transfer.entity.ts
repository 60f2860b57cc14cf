import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type Id, newId, type PayoutId } from '@app/kernel';
import { AmountColumn, Audited, InstantColumn, StateColumn } from '@app/platform';
import { transferLifecycle, type TransferState } from './payments.lifecycle';

/** One transfer at the provider, out of one charge. The provider's key belongs to this row, never to chance. */
@Entity()
@Audited('amount', 'attempt', 'providerId')
export class Transfer {
  @PrimaryColumn('uuid') id: Id<'transfer'>;
  @Column('uuid') payoutId: PayoutId;
  /** Our row of the charge it comes from. */
  @Column('uuid') chargeRowId: Id<'charge'>;
  @AmountColumn() amount: bigint;
  @StateColumn(transferLifecycle) state: TransferState;
  /** Grows when the provider certainly did not execute: another attempt under the old key would replay the refusal. */
  @Column('int') attempt: number;
  /** When the present key was first used: the provider forgets a key after a day. */
  @InstantColumn({ nullable: true }) keyUsedAt: Date | null;
  /** `tr_…` at the provider. */
  @Column('text', { nullable: true }) providerId: string | null;
  @Column('text', { nullable: true }) providerTransactionId: string | null;
  @InstantColumn({ nullable: true }) sentAt: Date | null;

  get key(): string {
    return this.attempt === 1 ? `transfer:${this.id}` : `transfer:${this.id}:${this.attempt}`;
  }

  static of(terms: Pick<Transfer, 'payoutId' | 'chargeRowId' | 'amount'>): Transfer {
    return Object.assign(new Transfer(), { id: newId('transfer'), ...terms, state: 'created', attempt: 1, keyUsedAt: null, providerId: null, providerTransactionId: null, sentAt: null });
  }
}
