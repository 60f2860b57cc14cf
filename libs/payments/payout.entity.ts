import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type Currency, newId, type OrganisationId, type PayoutId } from '@app/kernel';
import { AmountColumn, Audited, InstantColumn, Lockable, StateColumn } from '@app/platform';
import { payoutLifecycle, type PayoutState } from './payments.lifecycle';

/** Money to one payee for one award; it owns a transfer for each charge the money comes from. */
@Entity()
@Lockable('payout')
@Audited('amount', 'reason', 'destination')
export class Payout {
  @PrimaryColumn('uuid') id: PayoutId;
  @Column('uuid') awardId: string;
  @Column('uuid') subjectId: string;
  @Column('uuid') organisationId: OrganisationId;
  @Column('text') currency: Currency;
  @AmountColumn() amount: bigint;
  @StateColumn(payoutLifecycle) state: PayoutState;
  /** The payee's account, taken from the verified payee when sending begins; then it stays. */
  @Column('text', { nullable: true }) destination: string | null;
  /** Why it is not sent: a code of the provider. */
  @Column('text', { nullable: true }) reason: string | null;
  @Column('int') tries: number;
  /** When to go on with it; null while it waits for somebody. */
  @InstantColumn({ nullable: true }) tryAt: Date | null;
  /** Since when it does not go as it should; null while nothing is wrong. */
  @InstantColumn({ nullable: true }) stoppedAt: Date | null;
  /** When its payee is told next that it waits for them; counts only while it does. */
  @InstantColumn({ nullable: true }) remindAt: Date | null;
  /** Somebody is at it until then. */
  @InstantColumn({ nullable: true }) leasedUntil: Date | null;
  @InstantColumn() createdAt: Date;
  @InstantColumn({ nullable: true }) sentAt: Date | null;
  /** Its place in the tamper-evident log. */
  @Column('int', { nullable: true }) record: number | null;

  static of(terms: Pick<Payout, 'awardId' | 'subjectId' | 'organisationId' | 'currency' | 'amount'>, isPayable: boolean, now: Date): Payout {
    return Object.assign(new Payout(), {
      id: newId('payout'), ...terms, state: isPayable ? 'ready' : 'awaiting_payee', destination: null, reason: null, tries: 0,
      tryAt: isPayable ? now : null, stoppedAt: null, remindAt: isPayable ? null : now, leasedUntil: null, createdAt: now, sentAt: null, record: null,
    });
  }
}
