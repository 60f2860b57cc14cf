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
