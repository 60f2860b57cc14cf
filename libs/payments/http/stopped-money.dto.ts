import { IsString, MaxLength, MinLength } from 'class-validator';

export class RetryPayoutDto {
  /** What was wrong and why it will work now; kept in the audit trail */
  @IsString()
  @MinLength(3)
  @MaxLength(2000)
  reason: string;
}
