import { ApiProperty } from '@nestjs/swagger';
import type { GivenUpRow } from '@app/platform';

/** Work that was given up; what it is about stays in the database */
export class GivenUpView {
  /** Its number in the outbox */
  id: string;
  /** The event that was not heard, or the job that was not done */
  name: string;
  /** Who was to do it */
  @ApiProperty({ type: String, nullable: true })
  handler: string | null;
  attempts: number;
  /** What went wrong the last time */
  @ApiProperty({ type: String, nullable: true })
  error: string | null;
  /** When it was asked for, UTC */
  createdAt: string;
  /** When it was given up, UTC */
  failedAt: string;

  static of({ id, name, handler, attempts, error, createdAt, failedAt }: GivenUpRow): GivenUpView {
    return Object.assign(new GivenUpView(), { id, name, handler, attempts, error, createdAt: createdAt.toISOString(), failedAt: failedAt.toISOString() });
  }
}

export class GivenUpPage {
  items: GivenUpView[];
  next?: string;
}
