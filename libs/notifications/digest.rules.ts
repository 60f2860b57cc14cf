import { after, day } from '@app/kernel';
import { instantIn, wallClock } from '@app/challenges';

const january = new Date('2026-01-15T12:00:00Z');

/** When the day's digest leaves, by the reader's clock on the wall. */
export const digestHour = 7;

/** The next time it is that hour in `zone`, later than `now`. */
export function nextDigestAt(now: Date, zone: string): Date {
  const time = `T${String(digestHour).padStart(2, '0')}:00:00`;
  const dayOf = (at: Date) => instantIn(`${wallClock(at, zone).date}${time}`, zone)!;
  const today = dayOf(now);
  return today > now ? today : dayOf(after(today, day + day / 12));
}

const likely = new Map<string, string>();

/** Where somebody in a country probably is, until they say: its zone, of several the one that goes by its name, or else the middle one. */
export function zoneOf(country: string): string {
  const known = likely.get(country);
  if (known) return known;
  const region = new Intl.Locale('und', { region: country }) as Intl.Locale & { timeZones?: string[]; getTimeZones?(): string[] };
  const zones = region.getTimeZones?.() ?? region.timeZones ?? [];
  const zone = zones.length > 1 ? (primaryZone(country, zones) ?? middleZone(zones)) : zones[0];
  likely.set(country, zone ?? 'UTC');
  return likely.get(country)!;
}

/** CLDR keeps a primary zone of countries whose others are small, and names that one by the country: "Germany Time", and "Büsingen Time". */
function primaryZone(country: string, zones: readonly string[]): string | undefined {
  const name = `${new Intl.DisplayNames('en', { type: 'region' }).of(country)} Time`;
  return zones.find((timeZone) => new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'shortGeneric' }).formatToParts(january).some(({ type, value }) => type === 'timeZoneName' && value === name));
}

function middleZone(zones: readonly string[]): string {
  const wall = (zone: string) => `${wallClock(january, zone).date} ${wallClock(january, zone).time}`;
  return [...zones].sort((a, b) => wall(a).localeCompare(wall(b)) || a.localeCompare(b))[Math.floor(zones.length / 2)]!;
}
