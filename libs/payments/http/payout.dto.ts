import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { Optional, PageQuery } from '@app/platform';
import { payoutLifecycle, type PayoutState } from '../payments.lifecycle';

export class PayoutsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: payoutLifecycle.states })
  @Optional()
  @IsIn(payoutLifecycle.states)
  state?: PayoutState;
}
