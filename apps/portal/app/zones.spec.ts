import { instantIn, isZone, wallClock } from './zones';

it.each([
  ['2026-06-03T17:00', 'Europe/Berlin', '2026-06-03T15:00:00.000Z'],
  ['2026-12-03T17:00', 'Europe/Berlin', '2026-12-03T16:00:00.000Z'],
  ['2026-06-03T17:00', 'Asia/Tokyo', '2026-06-03T08:00:00.000Z'],
  ['2026-06-03T17:00', 'America/New_York', '2026-06-03T21:00:00.000Z'],
  ['2026-06-03T17:00', 'Asia/Kolkata', '2026-06-03T11:30:00.000Z'],
])('%s in %s is %s, and back', (local, zone, instant) => {
  expect([instantIn(local, zone), wallClock(instant, zone)]).toEqual([instant, local]);
});

it('moves a time that summer time skips on by the gap', () => {
  expect(instantIn('2026-03-29T02:30', 'Europe/Berlin')).toBe('2026-03-29T01:30:00.000Z');
});

it('knows what is no time and no zone', () => {
  expect([instantIn('tomorrow', 'UTC'), instantIn('2026-13-01T10:00', 'UTC'), isZone('Europe/Berlin'), isZone('Berlin'), isZone('')]).toEqual([undefined, undefined, true, false, false]);
});
