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

const lifecycles = new Map<string, { entity: object; property: string; lifecycle: Lifecycle<string, string> }>();

/** The state of a lifecycle: text, kept within its states by a CHECK in the migration (a guard compares the two). */
export function StateColumn(lifecycle: Lifecycle<string, string>): PropertyDecorator {
  return (target, property) => {
    lifecycles.set(`${target.constructor.name}.${String(property)}`, { entity: target.constructor, property: String(property), lifecycle });
    Column({ type: 'text' })(target, property);
  };
}

/** Every column that holds a state, for the guard. */
export function stateColumns() {
  return [...lifecycles.values()];
}

export function InstantColumn(options: ColumnOptions = {}): PropertyDecorator {
  return Column({ type: 'timestamptz', precision: 3, ...options });
}
