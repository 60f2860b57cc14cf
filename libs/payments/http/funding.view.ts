import { ApiProperty } from '@nestjs/swagger';
import { type Actor, showId } from '@app/kernel';
import type { Charge } from '../charge.entity';
import type { Funding } from '../funding.entity';
import { chargeLifecycle, type ChargeState, fundingLifecycle, type FundingState } from '../payments.lifecycle';
import { mayPay } from '../payments.policy';
import { AmountView } from './money.view';

/** One payment at the provider */
export class ChargeView {
  /** From 1 */
  position: number;
  amount: AmountView;
  @ApiProperty({ enum: chargeLifecycle.states })
  state: ChargeState;
  /** When the provider took it, UTC */
  @ApiProperty({ type: String, nullable: true })
  paidAt: string | null;

  static of({ position, amount, state, paidAt }: Charge, { currency }: Funding): ChargeView {
    return Object.assign(new ChargeView(), { position, amount: AmountView.of(amount, currency), state, paidAt: paidAt?.toISOString() ?? null });
  }
}

/** Money in: bounty and fee of one challenge */
export class FundingView {
  id: string;
  organisationId: string;
  @ApiProperty({ enum: fundingLifecycle.states })
  state: FundingState;
  bounty: AmountView;
  fee: AmountView;
  /** Bounty and fee together: what is paid */
  total: AmountView;
  charges: ChargeView[];
  createdAt: string;
  @ApiProperty({ type: String, nullable: true })
  capturedAt: string | null;
  version: number;
  /** What you may do: `pay` */
  can: string[];

  static of(funding: Funding, charges: readonly Charge[], actor: Actor): FundingView {
    const { currency, state, bounty, fee, createdAt, capturedAt, version } = funding;
    return Object.assign(new FundingView(), {
      id: showId('funding', funding.id),
      organisationId: showId('organisation', funding.organisationId),
      state,
      bounty: AmountView.of(bounty, currency),
      fee: AmountView.of(fee, currency),
      total: AmountView.of(bounty + fee, currency),
      charges: charges.filter(({ isSurplus }) => !isSurplus).map((charge) => ChargeView.of(charge, funding)),
      createdAt: createdAt.toISOString(),
      capturedAt: capturedAt?.toISOString() ?? null,
      version,
      can: fundingLifecycle.allows(state, 'open') && mayPay(actor, funding.organisationId) ? ['pay'] : [],
    });
  }
}

export class CheckoutView {
  /** The provider's page */
  url: string;

  static of({ url }: { url: string }): CheckoutView {
    return Object.assign(new CheckoutView(), { url });
  }
}
