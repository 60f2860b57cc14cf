import { ApiProperty } from '@nestjs/swagger';
import type { BacklogNow, GivenUpRow } from '@app/platform';

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

/** One queue; its jobs are nudges, the work itself stands in the outbox */
export class QueueView {
  name: string;
  waiting: number;
  active: number;
  delayed: number;
  failed: number;
}

/** How much work waits on the whole platform */
export class BacklogView {
  /** Asked for, not done yet, still being tried */
  pending: number;
  /** When the oldest of it was asked for, UTC */
  @ApiProperty({ type: String, nullable: true })
  oldestSince: string | null;
  /** Failed so often that it waits for a person */
  givenUp: number;
  queues: QueueView[];

  static of({ pending, oldestSince, givenUp, queues }: BacklogNow): BacklogView {
    return Object.assign(new BacklogView(), {
      pending, oldestSince: oldestSince?.toISOString() ?? null, givenUp,
      queues: Object.entries(queues).map(([name, counts]) => ({ name, waiting: 0, active: 0, delayed: 0, failed: 0, ...counts })),
    });
  }
}
