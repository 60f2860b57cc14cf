import type { ReactNode } from 'react';

/** An empty list says what would be here, why it is not, and the one thing to do. */
export function EmptyState({ title, why, action, heading: Heading = 'h2' }: { title: string; why: string; action?: ReactNode; heading?: 'h2' | 'h3' }) {
  return (
    <section className="empty-state">
      <Heading>{title}</Heading>
      <p>{why}</p>
      {action}
    </section>
  );
}
