/** Decimal places by ISO 4217; what is not named has two. */
const places: Readonly<Record<string, number>> = { JPY: 0 };

/** Groups of three between the same separator, or no groups; then a point and the decimals. */
const decimal = /^(?:\d{1,12}|\d{1,3}(?:([ ,'’\u00a0\u202f])\d{3})(?:\1\d{3})*)(?:\.(\d*))?$/u;

/**
 * `2,500.00` as 250000 minor units of EUR, digit by digit and never as a float. Undefined for what is no amount of that
 * currency, such as `1.234` EUR or `2.500,00`: guessing between point and comma would be off by a thousand.
 */
export function minorUnits(text: string, currency: string): number | undefined {
  const match = decimal.exec(text.trim());
  if (!match) return undefined;
  const digits = places[currency] ?? 2;
  const fraction = match[2] ?? '';
  if (fraction.length > digits) return undefined;
  const whole = text.trim().split('.', 1)[0]!.replace(/\D/g, '');
  const units = Number(`${whole}${fraction.padEnd(digits, '0')}`);
  return Number.isSafeInteger(units) ? units : undefined;
}

/** 250000 minor units of EUR as `2500.00`, as a field shows it. */
export function decimalOf(amount: number, currency: string): string {
  const digits = places[currency] ?? 2;
  const units = String(amount).padStart(digits + 1, '0');
  return digits === 0 ? units : `${units.slice(0, -digits)}.${units.slice(-digits)}`;
}

export const currencies = ['EUR', 'USD', 'GBP', 'CHF', 'CAD', 'SEK', 'NOK', 'DKK', 'PLN', 'CZK', 'JPY'] as const;
export type CurrencyCode = (typeof currencies)[number];
