import { after, day } from '@app/kernel';
import { silenceAt } from './silence.rules';

const deadline = new Date('2026-06-01T12:00:00Z');
const on = (days: number, ms = 0) => after(deadline, days * day + ms);
const numbers = { silentReminderDays: [7, 14, 21], silentDays: 30 };

it.each<[what: string, now: Date, silence: ReturnType<typeof silenceAt>]>([
  ['at the deadline nothing is due', on(0), { isOver: false, reminders: 0, nextAt: on(7) }],
  ['a moment before day 7', on(7, -1), { isOver: false, reminders: 0, nextAt: on(7) }],
  ['day 7', on(7), { isOver: false, reminders: 1, nextAt: on(14) }],
  ['day 14', on(14), { isOver: false, reminders: 2, nextAt: on(21) }],
  ['after a long rest', on(16), { isOver: false, reminders: 2, nextAt: on(21) }],
  ['day 21', on(21), { isOver: false, reminders: 3, nextAt: on(30) }],
  ['a moment before day 30', on(30, -1), { isOver: false, reminders: 3, nextAt: on(30) }],
  ['day 30', on(30), { isOver: true, reminders: 3, nextAt: on(30) }],
])('%s', (_, now, silence) => expect(silenceAt(now, deadline, numbers)).toEqual(silence));

it('a reminder never takes the place of the rule', () => {
  const late = { silentReminderDays: [7, 14], silentDays: 5 };
  expect(silenceAt(on(0), deadline, late)).toEqual({ isOver: false, reminders: 0, nextAt: on(5) });
  expect(silenceAt(on(5), deadline, late).isOver).toBe(true);
});
