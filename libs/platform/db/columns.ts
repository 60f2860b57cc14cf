import { type ColumnOptions, Column, type ValueTransformer } from 'typeorm';
import type { Lifecycle } from '@app/kernel';

const asBigint: ValueTransformer = {
  to: (value: bigint | null | undefined) => (typeof value === 'bigint' ? value.toString() : value),
  from: (value: string | null) => (value === null ? null : BigInt(value)),
};

/** A whole number of minor units: bigint here and in the database. */
export function AmountColumn(options: ColumnOptions = {}): PropertyDecorator {
  return Column({ type: 'bigint', transformer: asBigint, ...options });
}

/** The state of a lifecycle: text, kept within its states by a CHECK in the migration. */
export function StateColumn(_lifecycle: Lifecycle<string, string>): PropertyDecorator {
  return Column({ type: 'text' });
}

export function InstantColumn(options: ColumnOptions = {}): PropertyDecorator {
  return Column({ type: 'timestamptz', precision: 3, ...options });
}
