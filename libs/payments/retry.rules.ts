import { after, day, hour, minute, second } from '@app/kernel';

/** The provider forgets a key after 24 hours; an hour before that a retry under it is no longer safe. */
export const keyTrustedFor = 23 * hour;

/** How long somebody may be busy with one payout or refund before another takes over. */
export const lease = 2 * minute;

export const waitForBalance = hour;

/** When to try again after so many tries: half a minute, doubling, at most six hours, spread by chance so that not all come at once. */
export function nextTry(now: Date, tries: number, chance = Math.random()): Date {
  const wait = Math.min(30 * second * 2 ** Math.min(tries, 20), 6 * hour);
  return after(now, Math.round(wait * (0.75 + chance / 2)));
}

/** When to look again for news that may have been lost: a minute, doubling, at most an hour. */
export function nextLook(now: Date, looks: number): Date {
  return after(now, Math.min(minute * 2 ** Math.min(looks, 20), hour));
}

/** On which days after an award became payable its payee is told again that it cannot be paid; on the last, staff find it too. */
const reminders = [7, 30, 90, 180];

/** When the payee of a payout that waits since then is reminded next; null after the last time. */
export function nextReminder(since: Date, now: Date): Date | null {
  return reminders.map((days) => after(since, days * day)).find((at) => at > now) ?? null;
}

/** Whether a key first used then may still be repeated. */
export function isKeyTrusted(usedAt: Date, now: Date): boolean {
  return now.getTime() - usedAt.getTime() < keyTrustedFor;
}
