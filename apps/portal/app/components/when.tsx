import { useEffect, useState } from 'react';
import { formatLocale } from '~/locale';

function format(at: string, zone: string | undefined, withTime: boolean): string {
  const clock = withTime ? ({ hour: '2-digit', minute: '2-digit', timeZoneName: 'short' } as const) : {};
  return new Intl.DateTimeFormat(formatLocale(), { day: 'numeric', month: 'short', year: 'numeric', ...clock, timeZone: zone }).format(new Date(at));
}

/**
 * An instant (ISO 8601) in the reader's zone, which is named. The server writes UTC, which is right for everyone and all
 * there is without scripts; the browser then puts its own zone in, after hydration, so that both agree at first.
 */
export function When({ at, withTime = true }: { at: string; withTime?: boolean }) {
  const [local, setLocal] = useState<string>();
  useEffect(() => setLocal(format(at, undefined, withTime)), [at, withTime]);
  return (
    <time dateTime={at} suppressHydrationWarning>
      {local ?? format(at, 'UTC', withTime)}
    </time>
  );
}
