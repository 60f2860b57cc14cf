import { IsIn } from 'class-validator';
import { type CancelReason, cancelReasons } from '@app/challenges';
import { IsText } from '@app/platform';

export class StaffCancellationDto {
  /** `platform`: it has to end though its sponsor did not ask for it */
  @IsIn(cancelReasons)
  reason: CancelReason;

  /** Why, in a few sentences; the sponsor and all who entered read it */
  @IsText(2000, { shortest: 3 })
  note: string;
}
