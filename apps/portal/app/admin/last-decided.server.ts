import { foundOrNothing } from '~/answers.server';
import { apiFor, type PageArgs } from '~/api';

/** When staff last did something whose name in the audit trail begins so; asked only where a queue is empty. */
export async function lastDecided(args: PageArgs, action: string): Promise<string | null> {
  const page = foundOrNothing(await apiFor(args).GET('/api/v1/admin/audit-entries', { params: { query: { action, limit: 1 } } }));
  return page?.items[0]?.at ?? null;
}
