import { IsIn, IsString, MaxLength, MinLength } from 'class-validator';
import { type CancelReason, cancelReasons } from '@app/challenges';

export class StaffCancellationDto {
  /** `platform`: it has to end though its sponsor did not ask for it */
  @IsIn(cancelReasons)
  reason: CancelReason;

  /** Why, in a few sentences; the sponsor and all who entered read it */
  @IsString()
  @MinLength(3)
  @MaxLength(2000)
  note: string;
}
