import { ApiProperty } from '@nestjs/swagger';
import { showId } from '@app/kernel';
import { payoutLifecycle, type PayoutState } from '../payments.lifecycle';
import type { PayoutHold } from '../payout-hold.entity';
import type { Payout } from '../payout.entity';
import { AmountView } from './money.view';

/** Staff hold it back for the time being; it stays its payee's */
export class HoldView {
  since: string;
  /** A code */
  reason: string;
  /** Why, in the words of who decided */
  told: string;
  /** By when staff look at it again */
  reviewAt: string;

  static of(hold: Pick<PayoutHold, 'since' | 'reason' | 'told' | 'reviewAt'> | undefined): HoldView | null {
    return hold ? Object.assign(new HoldView(), { since: hold.since.toISOString(), reason: hold.reason, told: hold.told, reviewAt: hold.reviewAt.toISOString() }) : null;
  }
}

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
  hold: HoldView | null;
  createdAt: string;
  @ApiProperty({ type: String, nullable: true })
  sentAt: string | null;
  /** Its number in the public log */
  @ApiProperty({ type: Number, nullable: true })
  record: number | null;

  static of({ id, awardId, amount, currency, state, reason, createdAt, sentAt, record }: Payout, hold: PayoutHold | undefined): PayoutView {
    return Object.assign(new PayoutView(), {
      id: showId('payout', id), awardId: showId('award', awardId), amount: AmountView.of(amount, currency), state, reason, hold: HoldView.of(hold),
      createdAt: createdAt.toISOString(), sentAt: sentAt?.toISOString() ?? null, record,
    });
  }
}

export class PayoutPage {
  items: PayoutView[];
  next?: string;
}
