import { ApiProperty } from '@nestjs/swagger';
import { showId } from '@app/kernel';
import { AmountView, type StatementLine, type StatementTotal, statementKinds } from '@app/payments';
import { type AwardKind, awardKinds } from '../award.rules';

/** What it was for */
export class StatementChallengeView {
  id: string;
  title: string;
  slug: string;
}

/** The award it was for */
export class StatementAwardView {
  @ApiProperty({ enum: awardKinds })
  kind: AwardKind;
  /** Null for a compensation: it is of no prize in particular */
  prizeTitle: string | null;
}

/** One movement of an organisation's money */
export class StatementLineView {
  /** When it was booked, UTC */
  at: string;
  /** `charge`: paid by the organisation. `refund`: given back to it. `refund_returned`: what was given back came back to the platform, which still owes it. `payout`: sent to it. `fee_earned`, `fee_kept`: what of its payment the platform took as fee, because prize money went to solvers, or none did. `award_released`: what of its payment went to an award */
  @ApiProperty({ enum: statementKinds })
  kind: StatementLine['kind'];
  amount: AmountView;
  /** What of a charge or refund is fee */
  @ApiProperty({ type: () => AmountView, nullable: true })
  fee: AmountView | null;
  @ApiProperty({ type: () => StatementChallengeView, nullable: true })
  challenge: StatementChallengeView | null;
  /** Of a payout, or of what went to an award */
  @ApiProperty({ type: () => StatementAwardView, nullable: true })
  award: StatementAwardView | null;
  /** Id of the funding or payout it belongs to */
  reference: string;
  /** The provider's name for it; null where only the books moved */
  providerReference: string | null;

  static of({ at, kind, amount, fee, currency, belongsTo, providerReference }: StatementLine, challenge: StatementChallengeView | undefined, award: StatementAwardView | undefined): StatementLineView {
    return Object.assign(new StatementLineView(), {
      at: at.toISOString(), kind, amount: AmountView.of(amount, currency), fee: fee === null ? null : AmountView.of(fee, currency), challenge: challenge ?? null, award: award ?? null,
      reference: showId(kind === 'payout' ? 'payout' : 'funding', belongsTo), providerReference,
    });
  }
}

/** What of one kind moved so far in one currency, on all pages */
export class StatementTotalView {
  @ApiProperty({ enum: statementKinds })
  kind: StatementLine['kind'];
  amount: AmountView;
  /** Of that the platform's fee; null where no fee is in it */
  @ApiProperty({ type: () => AmountView, nullable: true })
  fee: AmountView | null;

  static of({ kind, amount, fee, currency }: StatementTotal): StatementTotalView {
    return Object.assign(new StatementTotalView(), { kind, amount: AmountView.of(amount, currency), fee: fee === null ? null : AmountView.of(fee, currency) });
  }
}

export class StatementPage {
  items: StatementLineView[];
  /** By currency, of all lines and not of this page alone */
  totals: StatementTotalView[];
  next?: string;
}
