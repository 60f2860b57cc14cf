import { ApiProperty } from '@nestjs/swagger';
import type { Challenge } from '../challenge.entity';
import { type PauseReason, pauseReasons } from '../challenge.values';

/** Its clock stands still; dates that are ahead move by as long as it takes */
export class PausedView {
  since: string;
  @ApiProperty({ enum: pauseReasons })
  reason: PauseReason;

  static of({ pausedAt, pausedBecause }: Pick<Challenge, 'pausedAt' | 'pausedBecause'>): PausedView | null {
    return pausedAt ? Object.assign(new PausedView(), { since: pausedAt.toISOString(), reason: pausedBecause! }) : null;
  }
}
