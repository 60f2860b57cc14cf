import { useEffect, useState } from 'react';
import { formatLocale } from './locale';

export type InstantStyle = 'clock' | 'full' | 'exact';

const parts: Readonly<Record<InstantStyle, Intl.DateTimeFormatOptions>> = {
  clock: { hour: '2-digit', minute: '2-digit', timeZoneName: 'short' },
  full: { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', timeZoneName: 'short' },
  exact: { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', timeZoneName: 'short' },
};

/**
 * An instant (ISO 8601) as text for use inside a sentence of the catalogue: `14:02 CET` or a whole date. The server writes
 * UTC; the browser puts the reader's own zone in after hydration.
 */
export function useInstant(at: string | null | undefined, style: InstantStyle = 'full'): string {
  const [isHere, setHere] = useState(false);
  useEffect(() => setHere(true), []);
  if (!at) return '';
  return new Intl.DateTimeFormat(formatLocale(), { ...parts[style], timeZone: isHere ? undefined : 'UTC' }).format(new Date(at));
}
