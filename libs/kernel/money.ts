/** ISO 4217 code of a currency this platform can hold. */
export type Currency = keyof typeof currencies;

/** Decimal places of each currency that can be used (ISO 4217); the others are refused. */
export const currencies = { EUR: 2, USD: 2, GBP: 2, CHF: 2, CAD: 2, SEK: 2, NOK: 2, DKK: 2, PLN: 2, CZK: 2, JPY: 0 } as const;

/**
 * The least one payment may be, in minor units: Stripe's documented minimum charge amounts
 * (https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts).
 */
export const smallestCharge: Readonly<Record<Currency, bigint>> = {
  EUR: 50n, USD: 50n, GBP: 30n, CHF: 50n, CAD: 50n, SEK: 300n, NOK: 300n, DKK: 250n, PLN: 200n, CZK: 1500n, JPY: 50n,
};

export const currencyCodes = Object.keys(currencies) as Currency[];

/** An exact amount in minor units (cents; yen). */
export interface Money {
  readonly amount: bigint;
  readonly currency: Currency;
}

/** Money as it crosses the wire: a JSON integer up to 2^53 - 1. */
export interface MoneyJson {
  amount: number;
  currency: Currency;
}

export function money(amount: bigint | number, currency: Currency): Money {
  return { amount: BigInt(amount), currency };
}

export function isCurrency(code: string): code is Currency {
  return Object.hasOwn(currencies, code);
}

/** @throws RangeError when the amount does not fit a JSON integer. */
export function moneyToJson(value: Money): MoneyJson {
  const amount = Number(value.amount);
  if (!Number.isSafeInteger(amount)) throw new RangeError('amount beyond 2^53 - 1');
  return { amount, currency: value.currency };
}

export function sum(amounts: Iterable<bigint>): bigint {
  let total = 0n;
  for (const amount of amounts) total += amount;
  return total;
}

/** `amount` in basis points, rounded down: the rule the terms state for the fee. */
export function share(amount: bigint, basisPoints: number): bigint {
  return (amount * BigInt(basisPoints)) / 10_000n;
}

/**
 * Splits `amount` by integer weights with the largest-remainder method (Hamilton): floor each, then hand the
 * left-over minor units to the largest fractional parts; ties go to the earlier weight. The sum is exact, every part
 * is within one unit of its ideal, and a zero weight gets zero.
 * @throws RangeError for a negative amount or weight, or when all weights are zero.
 */
export function splitByWeights(amount: bigint, weights: readonly number[]): bigint[] {
  if (amount < 0n) throw new RangeError('cannot split a negative amount');
  if (weights.some((weight) => weight < 0 || !Number.isSafeInteger(weight))) throw new RangeError('weights are non-negative integers');
  const total = sum(weights.map(BigInt));
  if (total === 0n) throw new RangeError('at least one weight must be positive');

  const parts = weights.map((weight) => (amount * BigInt(weight)) / total);
  const byRemainder = weights
    .map((weight, index) => ({ index, remainder: (amount * BigInt(weight)) % total }))
    .sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1));
  const left = Number(amount - sum(parts));
  for (const { index } of byRemainder.slice(0, left)) parts[index] = parts[index]! + 1n;
  return parts;
}

/** "2,500.00 EUR" for logs and plain-text mails; pages format with Intl. */
export function moneyText({ amount, currency }: Money): string {
  return `${decimal(amount, currencies[currency])} ${currency}`;
}

function decimal(amount: bigint, digits: number): string {
  const sign = amount < 0n ? '-' : '';
  const text = (amount < 0n ? -amount : amount).toString().padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits).replace(/\B(?=(\d{3})+$)/g, ',');
  return digits === 0 ? sign + whole : `${sign}${whole}.${text.slice(-digits)}`;
}
