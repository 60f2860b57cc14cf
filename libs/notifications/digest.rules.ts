import { after, day } from '@app/kernel';
import { instantIn, wallClock } from '@app/challenges';

/** When the day's digest leaves, by the reader's clock on the wall. */
export const digestHour = 7;

/** The next time it is that hour in `zone`, later than `now`. */
export function nextDigestAt(now: Date, zone: string): Date {
  const time = `T${String(digestHour).padStart(2, '0')}:00:00`;
  const dayOf = (at: Date) => instantIn(`${wallClock(at, zone).date}${time}`, zone)!;
  const today = dayOf(now);
  return today > now ? today : dayOf(after(today, day + day / 12));
}

const middles = new Map<string, string>();

/** Where somebody in a country probably is, until they say: its zone, or the middle one of several. */
export function zoneOf(country: string): string {
  const known = middles.get(country);
  if (known) return known;
  const zone = middleZone(country);
  middles.set(country, zone);
  return zone;
}

function middleZone(country: string): string {
  const region = new Intl.Locale('und', { region: country }) as Intl.Locale & { timeZones?: string[]; getTimeZones?(): string[] };
  const zones = region.getTimeZones?.() ?? region.timeZones ?? [];
  const january = new Date('2026-01-15T12:00:00Z');
  const wall = (zone: string) => `${wallClock(january, zone).date} ${wallClock(january, zone).time}`;
  return [...zones].sort((a, b) => wall(a).localeCompare(wall(b)) || a.localeCompare(b))[Math.floor(zones.length / 2)] ?? 'UTC';
}
