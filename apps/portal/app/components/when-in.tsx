import { formatLocale } from '~/locale';

/** An instant (ISO 8601) as clocks in one IANA zone show it, with the zone's name: for times that a party set in their own zone. */
export function WhenIn({ at, zone }: { at: string; zone: string }) {
  const text = new Intl.DateTimeFormat(formatLocale(), { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', timeZoneName: 'short', timeZone: zone }).format(new Date(at));
  return <time dateTime={at}>{text}</time>;
}
