import { ApiProperty } from '@nestjs/swagger';
import { showId } from '@app/kernel';
import { AmountView, type StatementLine, statementKinds } from '@app/payments';

/** What it was for */
export class StatementChallengeView {
  id: string;
  title: string;
  slug: string;
}

/** One movement of an organisation's money */
export class StatementLineView {
  /** When it was booked, UTC */
  at: string;
  /** `charge`: paid by the organisation. `refund`: given back to it. `refund_returned`: what was given back came back to the platform, which still owes it. `payout`: sent to it. `fee_earned`, `fee_kept`: what of its payment the platform took as fee, because somebody was awarded, or nobody was */
  @ApiProperty({ enum: statementKinds })
  kind: StatementLine['kind'];
  amount: AmountView;
  /** What of a charge or refund is fee */
  @ApiProperty({ type: () => AmountView, nullable: true })
  fee: AmountView | null;
  @ApiProperty({ type: () => StatementChallengeView, nullable: true })
  challenge: StatementChallengeView | null;
  /** Id of the funding or payout it belongs to */
  reference: string;
  /** The provider's name for it; null where only the books moved */
  providerReference: string | null;

  static of({ at, kind, amount, fee, currency, belongsTo, providerReference }: StatementLine, challenge: StatementChallengeView | undefined): StatementLineView {
    return Object.assign(new StatementLineView(), {
      at: at.toISOString(), kind, amount: AmountView.of(amount, currency), fee: fee === null ? null : AmountView.of(fee, currency), challenge: challenge ?? null,
      reference: showId(kind === 'payout' ? 'payout' : 'funding', belongsTo), providerReference,
    });
  }
}

export class StatementPage {
  items: StatementLineView[];
  next?: string;
}
