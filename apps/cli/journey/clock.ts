import type { Visitor } from './visitor';

/** The platform's clock, moved by staff; it only goes forward. */
export class Clock {
  constructor(private readonly staff: Visitor) {}

  async now(): Promise<Date> {
    return new Date((await this.staff.get<{ now: string }>('/admin/clock')).now);
  }

  /** Moves it to `when`, unless it is later already. */
  async reach(when: Date): Promise<void> {
    if ((await this.now()) < when) await this.staff.put('/admin/clock', { now: when.toISOString() });
  }
}
