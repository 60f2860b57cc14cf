import { Column, Entity, PrimaryColumn } from 'typeorm';
import { type FundingId, type Id, newId } from '@app/kernel';
import { AmountColumn, Audited, StateColumn } from '@app/platform';
import { reservationLifecycle, type ReservationState } from './payments.lifecycle';

/** What one funding gives to one award: the ledger's hold `reservation:{id}` on its bounty account. */
@Entity()
@Audited('amount')
export class Reservation {
  @PrimaryColumn('uuid') id: Id<'reservation'>;
  @Column('uuid') awardId: string;
  @Column('uuid') fundingId: FundingId;
  @AmountColumn() amount: bigint;
  @StateColumn(reservationLifecycle) state: ReservationState;

  static of(terms: Pick<Reservation, 'awardId' | 'fundingId' | 'amount'>): Reservation {
    return Object.assign(new Reservation(), { id: newId('reservation'), ...terms, state: 'open' });
  }
}
