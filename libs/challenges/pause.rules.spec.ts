import { after, day, hour } from '@app/kernel';
import { beginAfterPauses, clockOf, endAfterPauses, movedDates, pauseLength, pauseLimit } from './pause.rules';

const noon = new Date('2026-06-01T12:00:00Z');
const at = (days: number) => after(noon, days * day);
const phase = (state: 'planned' | 'open' | 'judging' | 'decided', opensAt: number, closesAt: number, judgingEndsAt: number) => ({ state, opensAt: at(opensAt), closesAt: at(closesAt), judgingEndsAt: at(judgingEndsAt) });

it('the clock stands still from the pause on', () => {
  expect([clockOf({ pausedAt: null }, at(3)), clockOf({ pausedAt: at(1) }, at(3))]).toEqual([at(3), at(1)]);
});

it.each([
  ['nothing was paid', [phase('open', 0, 10, 20)], undefined, null],
  ['there is room', [phase('open', 0, 10, 20)], at(50), at(30)],
  ['later phases count', [phase('open', 0, 10, 20), phase('planned', 21, 30, 40)], at(50), at(10)],
  ['what is decided does not', [phase('decided', 0, 10, 60), phase('open', 21, 30, 40)], at(50), at(10)],
  ['there is none', [phase('open', 0, 10, 20)], at(20), at(0)],
  ['it is past already', [phase('open', 0, 10, 20)], at(5), at(0)],
] as const)('a pause that begins now ends at the latest: %s', (_, phases, last, expected) => expect(pauseLimit(noon, phases, last)).toEqual(expected));

it.each([
  ['as long as it was', null, at(3), 3 * day],
  ['not longer than its limit', at(2), at(3), 2 * day],
  ['before its limit as long as it was', at(2), at(1), day],
  ['not at all where there is no room', at(0), at(3), 0],
])('%s', (_, limitAt, now, expected) => expect(pauseLength({ since: noon, limitAt }, now)).toBe(expected));

it.each([
  [phase('planned', 1, 2, 3), { opensAt: after(at(1), hour), closesAt: after(at(2), hour), judgingEndsAt: after(at(3), hour) }],
  [phase('open', -1, 2, 3), { closesAt: after(at(2), hour), judgingEndsAt: after(at(3), hour) }],
  [phase('judging', -2, -1, 3), { judgingEndsAt: after(at(3), hour) }],
  [phase('judging', -3, -2, -1), { judgingEndsAt: after(at(-1), hour) }],
  [phase('decided', -3, -2, -1), {}],
])('of a phase that is %j what is ahead moves', (before, expected) => expect(movedDates(before, hour)).toEqual(expected));

const pauses = [{ since: at(10), movedMs: BigInt(5 * day) }, { since: at(22), movedMs: BigInt(day) }];
it.each([
  ['it was over before', 10, 0, 10],
  ['it lay ahead', 11, 0, 16],
  ['the first moves it over the second', 18, 0, 24],
  ['it began meanwhile', 20, 13, 22],
  ['it began afterwards', 30, 25, 30],
])('an end after pauses: %s', (_, end, from, moved) => expect(endAfterPauses(at(end), at(from), pauses)).toEqual(at(moved)));

it('a clock loses every pause since it began', () => expect([0, 13, 20, 25].map((from) => beginAfterPauses(at(from), pauses))).toEqual([at(6), at(16), at(21), at(25)]));
