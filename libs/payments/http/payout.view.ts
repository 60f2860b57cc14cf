import { ApiProperty } from '@nestjs/swagger';
import { showId } from '@app/kernel';
import { payoutLifecycle, type PayoutState } from '../payments.lifecycle';
import type { Payout } from '../payout.entity';
import { AmountView } from './money.view';

/** Money to one payee for one award */
export class PayoutView {
  id: string;
  awardId: string;
  amount: AmountView;
  /** `unknown`: sent, and the provider's answer is awaited */
  @ApiProperty({ enum: payoutLifecycle.states })
  state: PayoutState;
  /** Why it is not sent, a code of the provider */
  @ApiProperty({ type: String, nullable: true })
  reason: string | null;
  createdAt: string;
  @ApiProperty({ type: String, nullable: true })
  sentAt: string | null;
  /** Its number in the public log */
  @ApiProperty({ type: Number, nullable: true })
  record: number | null;

  static of({ id, awardId, amount, currency, state, reason, createdAt, sentAt, record }: Payout): PayoutView {
    return Object.assign(new PayoutView(), {
      id: showId('payout', id), awardId: showId('award', awardId), amount: AmountView.of(amount, currency), state, reason,
      createdAt: createdAt.toISOString(), sentAt: sentAt?.toISOString() ?? null, record,
    });
  }
}

export class PayoutPage {
  items: PayoutView[];
  next?: string;
}
