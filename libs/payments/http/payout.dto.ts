import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { Optional, PageQuery } from '@app/platform';
import { payoutLifecycle, type PayoutState } from '../payments.lifecycle';

/** Which payouts of an organisation */
export class PayoutsQuery extends PageQuery {
  /** Only those in this state */
  @ApiPropertyOptional({ enum: payoutLifecycle.states })
  @Optional()
  @IsIn(payoutLifecycle.states)
  state?: PayoutState;
}
