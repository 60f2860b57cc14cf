import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Currency } from '@app/kernel';
import { AmountColumn, InstantColumn } from '@app/platform';

/** A balance transaction of the provider whose money was not available yet when it was booked. */
@Entity({ name: 'provider_movement' })
export class Movement {
  /** `txn_…` */
  @PrimaryColumn('text') id: string;
  @Column('text') currency: Currency;
  /** Signed: into our balance is positive; after the provider's fee. */
  @AmountColumn() net: bigint;
  @InstantColumn() availableOn: Date;
  @InstantColumn({ nullable: true }) settledAt: Date | null;

  static of(told: Pick<Movement, 'id' | 'currency' | 'net' | 'availableOn'>): Movement {
    return Object.assign(new Movement(), { ...told, settledAt: null });
  }
}
