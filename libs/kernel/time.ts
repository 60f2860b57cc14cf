export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** `when` moved by `ms` milliseconds; days are of 24 hours, since all business time is UTC. */
export function after(when: Date, ms: number): Date {
  return new Date(when.getTime() + ms);
}

export function latest(first: Date, ...others: Date[]): Date {
  return others.reduce((max, one) => (one > max ? one : max), first);
}

/** "2026-06-15 12:00 UTC", for a text that does not know its reader's zone. */
export function instantText(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
