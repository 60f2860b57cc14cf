import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type Currency, type FundingId, type Id, newId, type OrganisationId } from '@app/kernel';
import { AmountColumn, Audited, InstantColumn, StateColumn } from '@app/platform';
import { refundLifecycle, type RefundState } from './payments.lifecycle';

/** Money back to a sponsor, out of one charge: parts of its bounty and fee, or a surplus. */
@Entity()
@Audited('amount', 'reason', 'failure')
export class Refund {
  @PrimaryColumn('uuid') id: Id<'refund'>;
  @Column('uuid') fundingId: FundingId;
  @Column('uuid') subjectId: string;
  @Column('uuid') organisationId: OrganisationId;
  @Column('uuid') chargeRowId: Id<'charge'>;
  @Column('text') currency: Currency;
  @AmountColumn() amount: bigint;
  @AmountColumn() bounty: bigint;
  @AmountColumn() fee: bigint;
  @Column('text') reason: string;
  @StateColumn(refundLifecycle) state: RefundState;
  /** The provider's code when it failed or waits. */
  @Column('text', { nullable: true }) failure: string | null;
  @Column('int') attempt: number;
  @InstantColumn({ nullable: true }) keyUsedAt: Date | null;
  @Column('text', { nullable: true }) providerId: string | null;
  @Column('text', { nullable: true }) providerTransactionId: string | null;
  @Column('int') tries: number;
  @InstantColumn({ nullable: true }) tryAt: Date | null;
  @InstantColumn({ nullable: true }) leasedUntil: Date | null;
  @InstantColumn() createdAt: Date;
  @InstantColumn({ nullable: true }) succeededAt: Date | null;
  @InstantColumn({ nullable: true }) failedAt: Date | null;

  get key(): string {
    return this.attempt === 1 ? `refund:${this.id}` : `refund:${this.id}:${this.attempt}`;
  }

  static of(terms: Pick<Refund, 'fundingId' | 'subjectId' | 'organisationId' | 'chargeRowId' | 'currency' | 'amount' | 'bounty' | 'fee' | 'reason'>, now: Date): Refund {
    return Object.assign(new Refund(), {
      id: newId('refund'), ...terms, state: 'created', failure: null, attempt: 1, keyUsedAt: null, providerId: null, providerTransactionId: null,
      tries: 0, tryAt: now, leasedUntil: null, createdAt: now, succeededAt: null, failedAt: null,
    });
  }
}
