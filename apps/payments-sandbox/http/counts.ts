interface Count {
  requests: number;
  replays: number;
  /** By HTTP status; 0 where no answer was sent. */
  statuses: Record<string, number>;
}

/** How often each endpoint was called since the start, and what was called that does not exist here. */
export class Counts {
  private routes = new Map<string, Count>();
  private unknowns = new Map<string, number>();

  request(route: string, status: number, replayed: boolean): void {
    const count = this.routes.get(route) ?? { requests: 0, replays: 0, statuses: {} };
    this.routes.set(route, count);
    count.requests += 1;
    if (replayed) count.replays += 1;
    count.statuses[status] = (count.statuses[status] ?? 0) + 1;
  }

  unknown(what: string): void {
    this.unknowns.set(what, (this.unknowns.get(what) ?? 0) + 1);
  }

  clear(): void {
    this.routes.clear();
    this.unknowns.clear();
  }

  toJSON(): { routes: Record<string, Count>; notModelled: Record<string, number> } {
    return { routes: Object.fromEntries(this.routes), notModelled: Object.fromEntries(this.unknowns) };
  }
}
