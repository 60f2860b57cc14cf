/** A staff role counts for this many days of the platform's time after somebody last confirmed it. */
export const staffRoleLasts = 365;

export function staffRoleEnds(confirmedAt: Date): Date {
  return new Date(confirmedAt.getTime() + staffRoleLasts * 24 * 60 * 60 * 1000);
}
