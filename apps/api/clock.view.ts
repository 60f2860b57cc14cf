export class ClockView {
  /** The platform's time, UTC */
  now: string;

  static of(now: Date): ClockView {
    return Object.assign(new ClockView(), { now: now.toISOString() });
  }
}
