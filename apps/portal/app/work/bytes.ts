import { formatLocale } from '~/locale';

const units = ['byte', 'kilobyte', 'megabyte'] as const;

/** `25_000_000` as `25 MB`; decimal units, since limits are said in them. */
export function formatBytes(size: number): string {
  const step = Math.min(units.length - 1, size < 1000 ? 0 : size < 1_000_000 ? 1 : 2);
  return new Intl.NumberFormat(formatLocale(), { style: 'unit', unit: units[step], unitDisplay: step === 0 ? 'long' : 'short', maximumFractionDigits: step === 0 ? 0 : 1 }).format(size / 1000 ** step);
}
