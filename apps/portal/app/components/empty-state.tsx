import type { ReactNode } from 'react';

/** An empty list says what would be here, why it is not, and the one thing to do. */
export function EmptyState({ title, why, action }: { title: string; why: string; action?: ReactNode }) {
  return (
    <section className="empty-state">
      <h2>{title}</h2>
      <p>{why}</p>
      {action}
    </section>
  );
}
