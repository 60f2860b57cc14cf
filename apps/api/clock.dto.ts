import { IsInstant } from '@app/platform';

export class ClockDto {
  /** The time to move to */
  @IsInstant()
  now: Date;
}
