import { after, day, hour, minute, second } from '@app/kernel';
import { isKeyTrusted, nextLook, nextReminder, nextTry } from './retry.rules';

const now = new Date('2026-11-22T12:00:00Z');
const wait = (until: Date) => until.getTime() - now.getTime();

it('tries again after half a minute, then ever later, at most every six hours', () => {
  expect([0, 1, 5, 30].map((tries) => wait(nextTry(now, tries, 0.5)))).toEqual([30 * second, minute, 16 * minute, 6 * hour]);
  expect([0, 1].map((chance) => wait(nextTry(now, 0, chance)))).toEqual([22_500, 37_500]);
});

it('looks for lost news after a minute, at most every hour', () => expect([0, 3, 40].map((looks) => wait(nextLook(now, looks)))).toEqual([minute, 8 * minute, hour]));

it('trusts a key for 23 hours', () => {
  expect(isKeyTrusted(now, new Date(now.getTime() + 23 * hour - 1))).toBe(true);
  expect(isKeyTrusted(now, new Date(now.getTime() + 23 * hour))).toBe(false);
});

it('reminds a payee after a week, a month, three months and half a year, then no more', () => {
  const told = (days: number) => nextReminder(now, after(now, days * day));
  expect([0, 6, 7, 29, 30, 100].map((days) => wait(told(days)!) / day)).toEqual([7, 7, 30, 30, 90, 180]);
  expect(told(180)).toBeNull();
});
