import { formatLocale } from '~/locale';

export interface MoneyView {
  /** Integer minor units. */
  amount: number;
  currency: string;
}

/** `{ amount: 250000, currency: 'EUR' }` as `€2,500.00`; exact, since the decimal is written as text. */
export function formatMoney({ amount, currency }: MoneyView, signDisplay: 'auto' | 'always' = 'auto'): string {
  const format = new Intl.NumberFormat(formatLocale(), { style: 'currency', currency, signDisplay });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  const units = String(Math.abs(amount)).padStart(digits + 1, '0');
  const decimal = digits === 0 ? units : `${units.slice(0, -digits)}.${units.slice(-digits)}`;
  return format.format(`${amount < 0 ? '-' : ''}${decimal}` as `${number}`);
}

export function Money({ value, isSigned = false }: { value: MoneyView; isSigned?: boolean }) {
  return <span className="money">{formatMoney(value, isSigned ? 'always' : 'auto')}</span>;
}
