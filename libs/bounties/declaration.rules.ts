import { after, day } from '@app/kernel';

/** Days after it was asked for on which those who may sign it are reminded. */
const reminderDays = [7, 14];

/** The next reminder after `now`. */
export function nextReminder(askedAt: Date, now: Date): Date | undefined {
  return reminderDays.map((days) => after(askedAt, days * day)).find((at) => at > now);
}

/** Which reminder is due at `now`; one that was missed is not sent late beside it. */
export function reminderNumber(askedAt: Date, now: Date): number {
  return reminderDays.filter((days) => after(askedAt, days * day) <= now).length;
}
