import { after, day, hour } from '@app/kernel';
import { remindAt } from './reminder.rules';

const start = new Date('2026-06-01T12:00:00Z');

it.each([
  [14 * day, -3 * day],
  [6 * day, -3 * day],
  [6 * day - hour, -day],
  [2 * day, -day],
  [2 * day - hour, undefined],
])('of something that takes %d ms people are reminded %d ms before its end', (length, before) => {
  const end = after(start, length);
  expect(remindAt(start, end)).toEqual(before === undefined ? undefined : after(end, before));
});
