/** A staff role counts for this many days of the platform's time after somebody last confirmed it. */
export const staffRoleLasts = 365;

export function isStaffGrantLive(confirmedAt: Date, now: Date): boolean {
  return now.getTime() - confirmedAt.getTime() < staffRoleLasts * 24 * 60 * 60 * 1000;
}
