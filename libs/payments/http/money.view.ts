import { ApiProperty } from '@nestjs/swagger';
import { type Currency, currencyCodes, money, moneyToJson } from '@app/kernel';

/** An exact amount in minor units */
export class AmountView {
  /** Minor units (cents), at most 2^53 - 1 */
  amount: number;

  /** ISO 4217 code */
  @ApiProperty({ enum: currencyCodes })
  currency: Currency;

  static of(amount: bigint, currency: Currency): AmountView {
    return Object.assign(new AmountView(), moneyToJson(money(amount, currency)));
  }
}
