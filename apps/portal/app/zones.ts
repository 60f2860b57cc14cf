const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' });
  formats.set(zone, format);
  return format;
}

/** What a wall clock in `zone` shows at an instant, as a `datetime-local` field takes it: `2026-06-03T17:00`. */
export function wallClock(at: string | Date, zone: string): string {
  const parts = Object.fromEntries(formatOf(zone).formatToParts(new Date(at)).map(({ type, value }) => [type, value]));
  return `${parts.year!.padStart(4, '0')}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}`;
}

/** The instant (ISO 8601, UTC) at which a wall clock in `zone` shows `local`; a time that summer time skips moves on by the gap. Undefined for no time. */
export function instantIn(local: string, zone: string): string | undefined {
  const asUtc = Date.parse(`${local}Z`);
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(local) || Number.isNaN(asUtc)) return undefined;
  const offset = (at: number) => Date.parse(`${wallClock(new Date(at), zone)}Z`) - Math.floor(at / 60_000) * 60_000;
  return new Date(asUtc - offset(asUtc - offset(asUtc))).toISOString();
}

export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
    return zone !== '';
  } catch {
    return false;
  }
}
