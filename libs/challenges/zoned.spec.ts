import { instantIn, isZone, wallClock } from './zoned';

it.each([
  ['Europe/Berlin', true], ['America/Argentina/Buenos_Aires', true], ['UTC', true],
  ['+02:00', false], ['Europe/Atlantis', false], ['', false], ['../etc', false],
])('zone %s: %s', (zone, is) => expect(isZone(zone)).toBe(is));

it.each([
  ['2026-01-15T17:00:00', 'America/New_York', '2026-01-15T22:00:00.000Z'],
  ['2026-07-15T17:00', 'America/New_York', '2026-07-15T21:00:00.000Z'],
  ['2026-03-08T02:30:00', 'America/New_York', '2026-03-08T06:30:00.000Z'],
  ['2026-11-01T01:30:00', 'America/New_York', '2026-11-01T05:30:00.000Z'],
  ['2026-01-15T17:00:30', 'Asia/Kathmandu', '2026-01-15T11:15:30.000Z'],
  ['2026-01-15T17:00:00', 'UTC', '2026-01-15T17:00:00.000Z'],
])('%s in %s is %s', (local, zone, utc) => expect(instantIn(local, zone)?.toISOString()).toBe(utc));

it.each(['2026-13-01T00:00:00', '2026-01-15', 'soon', '2026-01-15T17:00:00Z'])('%s is no local time', (text) => expect(instantIn(text, 'UTC')).toBeUndefined());

it('reads the wall', () => {
  expect(wallClock(new Date('2026-11-21T23:00:00Z'), 'Europe/Berlin')).toEqual({ date: '2026-11-22', time: '00:00', weekday: 0 });
});
