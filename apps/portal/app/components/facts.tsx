import type { ReactNode } from 'react';

/** Names and values side by side; a fact whose value is missing is left out, never shown as a dash. */
export function Facts({ items }: { items: readonly { label: string; value: ReactNode }[] }) {
  const known = items.filter(({ value }) => value !== undefined && value !== null && value !== false && value !== '');
  return (
    <dl className="facts">
      {known.map(({ label, value }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
