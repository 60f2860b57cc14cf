import { ApiProperty } from '@nestjs/swagger';
import type { Currency } from '@app/kernel';
import { AmountView } from './money.view';

export const statementKinds = ['charge', 'refund', 'payout'] as const;
export type StatementKind = (typeof statementKinds)[number];

/** One movement of an organisation's money */
export class StatementLineView {
  /** When it was booked, UTC */
  at: string;
  /** `charge`: paid by the organisation. `refund`: given back to it. `payout`: sent to it */
  @ApiProperty({ enum: statementKinds })
  kind: StatementKind;
  amount: AmountView;
  /** Id of the funding or payout it belongs to */
  reference: string;
  /** The provider's name for it */
  providerReference: string;

  static of(line: { at: Date; kind: StatementKind; amount: bigint; currency: Currency; reference: string; providerReference: string }): StatementLineView {
    const { at, kind, amount, currency, reference, providerReference } = line;
    return Object.assign(new StatementLineView(), { at: at.toISOString(), kind, amount: AmountView.of(amount, currency), reference, providerReference });
  }
}

export class StatementPage {
  items: StatementLineView[];
  next?: string;
}
