import { ApiProperty } from '@nestjs/swagger';
import { type Actor, type IdKind, showId } from '@app/kernel';
import { fundingLifecycle, type FundingState, type PayeeStatus, payeeStatuses, payoutLifecycle, type PayoutState, refundLifecycle, type RefundState } from '../payments.lifecycle';
import { mayRetryPayout } from '../payments.policy';
import type { Stopped, StoppedPayout } from '../stopped-money.service';
import { AmountView } from './money.view';
import { HoldView } from './payout.view';

class StoppedView {
  id: string;
  organisationId: string;
  organisationName: string;
  amount: AmountView;
  /** Why, a code of the provider */
  @ApiProperty({ type: String, nullable: true })
  reason: string | null;
  /** Since when it waits, UTC */
  since: string;
}

/** As staff see it: who placed it cannot let it go */
export class PlacedHoldView extends HoldView {
  id: string;
  placedById: string;
  /** The decision of moderation that holds it; lifting that lets it go */
  decisionId: string;

  static placed(hold: NonNullable<StoppedPayout['hold']>): PlacedHoldView {
    const { id, since, reviewAt, placedBy, decisionId } = hold;
    const parts = { id: showId('payoutHold', id), placedById: showId('person', placedBy), decisionId: showId('moderationDecision', decisionId) };
    return Object.assign(new PlacedHoldView(), HoldView.of({ ...hold, since: new Date(since), reviewAt: new Date(reviewAt) }), parts);
  }
}

/** A payout that stopped or is held, or that waits for its payee for half a year */
export class StoppedPayoutView extends StoppedView {
  awardId: string;
  /** `unknown`: the provider's answer was lost, and is asked for again by itself */
  @ApiProperty({ enum: payoutLifecycle.states })
  state: PayoutState;
  /** How often it was tried since somebody last looked at it */
  tries: number;
  /** What the provider says about the payee; null where nobody said yet how they are paid */
  @ApiProperty({ enum: payeeStatuses, type: String, nullable: true })
  payeeStatus: PayeeStatus | null;
  hold: PlacedHoldView | null;
  /** What you may do: `retry` what was certainly refused */
  can: string[];

  static of(row: StoppedPayout, actor: Actor): StoppedPayoutView {
    const { awardId, state, tries, payeeStatus, organisationId, hold } = row;
    const can = payoutLifecycle.allows(state, 'retry') && mayRetryPayout(actor, organisationId) ? ['retry'] : [];
    return Object.assign(new StoppedPayoutView(), partsOf('payout', row), { awardId: showId('award', awardId), state, tries, payeeStatus, hold: hold && PlacedHoldView.placed(hold), can });
  }
}

/** A refund that failed: its amount is still owed to the sponsor */
export class FailedRefundView extends StoppedView {
  @ApiProperty({ enum: refundLifecycle.states })
  state: RefundState;

  static of(row: Stopped<RefundState>): FailedRefundView {
    return Object.assign(new FailedRefundView(), partsOf('refund', row), { state: row.state });
  }
}

/** A payment of a sponsor that failed and was not made again */
export class FailedFundingView extends StoppedView {
  @ApiProperty({ enum: fundingLifecycle.states })
  state: FundingState;

  static of(row: Stopped<FundingState>): FailedFundingView {
    return Object.assign(new FailedFundingView(), partsOf('funding', row), { state: row.state });
  }
}

function partsOf(kind: IdKind, { id, organisationId, organisationName, amount, currency, reason, since }: Stopped<string>): StoppedView {
  return { id: showId(kind, id), organisationId: showId('organisation', organisationId), organisationName, amount: AmountView.of(BigInt(amount), currency), reason, since: since.toISOString() };
}

export class StoppedPayoutPage {
  items: StoppedPayoutView[];
  next?: string;
}

export class FailedRefundPage {
  items: FailedRefundView[];
  next?: string;
}

export class FailedFundingPage {
  items: FailedFundingView[];
  next?: string;
}
