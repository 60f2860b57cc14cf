import { IsText } from '@app/platform';

export class RetryPayoutDto {
  /** What was wrong and why it will work now; kept in the audit trail */
  @IsText(2000, { shortest: 3 })
  reason: string;
}
