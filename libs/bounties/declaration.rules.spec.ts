import { after, day } from '@app/kernel';
import { nextReminder, reminderNumber } from './declaration.rules';

const askedAt = new Date('2026-03-01T10:00:00Z');

it.each<[days: number, number: number, next: number | undefined]>([
  [0, 0, 7],
  [6.9, 0, 7],
  [7, 1, 14],
  [13.9, 1, 14],
  [14, 2, undefined],
  [90, 2, undefined],
])('after %d days %d reminders were due, and the next is on day %s', (days, number, next) => {
  const now = after(askedAt, days * day);
  expect([reminderNumber(askedAt, now), nextReminder(askedAt, now)]).toEqual([number, next && after(askedAt, next * day)]);
});
