import { after, day } from '@app/kernel';

/** When a reminder of an end is due: three days before, one where there is little time, none where there is hardly any. */
export function remindAt(from: Date, end: Date): Date | undefined {
  const days = (end.getTime() - from.getTime()) / day;
  if (days >= 6) return after(end, -3 * day);
  return days >= 2 ? after(end, -day) : undefined;
}
