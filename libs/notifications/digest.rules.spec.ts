import { nextDigestAt, zoneOf } from './digest.rules';

it.each([
  ['before seven', '2026-06-15T04:59:00Z', 'Europe/Berlin', '2026-06-15T05:00:00.000Z'],
  ['at seven the next day', '2026-06-15T05:00:00Z', 'Europe/Berlin', '2026-06-16T05:00:00.000Z'],
  ['where it is tomorrow already', '2026-06-15T16:00:00Z', 'Asia/Tokyo', '2026-06-15T22:00:00.000Z'],
  ['over the start of summer time', '2026-03-28T12:00:00Z', 'Europe/Berlin', '2026-03-29T05:00:00.000Z'],
  ['over its end', '2026-10-24T12:00:00Z', 'Europe/Berlin', '2026-10-25T06:00:00.000Z'],
  ['late in the evening of a short day', '2026-03-28T22:30:00Z', 'Europe/Berlin', '2026-03-29T05:00:00.000Z'],
  ['at 14 hours ahead', '2026-01-01T18:00:00Z', 'Pacific/Kiritimati', '2026-01-02T17:00:00.000Z'],
  ['in UTC', '2026-01-01T23:59:59Z', 'UTC', '2026-01-02T07:00:00.000Z'],
])('the digest leaves at seven by the reader’s clock: %s', (_, now, zone, at) => {
  expect(nextDigestAt(new Date(now), zone).toISOString()).toBe(at);
});

it.each([['DE', 'Europe/Berlin'], ['ES', 'Europe/Madrid'], ['PT', 'Europe/Lisbon'], ['NZ', 'Pacific/Auckland'], ['CL', 'America/Santiago'], ['CN', 'Asia/Shanghai'], ['EC', 'America/Guayaquil'], ['MY', 'Asia/Kuala_Lumpur']])(
  'of several zones %s suggests where nearly everybody is: %s', (country, zone) => expect(zoneOf(country)).toBe(zone),
);

it('a country suggests its zone, or the middle one of several, and none that exists nowhere', () => {
  expect(['NL', 'JP', 'IN', 'XX'].map(zoneOf).map((zone) => zone.replace('Calcutta', 'Kolkata'))).toEqual(['Europe/Amsterdam', 'Asia/Tokyo', 'Asia/Kolkata', 'UTC']);
  expect(zoneOf('US')).toMatch(/^America\/(Chicago|Indiana|Menominee|North_Dakota|New_York|Detroit|Kentucky)/);
});
