import { after, minute } from '@app/kernel';

/** True for a zone of the IANA database that this Node knows; offsets such as `+02:00` are refused. */
export function isZone(zone: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+){0,2}$/.test(zone)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

/** What a clock on the wall in `zone` shows at `at`: 24-hour time and weekday (0 = Sunday). */
export function wallClock(at: Date, zone: string): { date: string; time: string; weekday: number } {
  const parts = Object.fromEntries(formatOf(zone).formatToParts(at).map(({ type, value }) => [type, value]));
  const date = `${parts.year!.padStart(4, '0')}-${parts.month!}-${parts.day!}`;
  return { date, time: `${parts.hour!}:${parts.minute!}`, weekday: new Date(`${date}T00:00:00Z`).getUTCDay() };
}

/** The instant at which a wall clock in `zone` shows `local` (`2026-03-18T17:00:00`); a time skipped by summer time moves on by the gap. */
export function instantIn(local: string, zone: string): Date | undefined {
  const asUtc = new Date(`${local}Z`);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(local) || Number.isNaN(asUtc.getTime())) return undefined;
  const guess = after(asUtc, -offsetAt(asUtc, zone));
  return after(asUtc, -offsetAt(guess, zone));
}

/** How far the wall clock in `zone` is ahead of UTC, in milliseconds. */
function offsetAt(at: Date, zone: string): number {
  const { date, time } = wallClock(at, zone);
  const wholeMinutes = Math.floor(at.getTime() / minute) * minute;
  return new Date(`${date}T${time}:00Z`).getTime() - wholeMinutes;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' });
    formats.set(zone, format);
  }
  return format;
}
