import { after, day } from '@app/kernel';

/** Numbers of the rule card that a silent sponsor's clock goes by. */
export interface SilenceNumbers {
  silentReminderDays: readonly number[];
  silentDays: number;
}

export interface Silence {
  /** The no-award rule runs now. */
  isOver: boolean;
  /** How many reminders are due by now. Those that were missed are not sent late: the newest says everything. */
  reminders: number;
  /** When something happens next. */
  nextAt: Date;
}

/** Nobody decided though they could since `from`: what is due now, and when the platform looks again. */
export function silenceAt(now: Date, from: Date, { silentReminderDays, silentDays }: SilenceNumbers): Silence {
  const [over, ...reminders] = [silentDays, ...silentReminderDays].map((days) => after(from, days * day)) as [Date, ...Date[]];
  const ahead = reminders.filter((at) => at > now);
  return { isOver: now >= over, reminders: reminders.length - ahead.length, nextAt: [...ahead, over].reduce((a, b) => (b < a ? b : a)) };
}
